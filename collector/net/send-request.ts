import type { Readable } from 'node:stream'
import { Agent, type Dispatcher, request } from 'undici'
import { oneLine } from '../core/text/quote.ts'

/** The longest answer that is read, bytes: what a service says of a message is short. */
const longestAnswer = 65_536

/** A request that carries something to a service. */
export type OutgoingRequest = {
  readonly url: string
  readonly method?: 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** What a service answered. */
export type ServiceAnswer = {
  readonly status: number
  /** The beginning of the answer, at most 64 KiB of UTF-8. */
  readonly text: string
  /** What `Retry-After` asks for, ms; null without. */
  readonly retryAfter: number | null
}

/** A request got no answer; the message says why and names neither address nor secret. */
export class RequestFailed extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'RequestFailed'
  }
}

/**
 * Send a request and read the answer. Redirects are not followed: what is sent is for the service that is named.
 *
 * @param now ms, for a `Retry-After` that is a date
 * @param dispatcher opens the connection; by default one of this request's own
 * @throws RequestFailed where no answer comes; the signal's reason where it is aborted
 */
export async function sendRequest(
  { url, method = 'POST', headers, body }: OutgoingRequest,
  signal: AbortSignal,
  now: number,
  dispatcher?: Dispatcher,
): Promise<ServiceAnswer> {
  const own = dispatcher ? null : new Agent({ connect: { timeout: 10_000 } })
  try {
    const answer = await request(url, {
      dispatcher: dispatcher ?? own!,
      method,
      headers: { 'user-agent': 'Vigie', ...headers },
      body,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    answer.body.on('error', () => {})
    const text = await beginningOf(answer.body)
    return { status: answer.statusCode, text, retryAfter: waitOf(answer.headers, now) }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw new RequestFailed(reasonOf(error), { cause: error })
  } finally {
    await own?.destroy()
  }
}

async function beginningOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= longestAnswer) break
  }
  return Buffer.concat(chunks).subarray(0, longestAnswer).toString('utf8')
}

/** What the headers ask for: `Retry-After`, else when the limit ends as Mastodon (a date) and Bluesky (s since the epoch) say. */
function waitOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | null {
  const asked = retryAfterOf(headers['retry-after'], now)
  if (asked !== null) return asked
  const left = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']
  if (left !== '0') return null
  const reset = headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']
  if (typeof reset !== 'string') return null
  const at = /^\d{9,11}$/.test(reset) ? Number(reset) * 1000 : Date.parse(reset)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/** RFC 9110, 10.2.3: seconds, or a date. Null where it says neither. */
function retryAfterOf(header: string | string[] | undefined, now: number): number | null {
  const value = typeof header === 'string' ? header.trim() : ''
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const date = value === '' ? NaN : Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name resolves to nothing',
  EAI_AGAIN: 'the name servers do not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ENOTPUBLIC: 'its address is not public',
  ETIMEDOUT: 'it cannot be reached in time',
  UND_ERR_CONNECT_TIMEOUT: 'it cannot be reached in time',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
}

function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  return reasons[code] ?? (code === '' ? 'the request failed' : `the request failed (${oneLine(code, 60)})`)
}
