import { isIP, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import { orList } from '../../core/text/suggest.ts'
import { number, rule } from '../rules.ts'
import { requireText } from './basic-values.ts'

/** A complete address with one of these schemes. */
export const url = (schemes: readonly string[], example: string) =>
  rule({ type: 'string', pattern: `^(${schemes.join('|')})://` }, example, (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    const plain = `Write an address that begins with ${orList(schemes.map((scheme) => `${scheme}://`))}, such as "${example}"`
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase()
    if (scheme === undefined) return fail('{value} has no scheme', plain, { plain })
    if (!schemes.includes(scheme))
      return fail('{value} begins with a scheme that cannot be used here', plain, { plain })
    if (/[\s\p{Cc}]/u.test(text))
      return fail(
        '{value} holds a space or a line break',
        // A host has none, however it is written.
        /^[^/]*\/\/[^/?#]*[\s\p{Cc}]/u.test(text.trim()) || text !== text.trim()
          ? 'Write it without'
          : 'Write "%20" for a space',
        { plain },
      )
    const parsed = URL.parse(text)
    if (parsed === null || parsed.hostname === '')
      return fail('{value} is not a complete address', plain, { plain })
    if (parsed.port === '0') return fail('{value} has the port 0, at which nothing listens', plain, { plain })
    if (isTooLong(parsed.hostname))
      return fail('{value} has a name with more than 253 characters, or 63 between two dots', plain, {
        plain,
      })
    return text
  })

/** Longer than a name can be, as protocols carry it (RFC 1035, section 2.3.4): no system looks it up. */
const isTooLong = (name: string): boolean =>
  name.replace(/\.$/, '').length > 253 || name.split('.').some((part) => part.length > 63)

const label = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/

/** Is it a host name, an IPv4 or an IPv6 address (without brackets)? */
function isHost(text: string): boolean {
  const name = asciiHost(text)
  if (isIP(name) !== 0) return true
  // Four numbers that are no address are a slip of the hand, not a name.
  if (/^[\d.]+$/.test(name) || name.length > 253) return false
  return name
    .replace(/\.$/, '')
    .split('.')
    .every((part) => label.test(part))
}

const withoutBrackets = (text: string): string =>
  /^\[.*\]$/.test(text) && isIPv6(text.slice(1, -1)) ? text.slice(1, -1) : text

/** A host as protocols carry it: letters outside ASCII as `xn--` (RFC 5891), without brackets. */
function asciiHost(text: string): string {
  const plain = withoutBrackets(text)
  // Underscores (_dmarc) are fine in DNS; only what needs it is converted, and no part of an address with a port or a path.
  return /^[\u0021-\u007e]*$|[\s/\\?#@:%]/.test(plain) ? plain : domainToASCII(plain) || plain
}

/** A host name or an IP address, without scheme, port or path; brackets around IPv6 are taken off. */
export const host = (example = 'db.internal') =>
  rule({ type: 'string' }, example, (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    if (isHost(withoutBrackets(text))) return asciiHost(text)
    const inside = URL.parse(text.includes('://') ? text : `tcp://${text}`)?.hostname
    const good =
      inside !== undefined && inside !== text && isHost(withoutBrackets(inside))
        ? withoutBrackets(inside)
        : example
    return fail('{value} is not a host name or an IP address alone', `Write "${good}"`)
  })

/** A TCP or UDP port. */
export const port = (example: number) => number({ min: 1, max: 65_535, example: String(example) })

/** The two halves of `host:port` or `[v6]:port`; undefined when it is not one. */
function splitHostPort(text: string): { host: string; port: number | null } | undefined {
  if (isHost(withoutBrackets(text))) return { host: asciiHost(text), port: null }
  const parts = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text)
  if (parts === null || !isHost(withoutBrackets(parts[1]!))) return undefined
  const value = Number(parts[2])
  return value >= 1 && value <= 65_535 ? { host: asciiHost(parts[1]!), port: value } : undefined
}

const joinHostPort = (name: string, at: number): string =>
  isIPv6(name) ? `[${name}]:${at}` : `${name}:${at}`

/** A name server as `host:port` or `[v6]:port`; without a port it is 53. */
export const nameServer = () =>
  rule({ type: 'string' }, '9.9.9.9:53', (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    const parts = splitHostPort(text)
    if (parts === undefined)
      return fail('{value} is not a host and a port', 'Write for example "9.9.9.9:53" or "[2620:fe::9]:53"')
    return joinHostPort(parts.host, parts.port ?? 53)
  })

/** `tcp://host:port`. */
export const tcpAddress = () =>
  rule({ type: 'string', pattern: '^tcp://' }, 'tcp://1.1.1.1:53', (value, fail): string => {
    const text = requireText(value, fail)
    if (typeof text !== 'string') return text
    const parts = splitHostPort(text.replace(/^tcp:\/\//, ''))
    if (text.startsWith('tcp://') && parts !== undefined && parts.port !== null)
      return `tcp://${joinHostPort(parts.host, parts.port)}`
    const good =
      parts === undefined ? 'tcp://1.1.1.1:53' : `tcp://${joinHostPort(parts.host, parts.port ?? 53)}`
    return fail('{value} is not of the form tcp://host:port', `Write "${good}"`)
  })
