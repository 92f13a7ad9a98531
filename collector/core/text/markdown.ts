import MarkdownIt from 'markdown-it'
import { collapseSpaces } from './collapse-spaces.ts'
import { escapeHtml as escape } from './escape-html.ts'
import { ListNumbering } from './list-numbering.ts'
import { type PlainCell, plainTable } from './plain-table.ts'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

// Raw HTML is shown as text.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
// Names such as "www.example.com" are links, but "README.md" is none, though .md is a domain.
markdown.linkify.set({ fuzzyLink: true })
const matchLinks = markdown.linkify.match.bind(markdown.linkify)
markdown.linkify.match = (text) =>
  matchLinks(text)?.filter((match) => match.schema !== '' || /^www\./i.test(match.text)) ?? null
markdown.core.ruler.push('tidy', (state) => {
  for (const [index, token] of state.tokens.entries()) {
    if (token.type !== 'inline') continue
    token.children = withoutDeadLinks(token.children ?? [])
    if (state.tokens[index - 2]?.type === 'list_item_open') tickBox(token.children[0])
  }
})

/**
 * Links that lead nowhere from everywhere a text is read (page, feed, mail) are their words: those to other places than
 * the web and mailboxes, and relative ones.
 */
function withoutDeadLinks(children: readonly Token[]): Token[] {
  let isDead = false
  return children.filter((token) => {
    if (token.type === 'link_open')
      isDead = !/^(https?:\/\/|mailto:)/i.test(String(token.attrGet('href')).trim())
    // Links do not nest.
    return !(isDead && (token.type === 'link_open' || token.type === 'link_close'))
  })
}

/** `[x]` at the beginning of a list's item is a box with a tick, `[ ]` an empty one. */
function tickBox(token: Token | undefined): void {
  if (token?.type === 'text')
    token.content = token.content.replace(/^\[([ xX])\](?= )/, (_, mark: string) =>
      mark === ' ' ? '☐' : '☑',
    )
}

// What is a link is decided above, where its words can be kept.
markdown.validateLink = () => true
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
type Level = 2 | 3 | 4
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
  const cached = remembered.get(key)
  if (cached) return cached
  const made = shorten(text, limit)
  if (remembered.size >= most) remembered.clear()
  remembered.set(key, made)
  return made
}

function shorten(text: string, limit: number): Excerpt {
  // Four times the limit leaves room for marks that vanish; parsing 100 kB to show a line would not be kind to the page.
  const all = inOneLine(markdown.parse(text.slice(0, limit * 4), {}))
  if (all.length <= limit && text.length <= limit * 4) return { text: all, cut: false }
  const head = all
    .slice(0, limit)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return { text: `${head.slice(0, Math.max(head.lastIndexOf(' '), limit / 2))} …`, cut: true }
}

/** The words of a text in one line: items of lists behind their marks, headings and cells apart from what follows. */
function inOneLine(tokens: readonly Token[]): string {
  const numbering = new ListNumbering()
  let line = ''
  let separator = ''
  for (const token of tokens) {
    numbering.read(token)
    if (/^(?:heading|t[hd])_close$/.test(token.type)) separator = /[.:;!?…]$/.test(line) ? ' ' : ' · '
    if (token.type !== 'inline' && token.type !== 'fence' && token.type !== 'code_block') continue
    const words = collapseSpaces(
      token.type === 'inline' ? inlineText(token.children ?? [], false) : token.content,
    )
    if (words === '') continue
    const mark = numbering.takeMark('•').trimStart()
    line += `${mark === '' ? separator : line === '' ? '' : ' '}${mark}${words}`
    separator = ' '
  }
  return line
}

/**
 * A message as plain text in lines: paragraphs apart, the marks of lists kept, tables in columns; at most `limit` characters
 * and an ellipsis.
 *
 * @param withAddresses where links lead is written behind their words: for where nothing can be clicked
 */
export function plainText(text: string, limit: number, withAddresses = false): string {
  const blocks: string[] = []
  const numbering = new ListNumbering()
  let endLine = 0
  let table: PlainCell[][] | null = null
  let isRight = false
  // Twice the limit leaves room for marks that vanish.
  for (const token of markdown.parse(text.slice(0, limit * 2), {})) {
    numbering.read(token)
    if (token.type === 'table_open') table = []
    else if (token.type === 'tr_open') table?.push([])
    else if (token.type === 'th_open' || token.type === 'td_open')
      isRight = String(token.attrGet('style')).includes('right')
    else if (table && token.type === 'inline') {
      const words = collapseSpaces(inlineText(token.children ?? [], withAddresses))
      table.at(-1)?.push({ text: words, isRight })
    } else if (table && token.type === 'table_close') {
      blocks.push(blocks.length === 0 ? '' : '\n\n', plainTable(table))
      table = null
    } else if (token.type === 'inline' || token.type === 'fence' || token.type === 'code_block') {
      const content =
        token.type === 'inline' ? inlineText(token.children ?? [], withAddresses) : token.content.trimEnd()
      const [from, until] = token.map ?? [endLine, endLine]
      // Items of a list stand line by line, its first one as its author put it; everything else has a blank line before it.
      const isTight = numbering.isAtItem && !(numbering.isAtFirstItem && from > endLine)
      blocks.push(blocks.length === 0 ? '' : isTight ? '\n' : '\n\n', numbering.takeMark('-') + content)
      endLine = until
    }
  }
  const all = blocks
    .join('')
    .replace(/[^\S\n]+$/gm, '')
    .trim()
  if (all.length <= limit && text.length <= limit * 2) return all
  const head = all
    .slice(0, limit)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return `${head.slice(0, Math.max(head.search(/\s\S*$/), limit / 2))} …`
}

type InlineToken = {
  readonly type: string
  readonly content: string
  attrGet(name: string): string | number | null
}

function inlineText(children: readonly InlineToken[], withAddresses: boolean): string {
  let text = ''
  let link: { readonly address: string; readonly from: number } | null = null
  for (const child of children) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') text += '\n'
    else if (child.type === 'link_open')
      link = { address: String(child.attrGet('href') ?? ''), from: text.length }
    else if (child.type === 'link_close') {
      if (withAddresses && link && !isAddress(text.slice(link.from), link.address))
        text += ` (${link.address})`
      link = null
    } else text += child.content
  }
  return text
}

/** Whether the words of a link are its address, with or without its scheme. */
const isAddress = (words: string, address: string): boolean =>
  words === address || words === address.replace(/^(?:https?:\/\/|mailto:)/i, '')
