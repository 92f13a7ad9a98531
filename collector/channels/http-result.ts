import type { Notifier, SendResult, TeamMessage } from '../core/delivery/message.ts'
import type { Words } from '../core/i18n/words.ts'
import { oneLine } from '../core/text/quote.ts'
import { redact } from '../core/text/redact.ts'
import { type OutgoingRequest, RequestFailed, type ServiceAnswer, sendRequest } from '../net/send-request.ts'
import { messageSecrets } from './secrets.ts'

/** What a channel works with besides its settings. */
export type ChannelDeps = {
  /** ms */
  readonly now: () => number
  /** What must not stand in an error. */
  readonly secrets: readonly string[]
  /** Words of messages in the team's language. */
  readonly words: Words['messages']
}

/** Does what a service answered, as JSON, say that it took the message? Undefined is what is no JSON. */
type Acceptance = (json: unknown) => boolean

/**
 * Send a request and read what its answer says of the message: 2xx is sent, 408, 425, 429 and 5xx may succeed later, and
 * everything else will not, however often it is tried. What the service says of it is quoted in one line, without secrets.
 *
 * @param isAccepted of a service that answers in JSON: 2xx without it comes from somebody else, a proxy say, and is tried again
 */
export async function sendByHttp(
  outgoing: OutgoingRequest,
  signal: AbortSignal,
  deps: Pick<ChannelDeps, 'now' | 'secrets'>,
  isAccepted?: Acceptance,
): Promise<SendResult> {
  const exchange = await exchangeByHttp(outgoing, signal, deps, isAccepted)
  return exchange.result
}

/** The same, with the answer as JSON: undefined where there is none. */
export async function exchangeByHttp(
  outgoing: OutgoingRequest,
  signal: AbortSignal,
  { now, secrets }: Pick<ChannelDeps, 'now' | 'secrets'>,
  isAccepted?: Acceptance,
): Promise<{ readonly result: SendResult; readonly json: unknown }> {
  try {
    const answer = await sendRequest(outgoing, signal, now())
    const json = jsonOf(answer.text)
    const isSuccess = answer.status >= 200 && answer.status < 300
    if (isSuccess && (isAccepted?.(json) ?? true)) return { result: { outcome: 'sent' }, json }
    const words = oneLine(redact(reasonOf(json) ?? answer.text, secrets), 200)
    const error = words === '' ? `answered ${answer.status}` : `answered ${answer.status}: ${words}`
    const permanent = !isSuccess && !isTransient(answer.status)
    return { result: { outcome: 'refused', permanent, error, retryAfter: waitOf(answer, json) }, json }
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    const result: SendResult = {
      outcome: 'refused',
      permanent: false,
      error: error.message,
      retryAfter: null,
    }
    return { result, json: undefined }
  }
}

/** What sends each message by one request. */
export function httpNotifier(
  deps: ChannelDeps,
  requestOf: (message: TeamMessage) => OutgoingRequest,
  isAccepted?: Acceptance,
): Notifier {
  return {
    send(message, signal) {
      const secrets = [...deps.secrets, ...messageSecrets(message)]
      return sendByHttp(requestOf(message), signal, { ...deps, secrets }, isAccepted)
    },
  }
}

/** The headers and the body of a request that carries JSON. */
export const jsonBody = (
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Pick<OutgoingRequest, 'headers' | 'body'> => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const isTransient = (status: number): boolean =>
  status >= 500 || status === 408 || status === 425 || status === 429

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A member of what may be an object. */
export const memberOf = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined

/** Where services say what was wrong, the short word first. */
const reasonMembers = ['errcode', 'error', 'message', 'description', 'errorDescription', 'detail', 'errors']

/** What a JSON answer says was wrong; null where it says nothing that is known. */
function reasonOf(json: unknown): string | null {
  const parts = reasonMembers
    .flatMap((name) => memberOf(json, name) ?? [])
    .filter((part) => typeof part === 'string')
  return parts.length === 0 ? null : [...new Set(parts)].join(': ')
}

/** How long the service asks us to wait, ms: in `Retry-After`, or in the answer as Discord, Telegram and Matrix do. */
function waitOf({ retryAfter }: ServiceAnswer, json: unknown): number | null {
  const seconds = memberOf(json, 'retry_after') ?? memberOf(memberOf(json, 'parameters'), 'retry_after')
  const ms = memberOf(json, 'retry_after_ms')
  const waits = [
    retryAfter,
    typeof seconds === 'number' ? Math.ceil(seconds * 1000) : null,
    typeof ms === 'number' ? ms : null,
  ].filter((wait) => wait !== null && wait >= 0 && wait <= 86_400_000)
  return waits.length === 0 ? null : Math.max(...(waits as number[]))
}
