import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { type Locale, type Text, inLocale } from '../../../collector/core/text/localized-text.ts'
import { type Formats, formats } from '../../../collector/core/i18n/format.ts'
import { zoneCity } from '../../../collector/core/i18n/zone-city.ts'
import type { Plural, Words } from '../../../collector/core/i18n/words.ts'
import { formatCount } from '../../../collector/core/i18n/sentences.ts'
import { markedWordsOf, wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { escape } from './html.ts'

/** What every page knows before it looks at its own part of the snapshot: its place, its language, its way of writing. */
export type View = {
  readonly snapshot: Snapshot
  readonly locale: Locale
  readonly words: Words
  readonly format: Formats
  /** Its path below the locale: `/`, `/history/`. */
  readonly place: string
  /** The zone's name for readers of the locale: `Paris`, `Londres`. */
  readonly zone: string
  /** Address of another page of the same locale, from this one: `link('/history/')`. */
  link(place: string): string
  /** Address of a file of the site, or of a path with its locale, from this page: `file('/favicon.svg')`. */
  file(path: string): string
  /** Absolute address of a path of this site, for feeds, canonical links and sitemaps; the path alone without `page.url`. */
  absolute(path: string): string
  /** Path of a place in a locale: `/en/history/`. */
  path(place: string, locale?: Locale): string
  /** A reader's text, plain. */
  text(text: Text): string
  /** A reader's text as HTML: isolated for its direction, and marked where it is in another language. */
  html(text: Text): string
  /** A counting sentence. */
  counted(plural: Plural, count: number): string
  /** An instant as a `<time>` element; `t` time, `d` date, `m` both, `s` both in short; `w` and `l` with the day of the week, in short and at length. */
  time(at: number, style: keyof typeof styles): string
}

const styles = { t: 'time', d: 'date', m: 'moment', s: 'brief', w: 'dated', l: 'full' } as const

/** ISO 8601 in UTC, to the second. */
export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/**
 * The view of a place (`/history/`) in a locale; `undefined` is the one at `/`. In pages, words of other languages are marked.
 *
 * @param depth how many folders deep the address is at which it is answered; null where that is its place
 */
export function viewOf(
  snapshot: Snapshot,
  locale: Locale | undefined,
  place: string,
  depth: number | null = null,
): View {
  const { page } = snapshot
  const own = locale ?? page.locale
  const isPage = place.endsWith('/') || place.endsWith('.html')
  const words = (isPage ? markedWordsOf : wordsOf)(own, page.words)
  const format = formats(own, page.timezone, words)
  const path = (to: string, toLocale: Locale = own) => (toLocale === page.locale ? to : `/${toLocale}${to}`)
  const here = path(place)
  // The page for what is not found is served at any depth, so it alone must know where the site lies.
  const root =
    place === '/404.html'
      ? page.url === null
        ? '/'
        : new URL(`${page.url}/`).pathname
      : '../'.repeat(depth ?? here.split('/').length - 2) || './'
  const fallbacks = [page.locale, ...page.locales]
  const text = (value: Text) => inLocale(value, own, fallbacks)
  return {
    snapshot,
    locale: own,
    words,
    format,
    place,
    zone: zoneCity(page.timezone, own),
    path,
    text,
    link: (to) => root + path(to).slice(1),
    file: (to) => root + to.replace(/^\//, ''),
    absolute: (to) => (page.url ?? '').replace(/\/+$/, '') + to,
    html(value) {
      const language =
        typeof value === 'string' || value[own] !== undefined ? null : languageOf(value, fallbacks)
      return `<bdi${language ? ` lang="${escape(language)}"` : ''}>${escape(text(value))}</bdi>`
    },
    counted: (plural, count) => formatCount(own, plural, count),
    time: (at, style) =>
      `<time datetime="${iso(at)}" data-t="${style}">${escape(format[styles[style]](at))}</time>`,
  }
}

/** The language of a text where it is another than the reader's. */
export const languageOfText = ({ snapshot: { page }, locale }: View, text: Text): Locale | undefined =>
  typeof text === 'string' || text[locale] !== undefined
    ? undefined
    : languageOf(text, [page.locale, ...page.locales])

const languageOf = (
  text: Readonly<Record<Locale, string>>,
  fallbacks: readonly Locale[],
): Locale | undefined => fallbacks.find((locale) => text[locale] !== undefined) ?? Object.keys(text)[0]
