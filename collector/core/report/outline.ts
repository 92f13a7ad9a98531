import { markedWordsOf, wordsOf } from '../i18n/dictionaries.ts'
import type { OperatorWords } from '../i18n/words.ts'
import { type Locale, inLocale } from '../text/localized-text.ts'
import { plainText } from '../text/markdown.ts'
import { sanitizeLine, sanitizeLines } from '../text/plain-line.ts'
import type { OutlineSection } from './sections/section.ts'
import { revisionReason } from './revision-reason.ts'
import { outlineSections } from './outline-sections.ts'
import type { Report, TeamReport } from './report-document.ts'
import { reportFormats } from './report-formats.ts'

/** Which revision of a frozen report it is, and why there is one; null for one that is not frozen. */
export type RevisionInfo = { readonly revision: number; readonly why: string | null } | null

/** A report as headings and small tables: what its text and its e-mail have in common. Words are plain, not escaped. */
export type Outline = {
  readonly title: string
  readonly lines: readonly string[]
  /** What the team wrote to the month, as plain text in lines; empty without. */
  readonly prose: string
  readonly sections: readonly OutlineSection[]
}
/**
 * A report in a locale, with everything people look for in it.
 *
 * @param marked whether what fell back to English carries its marks, for markFallbacks to turn into markup
 */
export function outlineOf(
  report: Report | TeamReport,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  operatorWords: OperatorWords = {},
  marked = false,
): Outline {
  const all = (marked ? markedWordsOf : wordsOf)(locale, operatorWords)
  const words = all.reportMail
  const format = reportFormats(locale, report.timezone, all)
  return {
    title: `${words[report.kind]} · ${sanitizeLine(report.page)} · ${format.period(report.period)}`,
    prose:
      report.prose === undefined
        ? ''
        : plainText(sanitizeLines(inLocale(report.prose, locale)), Infinity, true),
    lines: [
      `${report.timezone} · ${words.asOf.replace('{when}', () => format.momentOf(report.until))}`,
      ...(revisionInfo?.why
        ? [
            words.revision
              .replace('{revision}', () => String(revisionInfo.revision))
              .replace('{why}', () =>
                sanitizeLine(revisionReason(all, revisionInfo.why!) ?? revisionInfo.why!),
              ),
          ]
        : []),
    ],
    sections: outlineSections(report, { locale, words: all, format }),
  }
}
