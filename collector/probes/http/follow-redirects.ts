import type { IncomingHttpHeaders } from 'node:http'
import { basicAuthorization } from '../shared/basic-authorization.ts'
import { openConnection, targetOf } from '../shared/connection.ts'
import type { ProbeContext } from '../shared/probe.ts'
import type { HttpRequest, HttpResponse } from './exchange.ts'
import { ChainCookies } from './cookies.ts'
import { sendLeanRequest } from './lean-exchange.ts'
import { checkRedirect, isRedirect, nextRequest, requestKey } from './redirect.ts'

/** How a request follows redirects and reads bodies. */
export type FollowLimits = {
  /** Redirects followed; 0 returns the redirect itself. */
  readonly redirects: number
  /** Whether the last answer's body is needed; it is read to its end (or 1 MiB) in any case. */
  readonly keepBody: boolean
  /** Redirects with these statuses are the expected answer and are not followed. */
  readonly isAccepted?: (status: number) => boolean
}

/** A request as written by the operator: a user in the address becomes basic authorization, names become lower case. */
export function requestOf(
  address: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): HttpRequest {
  const url = new URL(address)
  // Without a prototype, so that a header may have any name.
  const all = Object.assign(Object.create(null) as Record<string, string>, {
    host: url.host,
    'user-agent': 'Vigie',
    accept: '*/*',
    'accept-encoding': 'identity',
  })
  const authorization = basicAuthorization(url)
  if (authorization !== undefined) all['authorization'] = authorization
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value
  return { url, method: method.toUpperCase(), headers: all, ...(body === undefined ? {} : { body }) }
}

/**
 * Send a request, each time on a connection of its own, and follow redirects to the last answer. Rejects with ProbeFailure
 * `redirects` for too many or impossible ones, and with what `openConnection` and `sendLeanRequest` reject with.
 */
export async function followRedirects(
  first: HttpRequest,
  limits: FollowLimits,
  context: ProbeContext,
): Promise<HttpResponse> {
  const visited: string[] = []
  const shouldFollow = (status: number, headers: IncomingHttpHeaders): boolean =>
    limits.redirects > 0 && isRedirect(status, headers) && !limits.isAccepted?.(status)
  const bodyMode = limits.keepBody ? 'keep' : 'drop'
  const cookies = new ChainCookies()
  // Without the cookies received on the way, which are added again at each step.
  let plain = first
  for (;;) {
    const request = cookies.addTo(plain)
    const socket = await openConnection(targetOf(request.url), context)
    const answer = await sendLeanRequest(
      socket,
      request,
      (status, headers) => (shouldFollow(status, headers) ? 'stop' : bodyMode),
      context,
    )
    if (!shouldFollow(answer.status, answer.headers)) return answer
    visited.push(requestKey(request))
    await cookies.store(request, answer)
    plain = nextRequest(plain, answer.status, answer.headers)
    checkRedirect(visited, cookies.addTo(plain), limits.redirects)
  }
}
