import type { MessageSeverity, TeamMessage } from '../core/delivery/message.ts'
import { graphemesOf } from '../core/text/graphemes.ts'
import type { ChannelDeps } from './http-result.ts'

/** How much of a limit a piece of text takes. */
export type Measure = (text: string) => number

/** UTF-16 units: never less than the characters that a service counts. */
export const unitsOf: Measure = (text) => text.length

const encoder = new TextEncoder()
/** Bytes of UTF-8. */
export const bytesOf: Measure = (text) => encoder.encode(text).length

/** What readers see as one character each. */
export const countGraphemes: Measure = (text) => [...graphemesOf(text)].length

/**
 * A text that takes at most `limit`, cut with `…` between two characters as readers see them. The measure adds up: that of a
 * text is the sum of those of its characters.
 */
export function cut(text: string, limit: number, measure: Measure = unitsOf): string {
  if (measure(text) <= limit) return text
  let kept = ''
  let taken = measure('…')
  if (taken > limit) return ''
  for (const grapheme of graphemesOf(text)) {
    taken += measure(grapheme)
    if (taken > limit) break
    kept += grapheme
  }
  return `${kept.trimEnd()}…`
}

/** Escape a text, cut so that it takes at most `limit` UTF-16 units escaped. */
export const cutEscaped = (text: string, limit: number, escape: (text: string) => string): string =>
  escape(cut(text, limit, (piece) => escape(piece).length))

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const cleanText = (text: string): string =>
  text.toWellFormed().replaceAll('\r\n', '\n').replaceAll(control, '')

/** A message without what services refuse or could be misled by: control characters, half characters, lines in its title. */
export const cleanMessage = (message: TeamMessage): TeamMessage => ({
  ...message,
  title: cleanText(message.title).replaceAll(/\s+/g, ' ').trim() || '–',
  paragraphs: message.paragraphs.map((text) => cleanText(text).trim()).filter((text) => text !== ''),
  details: message.details.map(({ label, value }) => ({
    label: cleanText(label),
    value: cleanText(value).replaceAll(/\s+/g, ' ').trim() || '–',
  })),
})

/** What is said below the title: paragraphs, then a line for each detail. */
export const bodyOf = ({ paragraphs, details, colon }: TeamMessage): string =>
  [...paragraphs, details.map(({ label, value }) => `${label}${colon}${value}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')

/** The links of a message with what their buttons say: to answer first, then to the page. */
export const linksOf = (
  { acknowledgeLink, link }: TeamMessage,
  { words }: Pick<ChannelDeps, 'words'>,
): readonly { readonly label: string; readonly url: string }[] => [
  ...(acknowledgeLink === null ? [] : [{ label: words.acknowledgeLabel, url: acknowledgeLink }]),
  ...(link === null ? [] : [{ label: words.openPage, url: link }]),
]

/** The colour of a message, as `#rrggbb`. */
export const colours: Readonly<Record<MessageSeverity, string>> = {
  critical: '#c62828',
  warning: '#ef6c00',
  info: '#1565c0',
  good: '#2e7d32',
}

/** The same where text has no colour. */
export const signs: Readonly<Record<MessageSeverity, string>> = {
  critical: '🔴',
  warning: '🟠',
  info: '🔵',
  good: '🟢',
}

/** An address of a service, with its path at another address where one is configured. */
export function addressAt(address: string, baseUrl: string | null): string {
  if (baseUrl === null) return address
  const { pathname, search } = new URL(address)
  return serviceAddress(baseUrl, pathname + search)
}

/** A path at the address of a service. */
export const serviceAddress = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`
