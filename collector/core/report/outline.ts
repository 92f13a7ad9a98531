import { wordsOf } from '../i18n/dictionaries.ts'
import type { OperatorWords } from '../i18n/words.ts'
import type { Locale } from '../text/localized-text.ts'
import { sanitizeLine } from '../text/sanitize-line.ts'
import { type OutlineSection, outlineSections } from './outline-sections.ts'
import type { Report } from './report-document.ts'
import { reportFormats } from './report-formats.ts'

/** Which revision of a frozen report it is, and why there is one; null for one that is not frozen. */
export type RevisionInfo = { readonly revision: number; readonly why: string | null } | null

/** A report as headings and small tables: what its text and its e-mail have in common. Words are plain, not escaped. */
export type Outline = {
  readonly title: string
  readonly lines: readonly string[]
  readonly sections: readonly OutlineSection[]
}

/** A report in a locale: its title, its lines and every section that has rows. */
export function outlineOf(
  report: Report,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  operatorWords: OperatorWords = {},
): Outline {
  const all = wordsOf(locale, operatorWords)
  const words = all.reportMail
  const format = reportFormats(locale, report.timezone, all)
  return {
    title: `${words[report.kind]} · ${sanitizeLine(report.page)} · ${format.period(report.period)}`,
    lines: [
      `${report.timezone} · ${words.asOf.replace('{when}', () => format.momentOf(report.until))}`,
      ...(revisionInfo?.why
        ? [
            words.revision
              .replace('{revision}', () => String(revisionInfo.revision))
              .replace('{why}', () => sanitizeLine(revisionInfo.why!)),
          ]
        : []),
    ],
    sections: outlineSections(report, { locale, words: all, format }),
  }
}
