import type { NumberCondition } from '../monitoring/monitor.ts'
import type { Report, ReportIncident, ReportMetric } from './report-document.ts'
import { type ReportFormats, reportFormats } from './report-formats.ts'
import { wordsOf } from '../i18n/dictionaries.ts'
import type { OperatorWords, ReportWords } from '../i18n/words.ts'
import { type Locale, type Text, inLocale } from '../text/localized-text.ts'

/** Which revision of a frozen report it is, and why there is one; null for one that is not frozen. */
export type RevisionInfo = { readonly revision: number; readonly why: string | null } | null

/** A report as headings and small tables: what its text and its e-mail have in common. Words are plain, not escaped. */
export type Outline = {
  readonly title: string
  readonly lines: readonly string[]
  readonly sections: readonly OutlineSection[]
}
/** Rows of cells of one length; `head` is null where the first cell names what the second tells. The longest column may be cut. */
export type OutlineSection = {
  readonly heading: string
  readonly columns: readonly string[] | null
  readonly longest?: 'last'
  readonly rows: readonly (readonly string[])[]
}

/** A report in a locale, with everything people look for in it. */
export function outlineOf(
  report: Report,
  locale: Locale,
  revisionInfo: RevisionInfo = null,
  operatorWords: OperatorWords = {},
): Outline {
  const words = wordsOf(locale, operatorWords).reportMail
  const format = reportFormats(locale, report.timezone, words)
  const localize = (text: Text): string => sanitizeLine(inLocale(text, locale))
  const { before } = report
  const comparedWith = (value: string | null): string =>
    value === null ? '' : ` (${words.before.replace('{value}', () => value)})`
  const sections: (OutlineSection | null)[] = [
    {
      heading: words.availability,
      columns: null,
      rows: [
        [
          words.availability,
          format.percent(report.availability.printed) +
            comparedWith(before && format.percent(before.printed)),
        ],
        [
          words.down,
          format.duration(report.availability.down) + comparedWith(before && format.duration(before.down)),
        ],
        [words.affected, format.duration(report.affected)],
      ],
    },
    {
      heading: words.components,
      columns: [words.component, words.availability, words.down, words.left, 'P95'],
      rows: report.components.map(({ name, availability, budget, response, response_promise }) => [
        localize(name),
        format.percent(availability.printed) + verdictSuffix(words, budget?.verdict),
        availability.observed > 0 ? format.duration(availability.down) : '–',
        budget ? format.remaining(budget.remaining) : '–',
        format.latency(response.p95) + verdictSuffix(words, response_promise?.verdict),
      ]),
    },
    {
      heading: words.response,
      columns: null,
      rows: [
        [words.mean, format.latency(report.response.mean)],
        ['P50', format.latency(report.response.p50)],
        ['P95', format.latency(report.response.p95) + comparedWith(before && format.latency(before.p95))],
        ['P99', format.latency(report.response.p99)],
        [words.checks, format.number(report.response.checks)],
      ],
    },
    incidentSection(report, words, format, comparedWith),
    report.incidents.list.length === 0
      ? null
      : {
          heading: `${words.incidents} (${report.incidents.list.length})`,
          columns: [words.began, words.priority, words.restored, words.incident],
          longest: 'last',
          rows: report.incidents.list.map((one) => [
            format.moment(one.started_at),
            one.priority ?? '–',
            recoveryCell(one, words, format),
            localize(one.title),
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
    report.metrics.length === 0
      ? null
      : {
          heading: words.metrics,
          columns: [words.metric, words.value, words.growth],
          rows: report.metrics.map((one) => [
            localize(one.name),
            metricValueCell(one, words, format),
            growthCell(one, format),
          ]),
        },
  ]
  return {
    title: `${words[report.kind]} · ${sanitizeLine(report.page)} · ${format.period(report.period)}`,
    lines: [
      `${report.timezone} · ${words.asOf.replace('{when}', () => format.moment(report.until))}`,
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
  comparedWith: (value: string | null) => string,
): OutlineSection {
  const { by_priority: by } = incidents
  const count = (label: string, value: number): string[][] =>
    value > 0 ? [[label, format.number(value)]] : []
  return {
    heading: words.incidents,
    columns: null,
    rows: [
      [words.begun, format.number(incidents.begun) + comparedWith(before && format.number(before.incidents))],
      ...count('P1', by.P1),
      ...count('P2', by.P2),
      ...count('P3', by.P3),
      ...count('P4', by.P4),
      ...count(words.noPriority, by.none),
      [words.resolved, format.number(incidents.resolved)],
      ...count(words.falseAlarms, incidents.false_alarms),
      [words.mtta, meanCell(incidents.mtta, format) + comparedWith(before && meanCell(before.mtta, format))],
      [words.mttr, meanCell(incidents.mttr, format) + comparedWith(before && meanCell(before.mttr, format))],
    ],
  }
}

const meanCell = (ms: number | null, format: ReportFormats): string =>
  ms === null ? '–' : format.duration(ms)

const verdictSuffix = (words: ReportWords, which: keyof ReportWords['verdict'] | undefined): string =>
  which === undefined ? '' : `, ${words.verdict[which]}`

const maintenanceCell = (
  { windows, time }: Report['maintenance']['planned'],
  format: ReportFormats,
): string => (windows === 0 ? '0' : `${format.duration(time)} (${format.number(windows)})`)

function recoveryCell(incident: ReportIncident, words: ReportWords, format: ReportFormats): string {
  const { took, promised, verdict: recoveryVerdict } = incident.recovery
  if (incident.false_alarm) return words.falseAlarm
  return `${took === null ? words.open : format.duration(took)}${promised === null ? '' : `, ${words.verdict[recoveryVerdict]}`}`
}

const operatorSigns: Record<NumberCondition['operator'], string> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '!=': '≠',
}

function metricValueCell(
  { value, unit, good, state }: ReportMetric,
  words: ReportWords,
  format: ReportFormats,
): string {
  if (value === null) return words.unknown
  const goal = good
    ? ` (${operatorSigns[good.operator]} ${format.number(good.value)}: ${words.verdict[state === 'good' ? 'kept' : 'broken']})`
    : ''
  return `${format.number(value)}${unit === null ? '' : ` ${sanitizeLine(unit)}`}${goal}`
}

const growthCell = ({ growth, growth_promised: promised }: ReportMetric, format: ReportFormats): string =>
  growth === null
    ? '–'
    : `${format.change(growth)}${promised === null ? '' : ` (> ${format.change(promised)})`}`

/** Words of anybody on one line, without what controls a terminal or turns directions around. */
export const sanitizeLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
