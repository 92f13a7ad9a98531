import { markedWordsOf, wordsOf } from '../i18n/dictionaries.ts'
import { fillPlaceholders } from '../i18n/sentences.ts'
import type { Report, ReportComponent, ReportIncident, ReportMetric, TeamReport } from './report-document.ts'
import { type ReportFormats, reportFormats } from './report-formats.ts'
import type { OperatorWords, ReportWords } from '../i18n/words.ts'
import {
  type Language,
  incidentStatements,
  metricStatement,
  metricValue,
  promisedLatency,
  reportBudgetJudgement,
  responseJudgement,
  statementText,
} from './statements.ts'
import { paragraphs, sanitizeLine } from '../text/plain-line.ts'
import { type Locale, type Text, inLocale } from '../text/localized-text.ts'

/** Which revision of a frozen report it is, and why there is one; null for one that is not frozen. */
export type RevisionInfo = { readonly revision: number; readonly why: string | null } | null

/** A report as headings and small tables: what its text and its e-mail have in common. Words are plain, not escaped. */
export type Outline = {
  readonly title: string
  readonly lines: readonly string[]
  /** What the team wrote to the month, a paragraph or an item each, as it was written. */
  readonly prose: readonly string[]
  readonly sections: readonly OutlineSection[]
}
/** Rows of cells of one length; `columns` is null where the first cell names what the second tells. */
export type OutlineSection = {
  readonly heading: string
  readonly columns: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

/** What a figure was in the period before, in brackets; nothing where that is not known. */
type Compare = <T>(value: T | null | undefined, write: (value: T) => string) => string

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
  const language: Language = { locale, words: all, format }
  const localize = (text: Text): string => sanitizeLine(inLocale(text, locale))
  const percent = (printed: string | null): string => (printed === null ? '–' : format.percent(printed))
  const latency = (ms: number | null): string => (ms === null ? '–' : format.latency(ms))
  const { before } = report
  const metricSection = (heading: string, metrics: readonly ReportMetric[]): OutlineSection => ({
    heading,
    columns: [words.metric, words.value, words.growth],
    rows: metrics.map((one) => [localize(one.name), ...metricCells(report, one, words, language)]),
  })
  const comparedWith: Compare = (value, write) =>
    value == null ? '' : ` (${words.before.replace('{value}', () => write(value))})`
  const sections: (OutlineSection | null)[] = [
    {
      heading: words.availability,
      columns: null,
      rows: [
        [words.availability, percent(report.availability.printed) + comparedWith(before?.printed, percent)],
        [
          words.down,
          format.duration(report.availability.down) + comparedWith(before?.down, (ms) => format.duration(ms)),
        ],
        [words.affected, format.duration(report.affected)],
      ],
    },
    {
      heading: words.components,
      columns: [words.component, words.availability, words.down, 'P95'],
      rows: report.components.map(({ name, first_at, availability, response }) => [
        localize(name) +
          (first_at !== null && first_at > report.from
            ? ` (${language.words.since} ${format.date(Date.parse(first_at))})`
            : ''),
        percent(availability.printed),
        availability.observed > 0 ? format.duration(availability.down) : '–',
        latency(response.p95),
      ]),
    },
    {
      heading: language.words.sla.title,
      columns: [words.component, words.availability, words.left, 'P95'],
      rows: report.components
        .filter((one) => one.budget !== null || one.response_promise !== null)
        .map((one) => [localize(one.name), ...promiseCells(report, one, language)]),
    },
    {
      heading: words.response,
      columns: null,
      rows: [
        [words.mean, latency(report.response.mean)],
        ['P50', latency(report.response.p50)],
        ['P95', latency(report.response.p95) + comparedWith(before?.p95, latency)],
        ['P99', latency(report.response.p99)],
        [words.checks, format.number(report.response.checks)],
      ],
    },
    incidentSection(report, words, format, comparedWith),
    report.incidents.list.length === 0
      ? null
      : {
          heading: `${words.incidents} (${report.incidents.list.length})`,
          columns: null,
          rows: report.incidents.list.flatMap((one) => [
            [format.momentOf(one.started_at), `${localize(one.title)} · ${priorityWords(one, words)}`],
            ...incidentStatements(language, one).map((statement) => [
              `  ${statement.label}`,
              statementText(statement),
            ]),
          ]),
        },
    {
      heading: words.maintenance,
      columns: null,
      rows: [
        [words.planned, maintenanceCell(report.maintenance.planned, format)],
        [words.emergency, maintenanceCell(report.maintenance.emergency, format)],
      ],
    },
    report.deployments && {
      heading: words.deployments,
      columns: null,
      rows: [
        [words.ended, format.number(report.deployments.count)],
        [words.succeeded, format.number(report.deployments.succeeded)],
        [words.failed, format.number(report.deployments.failed)],
        [words.rolledBack, format.number(report.deployments.rolled_back)],
      ],
    },
    metricSection(words.metrics, report.metrics),
    metricSection(words.privateMetrics, 'private_metrics' in report ? report.private_metrics : []),
  ]
  return {
    title: `${words[report.kind]} · ${sanitizeLine(report.page)} · ${format.period(report.period)}`,
    prose: report.prose === undefined ? [] : paragraphs(inLocale(report.prose, locale)),
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
    sections: sections.filter((one) => one !== null && one.rows.length > 0) as readonly OutlineSection[],
  }
}

