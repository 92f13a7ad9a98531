import { hash } from 'node:crypto'

const charset = '<meta charset="utf-8">'
const inline = /<(script|style)\b[^>]*>([^]+?)<\/\1>/g

/** A source of a policy. `text` holds a byte in each of its characters. */
const hashOf = (text: string): string => `'sha256-${hash('sha256', Buffer.from(text, 'latin1'), 'base64')}'`

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1')

/**
 * Puts the content security policy into a page in UTF-8, for hosts that send no headers of ours.
 *
 * @param formUrl where its forms post and its scripts ask, besides the page's own address; null for nowhere else
 */
export type Policy = (page: Uint8Array, accent: string | null, formUrl?: string | null) => Uint8Array

/**
 * The policy of a compiled site: nothing but what is its own. `compiled` are the scripts and styles that the compiler put
 * into pages; a page is allowed those of them that it has, and its `accent`, the one style that is not known before. A
 * script that came in with a text would be none of them, and would not run.
 *
 * Astro would do the same (`security.csp`), but hashes every style again for each page: half of the time a page takes.
 */
export function policyOf(compiled: Iterable<string>): Policy {
  const known = new Map<string, string>()
  for (const text of compiled) known.set(bytesOf(text), hashOf(bytesOf(text)))

  return (page, accent, formUrl = null) => {
    const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength)
    // A byte a character is all that is needed to find them, and the page is not decoded for it.
    const html = bytes.toString('latin1')
    const allowed = { script: ["'self'"], style: ["'self'"] }
    for (const [, tag, text] of html.matchAll(inline)) {
      const source = text === accent ? hashOf(text) : known.get(text!)
      if (source !== undefined) allowed[tag as 'script' | 'style'].push(source)
    }
    const collector = formUrl === null ? '' : ` ${new URL(formUrl).origin}`
    const content = [
      "default-src 'none'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src 'self'${collector}`,
      "base-uri 'none'",
      `form-action 'self'${collector}`,
      `script-src ${allowed.script.join(' ')}`,
      `style-src ${allowed.style.join(' ')}`,
    ].join('; ')
    const at = html.indexOf(charset) + charset.length
    const meta = Buffer.from(`<meta http-equiv="content-security-policy" content="${content}">`)
    return Buffer.concat([bytes.subarray(0, at), meta, bytes.subarray(at)])
  }
}
