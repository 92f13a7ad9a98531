import { dateText } from '../i18n/date-text.ts'
import { type Formats, formats } from '../i18n/format.ts'
import type { Words } from '../i18n/words.ts'
import type { Locale } from '../text/localized-text.ts'

/** How texts and e-mails write dates and figures: figures as pages do, times in the report's zone. */
export type ReportFormats = Formats & {
  /** `22 Nov 2026, 16:04` of an ISO instant. */
  momentOf(iso: string): string
  /** The name of a day or a month. */
  period(name: string): string
}

/** By locale: making one takes longer than all it writes in a report. */
const longFormats = new Map<
  Locale,
  { readonly day: Intl.DateTimeFormat; readonly month: Intl.DateTimeFormat }
>()

function longFormatsOf(locale: Locale) {
  let cached = longFormats.get(locale)
  if (cached === undefined) {
    const make = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC', calendar: 'gregory', ...options })
    cached = { day: make({ dateStyle: 'full' }), month: make({ month: 'long', year: 'numeric' }) }
    longFormats.set(locale, cached)
  }
  return cached
}

/** The formats of a locale, with the units of its words, and a zone. Throws RangeError on one that does not exist. */
export function reportFormats(locale: Locale, timeZone: string, words: Words): ReportFormats {
  const format = formats(locale, timeZone, words)
  const long = longFormatsOf(locale)
  return {
    ...format,
    momentOf: (iso) => format.noted(Date.parse(iso)),
    period: (name) =>
      name.length > 7
        ? dateText(long.day, Date.parse(`${name}T12:00:00Z`))
        : long.month.format(Date.parse(`${name}-15T12:00:00Z`)),
  }
}