function incidentSection(
  { incidents, before }: Report,
  words: ReportWords,
  format: ReportFormats,
  comparedWith: Compare,
): OutlineSection {
  const { by_priority: by } = incidents
  const count = (label: string, value: number): string[][] =>
    value > 0 ? [[label, format.number(value)]] : []
  return {
    heading: words.incidents,
    columns: null,
    rows: [
      [words.begun, format.number(incidents.begun) + comparedWith(before?.incidents, format.number)],
      ...count('P1', by.P1),
      ...count('P2', by.P2),
      ...count('P3', by.P3),
      ...count('P4', by.P4),
      ...count(words.noPriority, by.none),
      [words.resolved, format.number(incidents.resolved)],
      ...count(words.falseAlarms, incidents.false_alarms),
      [
        words.mtta,
        meanCell(incidents.mtta, format) + comparedWith(before?.mtta, (ms) => format.duration(ms)),
      ],
      [
        words.mttr,
        meanCell(incidents.mttr, format) + comparedWith(before?.mttr, (ms) => format.duration(ms)),
      ],
    ],
  }
}

const meanCell = (ms: number | null, format: ReportFormats): string =>
  ms === null ? '–' : format.duration(ms)

const maintenanceCell = (
  { windows, time }: Report['maintenance']['planned'],
  format: ReportFormats,
): string => (windows === 0 ? '0' : `${format.duration(time)} (${format.number(windows)})`)

const priorityWords = ({ priority, false_alarm }: ReportIncident, words: ReportWords): string =>
  `${priority ?? '–'}${false_alarm ? `, ${words.falseAlarm}` : ''}`

/** What is promised of a component, and how it stands: of availability, what is left of its budget, and of P95. */
function promiseCells(report: Report, component: ReportComponent, language: Language): string[] {
  const { format, words } = language
  const { budget, response_promise: response } = component
  const budgetVerdict = reportBudgetJudgement(language, report, component)
  const responseVerdict = responseJudgement(language, report, component)
  return [
    budget && budgetVerdict
      ? `${budgetVerdict.word}, ${fillPlaceholders(words.sla.promised, { share: format.percent(budget.target) })}`
      : '–',
    budget ? format.remaining(budget.remaining) : '–',
    response && responseVerdict
      ? `${responseVerdict.word}, ${fillPlaceholders(words.sla.promisedUnder, { span: promisedLatency(language, response.target) })}`
      : '–',
  ]
}

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
