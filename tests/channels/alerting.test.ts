import { expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { key, opsgenie, pagerduty } from './alerting-services.ts'
import { aMessage, channelContract, notifierOf } from './contract.ts'
import { type StandInRequest, aStandIn, answering, demand, jsonOf, known } from './stand-in.ts'

const base = { name: 'it', baseUrl: null, news: [] }
const text = (request: StandInRequest): string => request.text
const signal = new AbortController().signal

const ntfyRefusal = (status: number, code: number, error: string) => ({
  status,
  body: { code, http: status, error },
})
channelContract('ntfy', {
  service: (request) => {
    demand(request.method === 'POST' && request.path === '/', ntfyRefusal(404, 40401, 'page not found'))
    demand(request.headers.authorization === `Bearer ${key}`, ntfyRefusal(401, 40101, 'unauthorized'))
    const invalid = ntfyRefusal(400, 40017, 'invalid request: request body must be valid JSON')
    const body = known(
      jsonOf(request.text, invalid),
      ['topic', 'title', 'message', 'priority', 'tags', 'click', 'actions'],
      invalid,
    )
    demand(body['topic'] === 'vigie-Xy12Zw34', ntfyRefusal(403, 40301, 'forbidden'))
    demand(body['message'] !== '' && Buffer.byteLength(body['message']) <= 4096, invalid)
    demand(body['priority'] >= 1 && body['priority'] <= 5 && body['actions'].length <= 3, invalid)
    for (const action of body['actions']) known(action, ['action', 'label', 'url'], invalid)
    return { status: 200, body: { id: 'abc', event: 'message' } }
  },
  channel: (url) => ({ ...base, kind: 'ntfy', topic: 'vigie-Xy12Zw34', token: key, baseUrl: url }),
  stranger: (url) => ({ ...base, kind: 'ntfy', topic: 'vigie-Xy12Zw34', token: 'another', baseUrl: url }),
  busy: { answer: ntfyRefusal(429, 42901, 'limit reached: too many requests'), wait: null },
  read: text,
  secrets: [key, 'vigie-Xy12Zw34'],
})

const pushoverRefusal = (errors: string[]) => ({ status: 400, body: { errors, status: 0, request: 'x' } })
channelContract('pushover', {
  service: (request) => {
    const form = new URLSearchParams(request.text)
    demand(request.path === '/1/messages.json', { status: 404 })
    demand(form.get('token') === key, {
      status: 400,
      body: { token: 'invalid', message: 'application token is invalid', status: 0 },
    })
    demand(form.get('user') === 'user-key-0123456789', pushoverRefusal(['user identifier is invalid']))
    const names = [
      'token',
      'user',
      'title',
      'message',
      'priority',
      'timestamp',
      'retry',
      'expire',
      'url',
      'url_title',
    ]
    known(Object.fromEntries(form), names, pushoverRefusal(['unknown parameter']))
    const message = form.get('message')!
    demand(message !== '' && message.length <= 1024, pushoverRefusal(['message is too long']))
    demand(form.get('title')!.length <= 250, pushoverRefusal(['title is too long']))
    demand((form.get('url') ?? '').length <= 512, pushoverRefusal(['url is too long']))
    if (form.get('priority') === '2')
      demand(
        Number(form.get('retry')) >= 30 && Number(form.get('expire')) <= 10_800,
        pushoverRefusal(['retry and expire must be supplied with priority=2']),
      )
    return { status: 200, body: { status: 1, request: 'x' } }
  },
  channel: (url) => ({ ...base, kind: 'pushover', token: key, user: 'user-key-0123456789', baseUrl: url }),
  stranger: (url) => ({
    ...base,
    kind: 'pushover',
    token: 'another',
    user: 'user-key-0123456789',
    baseUrl: url,
  }),
  busy: {
    answer: { status: 429, body: { status: 0, errors: ['limit'] }, headers: { 'retry-after': '60' } },
    wait: 60_000,
  },
  read: (request) => [...new URLSearchParams(request.text).values()].join('\n'),
  secrets: [key, 'user-key-0123456789'],
})

channelContract('gotify', {
  service: (request) => {
    const refusal = (status: number, error: string) => ({ status, body: { error, errorCode: status } })
    demand(request.path === '/message', refusal(404, 'Not Found'))
    demand(request.headers['x-gotify-key'] === key, refusal(401, 'Unauthorized'))
    const body = known(
      jsonOf(request.text, refusal(400, 'Bad Request')),
      ['title', 'message', 'priority', 'extras'],
      refusal(400, 'Bad Request'),
    )
    demand(body['message'] !== '' && Number.isInteger(body['priority']), refusal(400, 'message is required'))
    return { status: 200, body: { id: 25, appid: 5 } }
  },
  channel: (url) => ({ ...base, kind: 'gotify', url, token: key }),
  stranger: (url) => ({ ...base, kind: 'gotify', url, token: 'another' }),
  busy: { answer: { status: 429, headers: { 'retry-after': '1' } }, wait: 1_000 },
  read: text,
  secrets: [key],
})

const pagerdutyChannel = (url: string) =>
  ({ ...base, kind: 'pagerduty', routingKey: key, baseUrl: url }) as const
channelContract('pagerduty', {
  service: pagerduty,
  channel: pagerdutyChannel,
  stranger: (url) => ({ ...pagerdutyChannel(url), routingKey: 'another' }),
  busy: { answer: { status: 429, headers: { 'retry-after': '10' } }, wait: 10_000 },
  read: text,
  secrets: [key],
})

test('PagerDuty opens, acknowledges and resolves one alert for each topic, and is woken by no plan', async () => {
  const { url, asked } = await aStandIn(answering(pagerduty))
  const notifier = notifierOf(pagerdutyChannel(url))
  for (const action of ['trigger', 'update', 'acknowledge', 'resolve'] as const)
    await notifier.send(aMessage({ action, severity: action === 'resolve' ? 'good' : 'critical' }), signal)
  await notifier.send(aMessage({ action: 'inform', severity: 'info' }), signal)
  const events = asked.map((request) => ({ path: request.path, ...JSON.parse(request.text) }))
  expect(events.slice(0, 4).map((event) => event.event_action)).toEqual([
    'trigger',
    'trigger',
    'acknowledge',
    'resolve',
  ])
  expect(new Set(events.slice(0, 4).map((event) => event.dedup_key))).toEqual(
    new Set(['incident/abcdef012345']),
  )
  expect(events[4].path).toBe('/v2/change/enqueue')
})

const opsgenieChannel = (url: string) => ({ ...base, kind: 'opsgenie', key, baseUrl: url }) as const
channelContract('opsgenie', {
  service: opsgenie,
  channel: opsgenieChannel,
  stranger: (url) => ({ ...opsgenieChannel(url), key: 'another' }),
  busy: { answer: { status: 429, headers: { 'retry-after': '10' } }, wait: 10_000 },
  read: text,
  secrets: [key],
})

test('Opsgenie opens, notes, acknowledges and closes one alert for each topic', async () => {
  const { url, asked } = await aStandIn(answering(opsgenie))
  for (const action of ['trigger', 'update', 'acknowledge', 'resolve', 'inform'] as const)
    await notifierOf(opsgenieChannel(url)).send(aMessage({ action }), signal)
  const alert = '/v2/alerts/incident%2Fabcdef012345'
  const by = '?identifierType=alias'
  expect(asked.map(({ path }) => path)).toEqual([
    '/v2/alerts',
    `${alert}/notes${by}`,
    `${alert}/acknowledge${by}`,
    `${alert}/close${by}`,
    '/v2/alerts',
    `${alert}/close${by}`,
  ])
})

test.each([
  ['pagerduty', pagerduty, pagerdutyChannel],
  ['opsgenie', opsgenie, opsgenieChannel],
] as const)(
  '%s keeps what is written after somebody acknowledged, and wakes nobody',
  async (kind, service, channel) => {
    const { url, asked } = await aStandIn(answering(service))
    const message = aMessage({ action: 'update', isAnswered: true, paragraphs: ['We know why.'] })
    await notifierOf(channel(url)).send(message, signal)
    await notifierOf(channel(url)).send({ ...message, severity: 'info' }, signal)
    const steps = asked.map(({ path, text: body }) => JSON.parse(body).event_action ?? path)
    const by = '?identifierType=alias'
    const alert = '/v2/alerts/incident%2Fabcdef012345'
    expect(steps).toEqual(
      kind === 'pagerduty'
        ? ['trigger', 'acknowledge', '/v2/change/enqueue', 'acknowledge']
        : [
            `${alert}/notes${by}`,
            `${alert}/acknowledge${by}`,
            `${alert}/notes${by}`,
            `${alert}/acknowledge${by}`,
          ],
    )
    for (const index of [0, 2]) expect(asked[index]!.text).toContain('We know why.')
  },
)

test.each([
  ['pagerduty', pagerduty, pagerdutyChannel],
  ['opsgenie', opsgenie, opsgenieChannel],
] as const)('%s opens late what somebody takes care of, and marks it so', async (kind, service, channel) => {
  const { url, asked } = await aStandIn(answering(service))
  await notifierOf(channel(url)).send(aMessage({ action: 'trigger', isAnswered: true }), signal)
  const steps = asked.map(
    ({ path, text: body }) => JSON.parse(body).event_action ?? path.split(/[/?]/).at(-2),
  )
  expect(steps).toEqual(kind === 'pagerduty' ? ['trigger', 'acknowledge'] : ['v2', 'acknowledge'])
})

const hookPath = `/in/${key}`
const secret = `whsec_${Buffer.from('0123456789abcdefghijklmn').toString('base64')}`
const webhookChannel = (url: string) =>
  ({ ...base, kind: 'webhook', url: url + hookPath, secret, template: null }) as const
channelContract('webhook', {
  service: (request) => {
    const headers = request.headers as Record<string, string>
    try {
      // The library reads the clock of the machine for its tolerance; what it is asked here is the signature.
      const at = new Date(Number(headers['webhook-timestamp']) * 1000)
      demand(
        new Webhook(secret).sign(headers['webhook-id']!, at, request.text) === headers['webhook-signature'],
        { status: 401, body: { error: 'No matching signature found' } },
      )
      demand(request.path === hookPath, { status: 404, body: 'not here' })
    } catch (error) {
      return {
        status: 401,
        body: { error: String(error) },
        ...(error as object as { answer?: object }).answer,
      }
    }
    return { status: 204 }
  },
  channel: webhookChannel,
  stranger: (url) => ({ ...webhookChannel(url), secret: 'another secret' }),
  busy: { answer: { status: 429, headers: { 'retry-after': '10' } }, wait: 10_000 },
  read: text,
  secrets: [key, secret],
})

test('a webhook with the clock of now is verified by the library of the standard', async () => {
  const { url, asked } = await aStandIn(() => ({ status: 204 }))
  await notifierOf(webhookChannel(url), () => Date.now()).send(aMessage(), signal)
  const [request] = asked
  expect(new Webhook(secret).verify(request!.text, request!.headers as Record<string, string>)).toMatchObject(
    {
      type: 'incident.updated',
      message: { title: 'P1 · API : indisponible – En cours d’analyse', test: false },
    },
  )
})

test('a template is filled in: strings of JSON stay strings, a text is sent as it is', async () => {
  const { url, asked } = await aStandIn(() => ({ status: 204 }))
  const message = aMessage({ title: 'say "{link}"\u0001\\', paragraphs: ['a', 'b'], acknowledgeLink: null })
  for (const template of [
    { text: '{title} {link}', more: [{ '{title}': '{severity}', n: 1 }] },
    '{title} | {text}{acknowledge}',
  ])
    await notifierOf({ ...webhookChannel(url), template }).send(message, signal)
  expect(JSON.parse(asked[0]!.text)).toEqual({
    text: `say "{link}"\\ ${message.link}`,
    more: [{ '{title}': 'critical', n: 1 }],
  })
  expect(asked[1]!.text).toBe('say "{link}"\\ | a\n\nb')
  expect([asked[0], asked[1]].map((one) => one!.headers['content-type'])).toEqual([
    'application/json',
    'text/plain; charset=utf-8',
  ])
})
