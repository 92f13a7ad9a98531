import type { IncomingHttpHeaders } from 'node:http'
import { ProbeFailure } from '../shared/probe.ts'
import { publicUrl, quote } from '../../core/text/quote.ts'
import type { HttpRequest } from './exchange.ts'
import { headerText } from './header-text.ts'

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** Whether an answer is a redirect with a location. */
export const isRedirect = (status: number, headers: IncomingHttpHeaders): boolean =>
  redirectStatuses.has(status) && headers.location !== undefined

/** Headers that may be sent to another origin: any other configured header may be a credential. */
export const safeHeaders = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'user-agent',
])

/**
 * The request a redirect asks for. Methods change as browsers change them (303, and POST by 301 or 302, become GET);
 * on the way to another origin only harmless headers are kept, and no Host of the operator's. A body may hold a password:
 * it goes to no other origin. Throws ProbeFailure `redirects` when it leads nowhere, or a body there.
 */
export function nextRequest(request: HttpRequest, status: number, headers: IncomingHttpHeaders): HttpRequest {
  const location = headerText(String(headers.location))
  const url = URL.parse(location, request.url)
  if (!url) throw new ProbeFailure('redirects', `redirects to ${quote(location)}, which is no address`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ProbeFailure(
      'redirects',
      `redirects to ${quote(url.protocol)}, only http: and https: are followed`,
    )
  const { method, body } = request
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  const isCrossOrigin = url.origin !== request.url.origin
  const sendsBody = body !== undefined && !becomesGet
  if (sendsBody && isCrossOrigin)
    throw new ProbeFailure(
      'redirects',
      `redirects a ${method} with a body to another origin, ${publicUrl(url)}, which is sent none`,
    )
  // A password in an address sent by the peer is not a credential of ours; it is not used.
  url.username = ''
  url.password = ''
  url.hash = ''
  const remainingHeaders = Object.entries(request.headers).filter(
    ([name]) => !(becomesGet && name.startsWith('content-')) && !(isCrossOrigin && !safeHeaders.has(name)),
  )
  return {
    url,
    method: becomesGet ? 'GET' : method,
    headers: { host: url.host, ...Object.fromEntries(remainingHeaders) },
    ...(sendsBody ? { body } : {}),
  }
}

/** What makes a request the same as one before: a cookie received on the way makes it another. */
export const requestKey = ({ method, url, headers }: HttpRequest): string =>
  `${method} ${url.href} ${headers['cookie'] ?? ''}`

/** Throws ProbeFailure `redirects` for one more redirect than allowed, or one to where we have been. */
export function checkRedirect(visited: readonly string[], next: HttpRequest, allowed: number): void {
  if (visited.length > allowed)
    throw new ProbeFailure(
      'redirects',
      `redirects more than ${allowed} times, last to ${publicUrl(next.url)}`,
    )
  if (visited.includes(requestKey(next)))
    throw new ProbeFailure('redirects', `redirects in a circle, back to ${publicUrl(next.url)}`)
}
