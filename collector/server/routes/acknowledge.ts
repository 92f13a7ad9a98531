import type { Context } from 'hono'
import type { Config } from '../../core/config/config.ts'
import { alertName, alertPage } from '../../core/alert/describe.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import { formats } from '../../core/i18n/format.ts'
import type { AcknowledgementAnswer, AnswerRequest } from '../../core/subscription/answer.ts'
import {
  type Acknowledgements,
  type Answerable,
  goesOn,
  isUnanswered,
} from '../../deliveries/acknowledgements.ts'
import { createRateLimit } from '../../subscriptions/rate-limit.ts'
import { clientNetwork } from '../client-network.ts'
import type { ServerLog } from '../log.ts'
import { answerPage } from './answer-page.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** What the answer to a link in a message to the team is made from. */
export type AcknowledgeDeps = {
  readonly acknowledgements: Acknowledgements
  readonly config: Pick<Config, 'page' | 'components' | 'metrics' | 'channels'>
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

  async function stateOf(c: Context): Promise<{ state: State; items: readonly Answerable[] }> {
    const token = (c.req.query('token') ?? '').slice(0, maxToken)
    if (c.req.method === 'POST') {
      const acknowledged = await acknowledgements.acknowledge(token)
      if (acknowledged && acknowledged.length > 0) return { state: 'done', items: acknowledged }
    }
    const all = await acknowledgements.find(token)
    if (!all) return { state: 'unknown', items: [] }
    const open = all.filter(goesOn)
    const unanswered = open.filter(isUnanswered)
    if (unanswered.length > 0) return { state: 'ask', items: unanswered }
    return open.length > 0 ? { state: 'already', items: open } : { state: 'over', items: all }
  }

  async function handle(c: Context): Promise<Response> {
    const { locale } = config.page
    const wait = networks.take(clientNetwork(c), now())
    const { state, items } =
      wait > 0
        ? { state: 'limited' as const, items: [] }
        : await stateOf(c).catch((error: unknown) => {
            log.error(`an acknowledgement failed: ${error instanceof Error ? error.message : String(error)}`)
            return { state: 'failed' as const, items: [] }
          })
    const answer: AcknowledgementAnswer = {
      page: 'acknowledge',
      state,
      items: items.map((one) => viewOf(one, config)),
    }
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

function viewOf(one: Answerable, config: AcknowledgeDeps['config']): AcknowledgementAnswer['items'][number] {
  const { acknowledgedAt, acknowledgedBy = null } = one.kind === 'incident' ? one.incident : one.alert
  const answered = { acknowledgedAt, acknowledgedBy }
  if (one.kind === 'incident') {
    const { id, title } = one.incident
    return { title, place: `incidents/${encodeURIComponent(id)}/`, ...answered }
  }
  const { locale, timezone, words: operatorWords } = config.page
  const words = wordsOf(locale, operatorWords)
  const wording = { locale, words, formats: formats(locale, timezone, words), config }
  return { title: alertName(one.alert, wording), place: alertPage(one.alert), ...answered }
}
