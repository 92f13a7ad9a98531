import type { CookieJar } from 'tough-cookie'
import type { HttpRequest, HttpResponse } from './exchange.ts'

const pairsOf = (cookies: string): string[] =>
  cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')

const nameOf = (pair: string): string => pair.split('=', 1)[0]!.trim()

/**
 * The cookies of one check: what a redirect sets is sent along on the rest of the way, to whom it is meant for, and is
 * forgotten with the check. Sign-in walls and balancers send a client that comes back without them in a circle.
 */
export class ChainCookies {
  #jar: CookieJar | null = null

  /** Take what an answer sets. Cookies that no browser would take are left out. */
  async store(request: HttpRequest, { headers }: HttpResponse): Promise<void> {
    const received = headers['set-cookie']
    if (received === undefined) return
    // Few services set cookies on the way: the library, with its list of public suffixes, is loaded for those.
    const library = await import('tough-cookie')
    this.#jar ??= new library.CookieJar(undefined, { looseMode: true })
    for (const cookie of received)
      this.#jar.setCookieSync(cookie, request.url.href, { ignoreError: true, loose: true })
  }

  /**
   * The request with its cookies, after those the operator wrote, if it still goes where those are meant for. One that was
   * set anew on the way is not sent a second time with its old value, which most servers would read.
   */
  addTo(request: HttpRequest): HttpRequest {
    const received = this.#jar?.getCookieStringSync(request.url.href) ?? ''
    if (received === '') return request
    const replaced = new Set(pairsOf(received).map(nameOf))
    const written = pairsOf(request.headers['cookie'] ?? '').filter((pair) => !replaced.has(nameOf(pair)))
    const cookie = [...written, received].join('; ')
    return { ...request, headers: { ...request.headers, cookie } }
  }
}
