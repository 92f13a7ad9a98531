import type { NumberCondition } from '../monitoring/monitor.ts'
import type { Report, ReportIncident, ReportMetric } from './report-document.ts'
import { type ReportFormats, reportFormats } from './report-formats.ts'
import { type ReportWords, reportWords } from './report-words.ts'
import { type Locale, type Text, inLocale } from '../text/localized-text.ts'

/** Which revision of a frozen report it is, and why there is one; null for one that is not frozen. */
export type Revised = { readonly revision: number; readonly why: string | null } | null

/** A report as headings and small tables: what its text and its e-mail have in common. Words are plain, not escaped. */
export type Outline = {
  readonly title: string
  readonly lines: readonly string[]
  readonly sections: readonly OutlineSection[]
}
/** Rows of cells of one length; `head` is null where the first cell names what the second tells. The longest column may be cut. */
export type OutlineSection = {
  readonly heading: string
  readonly head: readonly string[] | null
  readonly longest?: 'last'
  readonly rows: readonly (readonly string[])[]
}

/** A report in a locale, with everything people look for in it. */
export function outlineOf(report: Report, locale: Locale, revised: Revised = null): Outline {
  const words = reportWords(locale)
  const format = reportFormats(locale, report.timezone, words)
  const say = (text: Text): string => oneLine(inLocale(text, locale))
  const { before } = report
  const against = (value: string | null): string =>
    value === null ? '' : ` (${words.before.replace('{value}', () => value)})`
  const sections: (OutlineSection | null)[] = [
    {
      heading: words.availability,
      head: null,
      rows: [
        [
          words.availability,
          format.percent(report.availability.printed) + against(before && format.percent(before.printed)),
        ],
        [
          words.down,
          format.lasting(report.availability.down) + against(before && format.lasting(before.down)),
        ],
        [words.affected, format.lasting(report.affected)],
      ],
    },
    {
      heading: words.components,
      head: [words.component, words.availability, words.down, words.left, 'P95'],
      rows: report.components.map(({ name, availability, budget, response, response_promise }) => [
        say(name),
        format.percent(availability.printed) + verdict(words, budget?.verdict),
        availability.observed > 0 ? format.lasting(availability.down) : '–',
        budget ? format.left(budget.remaining) : '–',
        format.latency(response.p95) + verdict(words, response_promise?.verdict),
      ]),
    },
    {
      heading: words.response,
      head: null,
      rows: [
        [words.mean, format.latency(report.response.mean)],
        ['P50', format.latency(report.response.p50)],
        ['P95', format.latency(report.response.p95) + against(before && format.latency(before.p95))],
        ['P99', format.latency(report.response.p99)],
        [words.checks, format.number(report.response.checks)],
      ],
    },
    incidentCounts(report, words, format, against),
    report.incidents.list.length === 0
      ? null
      : {
          heading: `${words.incidents} (${report.incidents.list.length})`,
          head: [words.began, words.priority, words.restored, words.incident],
          longest: 'last',
          rows: report.incidents.list.map((one) => [
            format.moment(one.started_at),
            one.priority ?? '–',
            restored(one, words, format),
            say(one.title),
          ]),
        },
    {
      heading: words.maintenance,
      head: null,
      rows: [
        [words.planned, spent(report.maintenance.planned, format)],
        [words.emergency, spent(report.maintenance.emergency, format)],
      ],
    },
    report.deployments && {
      heading: words.deployments,
      head: null,
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
          head: [words.metric, words.value, words.growth],
          rows: report.metrics.map((one) => [
            say(one.name),
            measured(one, words, format),
            grown(one, format),
          ]),
        },
  ]
  return {
    title: `${words[report.kind]} · ${oneLine(report.page)} · ${format.period(report.period)}`,
    lines: [
      `${report.timezone} · ${words.asOf.replace('{when}', () => format.moment(report.until))}`,
      ...(revised?.why
        ? [
            words.revision
              .replace('{revision}', () => String(revised.revision))
              .replace('{why}', () => oneLine(revised.why!)),
          ]
        : []),
    ],
    sections: sections.filter((one) => one !== null && one.rows.length > 0) as readonly OutlineSection[],
  }
}

function incidentCounts(
  { incidents, before }: Report,
  words: ReportWords,
  format: ReportFormats,
  against: (value: string | null) => string,
): OutlineSection {
  const { by_priority: by } = incidents
  const count = (label: string, value: number): string[][] =>
    value > 0 ? [[label, format.number(value)]] : []
  return {
    heading: words.incidents,
    head: null,
    rows: [
      [words.begun, format.number(incidents.begun) + against(before && format.number(before.incidents))],
      ...count('P1', by.P1),
      ...count('P2', by.P2),
      ...count('P3', by.P3),
      ...count('P4', by.P4),
      ...count(words.noPriority, by.none),
      [words.resolved, format.number(incidents.resolved)],
      ...count(words.falseAlarms, incidents.false_alarms),
      [words.mtta, mean(incidents.mtta, format) + against(before && mean(before.mtta, format))],
      [words.mttr, mean(incidents.mttr, format) + against(before && mean(before.mttr, format))],
    ],
  }
}

const mean = (ms: number | null, format: ReportFormats): string => (ms === null ? '–' : format.lasting(ms))

const verdict = (words: ReportWords, which: keyof ReportWords['verdict'] | undefined): string =>
  which === undefined ? '' : `, ${words.verdict[which]}`

const spent = ({ windows, time }: Report['maintenance']['planned'], format: ReportFormats): string =>
  windows === 0 ? '0' : `${format.lasting(time)} (${format.number(windows)})`

function restored(incident: ReportIncident, words: ReportWords, format: ReportFormats): string {
  const { took, promised, verdict: kept } = incident.recovery
  if (incident.false_alarm) return words.falseAlarm
  return `${took === null ? words.open : format.lasting(took)}${promised === null ? '' : `, ${words.verdict[kept]}`}`
}

const signs: Record<NumberCondition['operator'], string> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '!=': '≠',
}

function measured(
  { value, unit, good, state }: ReportMetric,
  words: ReportWords,
  format: ReportFormats,
): string {
  if (value === null) return words.unknown
  const goal = good
    ? ` (${signs[good.operator]} ${format.number(good.value)}: ${words.verdict[state === 'good' ? 'kept' : 'broken']})`
    : ''
  return `${format.number(value)}${unit === null ? '' : ` ${oneLine(unit)}`}${goal}`
}

const grown = ({ growth, growth_promised: promised }: ReportMetric, format: ReportFormats): string =>
  growth === null
    ? '–'
    : `${format.change(growth)}${promised === null ? '' : ` (> ${format.change(promised)})`}`

/** Words of anybody on one line, without what controls a terminal or turns directions around. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
