import { fillPlaceholders } from '../i18n/sentences.ts'
import type { ReportWords } from '../i18n/words.ts'
import { inLocale, type Text } from '../text/localized-text.ts'
import { sanitizeLine } from '../text/plain-line.ts'
import type {
  Report,
  ReportComponent,
  ReportIncident,
  ReportMetric,
  TeamReport,
  WatchedDeployment,
} from './report-document.ts'
import type { ReportFormats } from './report-formats.ts'
import {
  type Language,
  availabilityText,
  boundsText,
  budgetLeftText,
  incidentStatements,
  metricStatement,
  metricValue,
  promisedLatency,
  reportBudgetJudgement,
  responseJudgement,
  statementText,
} from './statements.ts'

/** Rows of cells of one length; `columns` is null where the first cell names what the second holds. */
export type OutlineSection = {
  readonly heading: string
  readonly columns: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

/** The language of a report, with the formats of its zone. */
type ReportLanguage = Language & { readonly format: ReportFormats }

/** A report and the language its sections are written in. */
type Source = {
  readonly report: Report | TeamReport
  readonly language: ReportLanguage
  readonly words: ReportWords
}

/** Every section of a report, in order; those without rows are left out. */
export function outlineSections(
  report: Report | TeamReport,
  language: ReportLanguage,
): readonly OutlineSection[] {
  const words = language.words.reportMail
  const source: Source = { report, language, words }
  const sections = [
    availabilitySection(source),
    componentSection(source),
    objectiveSection(source),
    responseSection(source),
    incidentCountSection(source),
    incidentListSection(source),
    maintenanceSection(source),
    deploymentSection(source),
    metricSection(source, words.metrics, report.metrics),
    metricSection(source, words.privateMetrics, 'private_metrics' in report ? report.private_metrics : []),
  ]
  return sections.filter((one) => one !== null).filter(({ rows }) => rows.length > 0)
}

const localize = ({ locale }: Language, text: Text): string => sanitizeLine(inLocale(text, locale))

const percent = ({ format }: Language, printed: string | null): string =>
  printed === null ? '–' : format.percent(printed)

const latency = ({ format }: Language, ms: number | null): string => (ms === null ? '–' : format.latency(ms))

/** What a figure was in the period before, in brackets; nothing where that is not known. */
const comparedWith = <T>(
  { words }: Source,
  value: T | null | undefined,
  write: (value: T) => string,
): string => (value == null ? '' : ` (${words.before.replace('{value}', () => write(value))})`)

function availabilitySection(source: Source): OutlineSection {
  const { report, language, words } = source
  const { availability, before, affected } = report
  const { format } = language
  return {
    heading: words.availability,
    columns: null,
    rows: [
      [
        words.availability,
        percent(language, availability.printed) +
          comparedWith(source, before?.printed, (printed) => percent(language, printed)),
      ],
      [
        words.down,
        format.duration(availability.down) + comparedWith(source, before?.down, (ms) => format.duration(ms)),
      ],
      [words.affected, format.duration(affected)],
    ],
  }
}

const withBounds = (figure: string, bounds: string | null): string =>
  bounds === null ? figure : `${figure} (${bounds})`

function componentSection({ report, language, words }: Source): OutlineSection {
  const { format } = language
  return {
    heading: words.components,
    columns: [words.component, words.availability, words.down, 'P95'],
    rows: report.components.map(({ name, first_at, availability, response, budget }) => [
      localize(language, name) +
        (first_at !== null && first_at > report.from
          ? ` (${language.words.since} ${format.date(Date.parse(first_at))})`
          : ''),
      withBounds(
        availabilityText(language, availability, '–'),
        boundsText(language, { availability, budget }),
      ),
      availability.printed === null ? '–' : format.duration(availability.down),
      latency(language, response.p95),
    ]),
  }
}

const objectiveSection = ({ report, language, words }: Source): OutlineSection => ({
  heading: language.words.sla.title,
  columns: [words.component, words.availability, words.left, 'P95'],
  rows: report.components
    .filter((one) => one.budget !== null || one.response_promise !== null)
    .map((one) => [localize(language, one.name), ...promiseCells(report, one, language)]),
})

function responseSection(source: Source): OutlineSection {
  const { report, language, words } = source
  const { before, response } = report
  return {
    heading: words.response,
    columns: null,
    rows: [
      [words.mean, latency(language, response.mean)],
      ['P50', latency(language, response.p50)],
      [
        'P95',
        latency(language, response.p95) + comparedWith(source, before?.p95, (ms) => latency(language, ms)),
      ],
      ['P99', latency(language, response.p99)],
      [words.checks, language.format.number(response.checks)],
    ],
  }
}

function incidentCountSection(source: Source): OutlineSection {
  const { words } = source
  const { incidents, before } = source.report
  const { format } = source.language
  const { by_priority: by } = incidents
  const count = (label: string, value: number): string[][] =>
    value > 0 ? [[label, format.number(value)]] : []
  const duration = (ms: number): string => format.duration(ms)
  return {
    heading: words.incidents,
    columns: null,
    rows: [
      [words.begun, format.number(incidents.begun) + comparedWith(source, before?.incidents, format.number)],
      ...count('P1', by.P1),
      ...count('P2', by.P2),
      ...count('P3', by.P3),
      ...count('P4', by.P4),
      ...count(words.noPriority, by.none),
      [words.resolved, format.number(incidents.resolved)],
      ...count(words.falseAlarms, incidents.false_alarms),
      [words.mtta, meanCell(incidents.mtta, format) + comparedWith(source, before?.mtta, duration)],
      [words.mttr, meanCell(incidents.mttr, format) + comparedWith(source, before?.mttr, duration)],
    ],
  }
}

function incidentListSection({ report, language, words }: Source): OutlineSection {
  const { list } = report.incidents
  return {
    heading: `${words.incidents} (${list.length})`,
    columns: null,
    rows: list.flatMap((one) => [
      [
        language.format.momentOf(one.started_at),
        `${localize(language, one.title)} · ${priorityWords(one, words)}`,
      ],
      ...incidentStatements(language, one).map((statement) => [
        `  ${statement.label}`,
        statementText(statement),
      ]),
    ]),
  }
}

const maintenanceSection = ({ report, language, words }: Source): OutlineSection => ({
  heading: words.maintenance,
  columns: null,
  rows: [
    [words.planned, maintenanceCell(report.maintenance.planned, language.format)],
    [words.emergency, maintenanceCell(report.maintenance.emergency, language.format)],
  ],
})

function deploymentSection({ report: { deployments }, language, words }: Source): OutlineSection | null {
  if (!deployments) return null
  const { format } = language
  return {
    heading: words.deployments,
    columns: null,
    rows: [
      [words.ended, format.number(deployments.count)],
      [words.succeeded, format.number(deployments.succeeded)],
      [words.failed, format.number(deployments.failed)],
      [words.rolledBack, format.number(deployments.rolled_back)],
      ...verdictRows(deployments.watched ?? [], words, language),
    ],
  }
}

/** How many were within every limit, and which were not. */
function verdictRows(
  watched: readonly WatchedDeployment[],
  words: Source['words'],
  { format }: ReportLanguage,
): OutlineSection['rows'] {
  if (watched.length === 0) return []
  const those = (verdict: WatchedDeployment['verdict']) => watched.filter((one) => one.verdict === verdict)
  const named = (list: readonly WatchedDeployment[]): string => {
    const versions = list.map(({ version }) => sanitizeLine(version)).join(', ')
    return format.number(list.length) + (versions === '' ? '' : ` (${versions})`)
  }
  return [
    [words.withinLimits, format.number(those('passed').length)],
    [words.beyondLimit, named(those('roll_back'))],
    [words.verdictUnknown, named(those('unknown'))],
  ]
}

const metricSection = (
  { report, language, words }: Source,
  heading: string,
  metrics: readonly ReportMetric[],
): OutlineSection => ({
  heading,
  columns: [words.metric, words.value, words.growth],
  rows: metrics.map((one) => [localize(language, one.name), ...metricCells(report, one, words, language)]),
})

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
    budgetLeftText(language, component) ?? '–',
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
