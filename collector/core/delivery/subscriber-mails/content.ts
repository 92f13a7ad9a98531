import type { MessageContext } from '../team-messages/context.ts'
import { type Text, inLocale } from '../../text/localized-text.ts'

/** A mail to subscribers before it is addressed to one of them. */
export type MailContent = {
  /** What it is about, in one line; the subject, too, unless there is another. */
  readonly title: string
  readonly subject?: string
  /** Messages, oldest first. */
  readonly messages: readonly {
    /** When, and with which status; null where the heading says it. */
    readonly heading: string | null
    /** Markdown. */
    readonly body: string
  }[]
  readonly details: readonly { readonly label: string; readonly value: string }[]
  /** What is said below in small print. */
  readonly remarks: readonly string[]
  /** To the page; null where the page has no address. */
  readonly link: string | null
  /** A document of its own instead of messages: a report. Its HTML is safe. */
  readonly document: { readonly text: string; readonly html: string } | null
}

/** A mail and the words it was composed with. */
export type ComposedMail = { readonly content: MailContent; readonly context: MessageContext }

/**
 * A mail composed twice: with plain words for its text, and for its HTML with marks around what fell back to English
 * (`i18n/mark-fallbacks.ts`). One and the same where nothing did.
 */
export type MailForms = { readonly plain: ComposedMail; readonly marked: ComposedMail }

/** A detail, where there is anything to say. */
export const detail = (label: string, value: string): MailContent['details'] =>
  value.trim() === '' ? [] : [{ label, value }]

/** The absolute address of a page in the reader's language; null where the page has none. */
export function readersAddress(place: string, { locale, config: { page } }: MessageContext): string | null {
  if (page.url === null) return null
  const prefix = locale !== page.locale && page.locales.includes(locale) ? `${locale}/` : ''
  return new URL(prefix + place, page.url.endsWith('/') ? page.url : `${page.url}/`).href
}

/** A text for readers: in their language, else in the page's. */
export const sayTo = (text: Text, { locale, config: { page } }: MessageContext): string =>
  inLocale(text, locale, [page.locale, ...page.locales])
