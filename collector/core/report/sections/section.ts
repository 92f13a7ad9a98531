import type { ReportWords } from '../../i18n/words.ts'
import { inLocale, type Text } from '../../text/localized-text.ts'
import { sanitizeLine } from '../../text/plain-line.ts'
import type { Report, TeamReport } from '../report-document.ts'
import type { ReportFormats } from '../report-formats.ts'
import type { Language } from '../statements.ts'

/** Rows of cells of one length; `columns` is null where the first cell names what the second holds. */
export type OutlineSection = {
  readonly heading: string
  readonly columns: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

/** The language of a report, with the formats of its zone. */
export type ReportLanguage = Language & { readonly format: ReportFormats }

/** A report and the language its sections are written in. */
export type ReportSource = {
  readonly report: Report | TeamReport
  readonly language: ReportLanguage
  readonly words: ReportWords
}

/** A text in the language of the report, safe in one line. */
export const localize = ({ locale }: Language, text: Text): string => sanitizeLine(inLocale(text, locale))

/** A printed share as a percentage of the language; a dash where there is none. */
export const percent = ({ format }: Language, printed: string | null): string =>
  printed === null ? '–' : format.percent(printed)

/** A response time (ms); a dash where there is none. */
export const latency = ({ format }: Language, ms: number | null): string =>
  ms === null ? '–' : format.latency(ms)

/** What a figure was in the period before, in brackets; nothing where that is not known. */
export const comparedWith = <T>(
  { words }: ReportSource,
  value: T | null | undefined,
  write: (value: T) => string,
): string => (value == null ? '' : ` (${words.before.replace('{value}', () => write(value))})`)
