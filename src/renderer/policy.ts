import { hash } from 'node:crypto'

const charset = '<meta charset="utf-8">'
const inline = /<(script|style)\b[^>]*>([\s\S]+?)<\/\1>/g

// The same few scripts and styles are in every page: each is hashed once.
const hashes = new Map<string, string>()

const hashOf = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`

/**
 * Puts the content security policy into a page, for hosts that send no headers of ours.
 *
 * @param policy what Astro allows: the hashes of every script and style of the whole site
 * @param accent the one style that is not known when the site is compiled
 *
 * Of the hashes only those of the page itself are kept. One that the compiler did not know is never added: a script that
 * came in with a text would not run.
 */
export function withPolicy(html: string, policy: string, accent: string | null): string {
  const present = new Set<string>()
  for (const [, , text] of html.matchAll(inline)) {
    let known = hashes.get(text!)
    if (known === undefined) {
      known = hashOf(text!)
      if (policy.includes(known)) hashes.set(text!, known)
    }
    present.add(known)
  }
  const directives = policy.split(';').map((directive) => {
    const kept = directive
      .trim()
      .split(/\s+/)
      .filter((word) => !word.startsWith("'sha256-") || present.has(word))
    if (accent !== null && kept[0] === 'style-src') kept.push(hashOf(accent))
    return kept.join(' ')
  })
  const content = directives.filter((directive) => directive !== '').join('; ')
  return html.replace(
    charset,
    () => `${charset}<meta http-equiv="content-security-policy" content="${content}">`,
  )
}
