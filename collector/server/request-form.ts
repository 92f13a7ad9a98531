import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { denyAllPolicy, securityHeaders } from './security-headers.ts'

/** An answer to a request that says nothing which could be answered otherwise. */
type Refusal = { readonly status: number; readonly text: string }

/** A host with its port as in RFC 3986, 3.2.2; nothing, where an address has no host (RFC 9112, 3.2). */
const hostPattern = /^(?:(?:\[[\da-f:.]+\]|[\w.~!$&'()*+;=%-]+)(?::(\d{0,5}))?)?$/i
/** A path, or a whole address of this protocol (RFC 9112, 3.2.1 and 3.2.2). A backslash is read as a slash by some and not by others. */
const targetPattern = /^(?:https?:\/\/[^/?#\\@]+)?\/[^\\]*$|^https?:\/\/[^/?#\\@]+(?:\?[^\\]*)?$/i

const badRequest = (text: string): Refusal => ({ status: 400, text })

/**
 * What is wrong with the form of a request that the parser of Node lets pass, and a proxy in front may read otherwise; null where
 * nothing is. Node itself refuses doubtful lengths, line ends and white space.
 */
function refusalOf(request: IncomingMessage): Refusal | null {
  const { httpVersion, httpVersionMajor, headers, url = '' } = request
  if (httpVersionMajor !== 1) return { status: 505, text: 'Only HTTP/1.1 and HTTP/1.0 are spoken here.' }
  const coding = headers['transfer-encoding']
  if (coding !== undefined && httpVersion === '1.0')
    return badRequest('A body of HTTP/1.0 has no Transfer-Encoding: send its Content-Length.')
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return { status: 501, text: 'The only Transfer-Encoding that is read here is chunked.' }
  const hosts = countHosts(request.rawHeaders)
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1'))
    return badRequest('A request has one Host header: send one.')
  const host = hostPattern.exec(headers.host ?? '')
  if (host === null || Number(host[1] ?? 0) > 65_535)
    return badRequest(
      'The Host header is not a host: send a name or an address, and a port where it needs one.',
    )
  if (!targetPattern.test(url) && !(url === '*' && request.method === 'OPTIONS'))
    return badRequest('The target of the request is not an address: ask for a path that begins with a slash.')
  return null
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.length === 4 && rawHeaders[index]!.toLowerCase() === 'host') count++
  return count
}

const refusalHeaders = {
  ...securityHeaders,
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Security-Policy': denyAllPolicy,
  'Cache-Control': 'no-store',
}

/** Answer a request whose form is refused, or that is about the server as a whole; false where it needs another answer. */
export function answerByForm(request: IncomingMessage, response: ServerResponse): boolean {
  const refusal = refusalOf(request)
  if (refusal) {
    const { status, text } = refusal
    const body = `${text}\n`
    const headers = { ...refusalHeaders, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
    response.writeHead(status, headers).end(body)
  } else if (request.url === '*')
    response.writeHead(204, { ...securityHeaders, Allow: 'GET, HEAD, OPTIONS' }).end()
  else return false
  return true
}

/** Answer a CONNECT (RFC 9110, 9.3.6): this is no proxy, and the connection has no other use after it. */
export function refuseTunnel(_: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => {})
  socket.end(
    'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    () => socket.destroy(),
  )
}
