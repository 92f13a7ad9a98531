import type { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import type { MetricPull } from '../core/metric/metric.ts'
import { decodeUserinfo } from '../core/text/decode-userinfo.ts'
import { oneLine } from '../core/text/quote.ts'

/** The largest answer that is read, bytes. */
const longestBody = 1_048_576

/** A pull failed; the message says why and contains no secrets. */
export class PullError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'PullError'
  }
}

/** The answer of a source. */
export type Fetched = {
  readonly status: number
  readonly text: string
}

/**
 * GET an address with the headers of a pull and read the answer, at most 1 MiB of it.
 *
 * @param signal cancels the request; its reason is thrown unchanged
 * @throws PullError for a refused connection, a redirect, a timeout or a body that is too large
 */
export async function fetchText(pull: MetricPull, url: URL, signal: AbortSignal): Promise<Fetched> {
  const tooLate = AbortSignal.timeout(pull.timeout)
  const over = AbortSignal.any([signal, tooLate])
  // One agent per request: sources are asked seldom, and destroying the agent closes all it has opened.
  const agent = new Agent({ connect: { timeout: pull.timeout } })
  try {
    const { statusCode, headers, body } = await request(withoutUser(url), {
      dispatcher: agent,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...userOf(url),
        ...pull.headers,
      },
      headersTimeout: 0,
      bodyTimeout: 0,
      signal: over,
    })
    // An unread body must not keep the connection open, and its errors no longer matter.
    body.on('error', () => {})
    if (statusCode >= 300 && statusCode < 400)
      throw new PullError(`answered ${statusCode} and leads elsewhere. Write the address it leads to`)
    const coding = String(headers['content-encoding'] ?? 'identity')
    if (coding !== 'identity')
      throw new PullError(`the answer is compressed (${oneLine(coding, 20)}), which nobody asked for`)
    return { status: statusCode, text: await textOf(body) }
  } catch (error) {
    if (error instanceof PullError) throw error
    if (signal.aborted) throw signal.reason
    if (tooLate.aborted) throw new PullError(`no answer within ${pull.timeout / 1000} s`)
    throw new PullError(reasonOf(error), { cause: error })
  } finally {
    await agent.destroy()
  }
}

/** The address without user and password, which are sent in a header. */
function withoutUser(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  bare.hash = ''
  return bare
}

function userOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longestBody) throw new PullError('the answer is longer than 1 MiB, too long for a figure')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused: nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'its name resolves to nothing',
  EAI_AGAIN: 'the name servers do not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it cannot be reached in time',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was closed before the announced length was sent',
}

/** The reason of a failed request, in words. Messages of undici and the system contain addresses only; they are shortened to one line. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  if (reasons[code]) return reasons[code]
  if (first instanceof Error && first.name === 'HTTPParserError') return 'the answer is not HTTP'
  return oneLine(first instanceof Error ? first.message : String(first), 120)
}
