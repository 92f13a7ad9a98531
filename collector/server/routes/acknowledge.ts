import type { Context } from 'hono'
import type { Config } from '../../core/config/config.ts'
import { type Incident, isOpen } from '../../core/incident/incident.ts'
import type { AcknowledgementAnswer, AnswerRequest } from '../../core/subscription/answer.ts'
import { type Acknowledgements, isUnanswered } from '../../deliveries/acknowledgements.ts'
import { createRateLimit } from '../../subscriptions/rate-limit.ts'
import { clientNetwork } from '../client-network.ts'
import type { ServerLog } from '../log.ts'
import { answerPage } from './answer-page.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** What the answer to a link in a message to the team is made from. */
export type AcknowledgeDeps = {
  readonly acknowledgements: Acknowledgements
  readonly config: Pick<Config, 'page'>
  /** The page of an answer, UTF-8. */
  readonly renderAnswer: (request: AnswerRequest) => Promise<Uint8Array>
  /** ms since the epoch. */
  readonly now: () => number
}

/** Requests from one network within a minute: a team behind one address and its mail scanner, but nobody who tries tokens. */
const [maxRequests, requestWindow] = [60, 60_000]
/** Longest token that is looked at, characters. */
const maxToken = 128

type State = AcknowledgementAnswer['state']
const statuses: Record<State, number> = {
  ask: 200,
  done: 200,
  already: 200,
  over: 410,
  unknown: 404,
  limited: 429,
  failed: 503,
}

/**
 * `/acknowledge?token=`: a page with one button, in the team's language. A GET changes nothing, because scanners and previews
 * follow links. The body of a POST is not read; nothing is logged of a token.
 */
export function acknowledgeEndpoints(
  { acknowledgements, config, renderAnswer, now }: AcknowledgeDeps,
  log: ServerLog,
): readonly PublicEndpoint[] {
  const networks = createRateLimit(maxRequests, requestWindow)

  async function stateOf(c: Context): Promise<{ state: State; incidents: readonly Incident[] }> {
    const token = (c.req.query('token') ?? '').slice(0, maxToken)
    if (c.req.method === 'POST') {
      const acknowledged = await acknowledgements.acknowledge(token)
      if (acknowledged && acknowledged.length > 0) return { state: 'done', incidents: acknowledged }
    }
    const all = await acknowledgements.find(token)
    if (!all) return { state: 'unknown', incidents: [] }
    const open = all.filter(isOpen)
    const unanswered = open.filter(isUnanswered)
    if (unanswered.length > 0) return { state: 'ask', incidents: unanswered }
    return open.length > 0 ? { state: 'already', incidents: open } : { state: 'over', incidents: all }
  }

  async function handle(c: Context): Promise<Response> {
    const { locale } = config.page
    const wait = networks.take(clientNetwork(c), now())
    const { state, incidents } =
      wait > 0
        ? { state: 'limited' as const, incidents: [] }
        : await stateOf(c).catch((error: unknown) => {
            log.error(`an acknowledgement failed: ${error instanceof Error ? error.message : String(error)}`)
            return { state: 'failed' as const, incidents: [] }
          })
    const answer: AcknowledgementAnswer = { page: 'acknowledge', state, incidents: incidents.map(viewOf) }
    const retryAfter = state === 'limited' ? Math.ceil(wait / 1000) : state === 'failed' ? 5 : null
    return answerPage(
      await renderAnswer({ answer, locale, depth: 0 }),
      statuses[state],
      locale,
      retryAfter === null ? {} : { 'Retry-After': String(retryAfter) },
    )
  }
  return [{ path: '/acknowledge', methods: ['GET', 'POST'], handle }]
}

const viewOf = ({ id, title, acknowledgedAt, acknowledgedBy }: Incident) => ({
  id,
  title,
  acknowledgedAt,
  acknowledgedBy: acknowledgedBy ?? null,
})
