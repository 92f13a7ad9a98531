/** Longest local part and longest address, characters (RFC 5321, 4.5.3.1). */
const [maxLocalPart, maxAddress] = [64, 254]

/**
 * What may stand before the @ without quotes (RFC 5322, `dot-atom`), and letters beyond ASCII (RFC 6531); without `%` and
 * `!`: old route syntax, by which some servers send what comes for `a%b@x` or `b!a@x` on to `a@b`. Somebody could have us
 * mail an address of which no limit knows. Letters of several scripts may be mixed: that is usual in some languages, and
 * a lookalike deceives nobody here, as mail goes to what was typed and nothing more is sent before that mailbox confirms.
 */
const localPart = /^[\p{L}\p{N}#$&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}#$&'*+/=?^_`{|}~-]+)*$/u
const domainLabels = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * An e-mail address as it is kept: the domain in lower case and in ASCII (IDNA), the local part as it was written, since
 * only its own server may say what it means. Null for what is no address of one mailbox: with a name, quotes, several, a
 * line break, an address literal.
 */
export function normalizeEmailAddress(text: string): string | null {
  const trimmed = text.trim().normalize('NFC')
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(0, at))
  if (trimmed.length > maxAddress || local.length > maxLocalPart || !localPart.test(local)) return null
  const domain = asciiDomain(trimmed.slice(at + 1))
  return domain === null || local.length + 1 + domain.length > maxAddress ? null : `${local}@${domain}`
}

function asciiDomain(domain: string): string | null {
  // Everything that a URL would read as more than a host is refused before.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null
  const url = URL.parse(`http://${domain}/`)
  return url && domainLabels.test(url.hostname) ? url.hostname : null
}

/**
 * What limits count by: addresses that are surely or probably one mailbox are one here. Case, the width of letters and what
 * follows a + in the local part are left out, and the dots that Gmail does not look at.
 */
export const mailboxOf = (address: string): string => {
  const [local = '', domain = ''] = address.normalize('NFKC').toLowerCase().split('@')
  const name = local.replace(/(?<=.)\+.*$/, '')
  return /^(gmail|googlemail)\.com$/.test(domain)
    ? `${name.replaceAll('.', '')}@gmail.com`
    : `${name}@${domain}`
}
