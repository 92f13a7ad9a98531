import type { ReportWords } from '../../i18n/words.ts'
import { sanitizeLine } from '../../text/plain-line.ts'
import type { Report, ReportMetric } from '../report-document.ts'
import type { Language } from '../statements.ts'
import { metricStatement, metricValue } from '../metric-statements.ts'
import { type OutlineSection, type ReportSource, localize } from './section.ts'

/** The value and the growth of each metric. */
export const metricSection = (
  { report, language, words }: ReportSource,
  heading: string,
  metrics: readonly ReportMetric[],
): OutlineSection => ({
  heading,
  columns: [words.metric, words.value, words.growth],
  rows: metrics.map((one) => [localize(language, one.name), ...metricCells(report, one, words, language)]),
})

function metricCells(
  report: Report,
  metric: ReportMetric,
  words: ReportWords,
  language: Language,
): readonly [value: string, growth: string] {
  const sanitized = { ...metric, unit: metric.unit === null ? null : sanitizeLine(metric.unit) }
  const { goal, goalJudgement, growth, growthGoal, growthJudgement } = metricStatement(
    language,
    report,
    sanitized,
  )
  const beside = (parts: readonly (string | null | undefined)[]): string => {
    const stated = parts.filter((part) => part != null)
    return stated.length === 0 ? '' : ` (${stated.join(language.words.colon)})`
  }
  return [
    metric.value === null
      ? words.unknown
      : metricValue(language, sanitized, metric.value) + beside([goal, goalJudgement?.word]),
    (growth ?? '–') + beside([growthGoal, growthJudgement?.word]),
  ]
}
