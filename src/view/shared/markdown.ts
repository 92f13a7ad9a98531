import MarkdownIt from 'markdown-it'
import { escape } from './html.ts'

// Raw HTML is shown as text.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim())
markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]!.attrSet('rel', 'nofollow noopener noreferrer')
  return self.renderToken(tokens, index, options)
}
// A page must not make its reader's browser call elsewhere: an image is a link to it, by https only, or else its words.
markdown.renderer.rules.image = (tokens, index) => {
  const image = tokens[index]!
  const address = String(image.attrGet('src') ?? '')
  const words = escape(image.content || address)
  return /^https:\/\//i.test(address)
    ? `<a href="${escape(address)}" rel="nofollow noopener noreferrer">${words}</a>`
    : words
}
/** A text stands below a heading of the page's own: whatever level its author chose, its headings are one below that. */
type Level = 3 | 4
for (const [rule, mark] of [
  ['heading_open', '<'],
  ['heading_close', '</'],
] as const)
  markdown.renderer.rules[rule] = (_tokens, _index, _options, env) => `${mark}h${String(env?.['level'])}>`

/** A text as HTML that is safe to put in a page: its headings are of `level`, by default below a message's own. */
export const toHtml = (text: string, level: Level = 4): string => markdown.render(text, { level })

type Excerpt = { readonly text: string; readonly cut: boolean }

// The same messages are shortened for every page that lists them, in every publication.
const remembered = new Map<string, Excerpt>()
/** So many are remembered: those of a page's lists, a few kB each at the very most. */
const most = 2_000

/** The beginning of a message as plain text in one line, at most `limit` characters and an ellipsis. */
export function excerpt(text: string, limit = 280): Excerpt {
  // What stands behind that is not read, only that something does.
  const key = `${limit} ${text.length > limit * 4} ${text.slice(0, limit * 4)}`
  const known = remembered.get(key)
  if (known) return known
  const made = shorten(text, limit)
  if (remembered.size >= most) remembered.clear()
  remembered.set(key, made)
  return made
}

function shorten(text: string, limit: number): Excerpt {
  const words: string[] = []
  // Twice the limit leaves room for marks that vanish; parsing 100 kB to show a line would not be kind to the page.
  for (const token of markdown.parse(text.slice(0, limit * 4), {}))
    if (token.type === 'inline')
      for (const child of token.children ?? [])
        words.push(child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : child.content)
    else if (token.type === 'fence' || token.type === 'code_block') words.push(token.content, ' ')
    else if (token.type.endsWith('_close')) words.push(' ')
  const all = words.join('').replace(/\s+/g, ' ').trim()
  if (all.length <= limit && text.length <= limit * 4) return { text: all, cut: false }
  const head = all
    .slice(0, limit)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return { text: `${head.slice(0, Math.max(head.lastIndexOf(' '), limit / 2))} …`, cut: true }
}
