/** A cookie of the console, by what it is for. */
export type CookieName = 'session' | 'form'

/**
 * The name a cookie has. On HTTPS browsers take one that begins so only from this very host, for all of it, and over HTTPS: no
 * neighbouring host can put another in its place.
 */
const fullName = (name: CookieName, isSecure: boolean): string => `${isSecure ? '__Host-' : ''}vigie-${name}`

/** The value of a cookie of a request; null where there is none, or something that is none of ours. */
export function readCookie(header: string | undefined, name: CookieName, isSecure: boolean): string | null {
  const wanted = fullName(name, isSecure)
  for (const pair of (header ?? '').slice(0, 8_192).split(';')) {
    const at = pair.indexOf('=')
    if (at < 0 || pair.slice(0, at).trim() !== wanted) continue
    const value = pair.slice(at + 1).trim()
    return /^[\w.-]{1,2048}$/.test(value) ? value : null
  }
  return null
}

/**
 * The `Set-Cookie` of a cookie that only this host gets back, and no script reads. `Lax`: a link in a message to the team must
 * find its reader signed in, and whatever changes something asks for more than the cookie.
 *
 * @param maxAge s; null until the browser is closed, 0 to take it away
 */
export const setCookie = (
  name: CookieName,
  value: string,
  maxAge: number | null,
  isSecure: boolean,
): string =>
  [
    `${fullName(name, isSecure)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
    ...(maxAge === null ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')
