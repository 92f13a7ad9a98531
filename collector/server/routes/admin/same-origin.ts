/** What a browser says about where a form was sent from. */
export type OriginHeaders = {
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly host: string | undefined
}

/**
 * Was a request sent by a page of this host? Browsers say so with every POST and let no page say otherwise; programs that are
 * no browsers say nothing, and carry no cookie that somebody else could use. A proxy must hand the `Host` on.
 */
export function isSameOrigin({ origin, fetchSite, host }: OriginHeaders): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return false
  if (origin === undefined) return true
  return URL.parse(origin)?.host === host?.toLowerCase()
}
