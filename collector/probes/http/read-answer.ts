import type { IncomingHttpHeaders } from 'node:http'
import { isStrictHead } from './repair-head.ts'

/** An answer's head and where its body begins. */
export type AnswerHead = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Offset of the first byte behind the head. */
  readonly bodyAt: number
}

/** The body, or that more of it is to come, or that its framing is not for this reader. */
export type BodyReading = Buffer | 'incomplete' | 'unusual'

const beginning = Buffer.from('HTTP/1.')
const endOfHead = Buffer.from('\r\n\r\n')
const endOfLine = Buffer.from('\r\n')

/**
 * The head of an answer that is by the grammar of RFC 9112 and says everything once; 'unusual' for all else (interim
 * answers, other protocols, fields that are repeated), which a tolerant reader is to judge; 'incomplete' while it has not
 * come. Reads only ahead: what is unusual is never first taken for something else.
 */
export function readHead(bytes: Buffer): AnswerHead | 'incomplete' | 'unusual' {
  const compared = Math.min(bytes.length, beginning.length)
  if (bytes.compare(beginning, 0, compared, 0, compared) !== 0) return 'unusual'
  const end = bytes.indexOf(endOfHead)
  // Lines that end in LF alone, or in several CR, end a head elsewhere.
  if (end < 0) return ['\n\n', '\n\r\n', '\r\r'].some((odd) => bytes.includes(odd)) ? 'unusual' : 'incomplete'
  const head = bytes.toString('latin1', 0, end + 4)
  if (!isStrictHead(head)) return 'unusual'
  const status = Number(head.slice(9, 12))
  // A fourth digit, or words that are not set apart.
  if (head[12] !== ' ' && head[12] !== '\r') return 'unusual'
  const headers = readFields(head)
  if (status < 200 || headers === null || headers.upgrade !== undefined) return 'unusual'
  if (headers['transfer-encoding'] !== undefined && !head.startsWith('HTTP/1.1')) return 'unusual'
  return { status, headers, bodyAt: end + 4 }
}

/** Fields by their lower-case names; null where one other than Set-Cookie comes twice: each has rules of its own for that. */
function readFields(head: string): IncomingHttpHeaders | null {
  const headers: Record<string, string | string[]> = {}
  let at = head.indexOf('\r\n') + 2
  for (let end = head.indexOf('\r\n', at); end > at; end = head.indexOf('\r\n', at)) {
    const colon = head.indexOf(':', at)
    const name = head.slice(at, colon).toLowerCase()
    const value = withoutWhiteSpace(head, colon + 1, end)
    if (name === 'set-cookie') ((headers['set-cookie'] ??= []) as string[]).push(value)
    else if (Object.hasOwn(headers, name) || name === '__proto__') return null
    else headers[name] = value
    at = end + 2
  }
  return headers
}

/** A part of a text without the spaces and tabs at its ends; other white space belongs to a value (RFC 9110, section 5.5). */
function withoutWhiteSpace(text: string, from: number, until: number): string {
  let start = from
  let end = until
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start++
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(start, end)
}

/**
 * The body of an answer (RFC 9112, section 6.3), of which `bytes` is all that has come.
 *
 * @param isHead the request was HEAD
 * @param hasEnded the peer has ended the connection in order
 */
export function readBody(
  bytes: Buffer,
  { status, headers, bodyAt }: AnswerHead,
  isHead: boolean,
  hasEnded: boolean,
): BodyReading {
  if (isHead || status === 204 || status === 304) return bytes.subarray(bodyAt, bodyAt)
  const coding = headers['transfer-encoding']
  if (coding !== undefined) return coding.toLowerCase() === 'chunked' ? readChunks(bytes, bodyAt) : 'unusual'
  const length = headers['content-length']
  if (length === undefined) return hasEnded ? bytes.subarray(bodyAt) : 'incomplete'
  if (!/^\d{1,9}$/.test(length)) return 'unusual'
  const end = bodyAt + Number(length)
  return bytes.length >= end ? bytes.subarray(bodyAt, end) : 'incomplete'
}

/** A chunked body by the grammar of RFC 9112, section 7.1, without extensions and trailers. */
function readChunks(bytes: Buffer, bodyAt: number): BodyReading {
  const chunks: Buffer[] = []
  let at = bodyAt
  for (;;) {
    const lineEnd = bytes.indexOf(endOfLine, at)
    // The longest line there can be is that of a size; one that ends in LF alone is over already.
    if (lineEnd < 0) return bytes.length - at > 10 || bytes.includes('\n', at) ? 'unusual' : 'incomplete'
    const digits = bytes.toString('latin1', at, lineEnd)
    if (!/^[\da-f]{1,8}$/i.test(digits)) return 'unusual'
    const size = Number.parseInt(digits, 16)
    const start = lineEnd + 2
    const end = start + size
    if (bytes.length < end + 2) return 'incomplete'
    if (bytes[end] !== 0x0d || bytes[end + 1] !== 0x0a) return 'unusual'
    if (size === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
    chunks.push(bytes.subarray(start, end))
    at = end + 2
  }
}
