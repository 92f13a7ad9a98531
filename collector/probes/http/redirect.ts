import type { IncomingHttpHeaders } from 'node:http'
import { Failing } from '../shared/probe.ts'
import { publicUrl, quote } from '../../core/text/quote.ts'
import type { Request } from './exchange.ts'

const statuses = new Set([301, 302, 303, 307, 308])

/** Whether an answer sends us elsewhere. */
export const isRedirect = (status: number, headers: IncomingHttpHeaders): boolean =>
  statuses.has(status) && headers.location !== undefined

/** Headers that may go to a stranger: anything else the operator wrote may be a credential under any name. */
export const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'user-agent',
])

/**
 * The request a redirect asks for. Methods change as browsers change them (303, and POST by 301 or 302, become GET);
 * on the way to another origin only harmless headers are kept. Throws Failing `redirects` when it leads nowhere.
 */
export function redirected(request: Request, status: number, headers: IncomingHttpHeaders): Request {
  const location = String(headers.location)
  const url = URL.parse(location, request.url)
  if (!url) throw new Failing('redirects', `redirects to ${quote(location)}, which is no address`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Failing('redirects', `redirects to ${quote(url.protocol)}, only http: and https: are followed`)
  const { method, body } = request
  const plain = status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST'
  const stranger = url.origin !== request.url.origin
  // A password in the address a peer sent is the peer's business, not a credential of ours to use.
  url.username = ''
  url.password = ''
  url.hash = ''
  const kept = Object.entries(request.headers).filter(
    ([name]) =>
      name !== 'host' && !(plain && name.startsWith('content-')) && !(stranger && !harmless.has(name)),
  )
  return {
    url,
    method: plain ? 'GET' : method,
    headers: { ...Object.fromEntries(kept), host: url.host },
    ...(plain || body === undefined ? {} : { body }),
  }
}

/** Throws Failing `redirects` for one more redirect than allowed, or one to where we have been. */
export function checkWay(been: readonly string[], next: Request, allowed: number): void {
  if (been.length > allowed)
    throw new Failing('redirects', `redirects more than ${allowed} times, last to ${publicUrl(next.url)}`)
  if (been.includes(`${next.method} ${next.url.href}`))
    throw new Failing('redirects', `redirects in a circle, back to ${publicUrl(next.url)}`)
}
