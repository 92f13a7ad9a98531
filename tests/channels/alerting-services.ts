import { type StandInRequest, demand, jsonOf, known } from './stand-in.ts'

/** What both services know their caller by. */
export const key = 'XxXxYyYyZzZz0123456789'

const eventRefusal = (...errors: string[]) => ({
  status: 400,
  body: { status: 'invalid event', message: 'Event object is invalid', errors },
})
/** PagerDuty as its Events API v2 judges alerts and change events. */
export const pagerduty = (request: StandInRequest) => {
  const change = request.path === '/v2/change/enqueue'
  demand(change || request.path === '/v2/enqueue', { status: 404 })
  const event = known(
    jsonOf(request.text, eventRefusal('not JSON')),
    change
      ? ['routing_key', 'payload', 'links']
      : ['routing_key', 'event_action', 'dedup_key', 'payload', 'links', 'client'],
    eventRefusal('unknown field'),
  )
  demand(event['routing_key'] === key, eventRefusal("'routing_key' is invalid"))
  if (change || event['event_action'] === 'trigger') {
    const { summary, source, severity } = event['payload']
    demand(summary.length >= 1 && summary.length <= 1024, eventRefusal("'payload.summary' is invalid"))
    demand(source !== '', eventRefusal("'payload.source' is missing"))
    demand(
      change || ['critical', 'error', 'warning', 'info'].includes(severity),
      eventRefusal("'payload.severity' is invalid"),
    )
    for (const link of event['links']) known(link, ['href', 'text'], eventRefusal('links'))
  } else demand(event['dedup_key'].length <= 255, eventRefusal("'dedup_key' is required"))
  demand(Buffer.byteLength(request.text) <= 512_000, { status: 413 })
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'x' } }
}
/** Opsgenie as its Alert API judges. */
export const opsgenie = (request: StandInRequest) => {
  const refusal = (status: number, message: string) => ({
    status,
    body: { message, took: 0.001, requestId: 'x' },
  })
  demand(request.headers.authorization === `GenieKey ${key}`, refusal(403, 'You are not authorized'))
  const body = jsonOf(request.text, refusal(422, 'Request body is not processable'))
  if (request.path === '/v2/alerts') {
    const { message, alias, description, priority } = known(
      body,
      ['message', 'alias', 'description', 'priority', 'source'],
      refusal(422, 'unknown field'),
    )
    demand(message.length >= 1 && message.length <= 130, refusal(422, 'message is too long'))
    demand(alias.length <= 512 && description.length <= 15_000, refusal(422, 'too long'))
    demand(/^P[1-5]$/.test(priority), refusal(422, 'priority'))
  } else {
    demand(
      /^\/v2\/alerts\/[^/]+\/(notes|acknowledge|close)\?identifierType=alias$/.test(request.path),
      refusal(404, 'not found'),
    )
    demand(
      known(body, ['note', 'source'], refusal(422, 'unknown field'))['note'].length <= 25_000,
      refusal(422, 'note'),
    )
  }
  return { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: 'x' } }
}
