import type { Availability } from '../availability/availability-types.ts'
import { type CsvValue, csv, csvLine } from '../text/csv.ts'
import type { Report, ReportClock, ReportMetric, ResponseTimes, TeamReport } from './report-document.ts'
import { sanitizeLine } from '../text/plain-line.ts'
import { type Locale, inLocale } from '../text/localized-text.ts'

type ReportCsvValue = CsvValue
type ReportCsvRow = readonly [
  period: string,
  section: string,
  id: string,
  name: string,
  date: string,
  figure: string,
  value: ReportCsvValue,
  unit: string,
]

const header = 'period,section,id,name,date,figure,value,unit'

/**
 * A report as one table that a spreadsheet filters: a figure a line, with what it is of, and its unit. Times are ms,
 * shares 0 to 1, instants ISO 8601 in UTC, nothing known is empty; names of the figures are those of the JSON. Of single
 * days, figures that are none or unknown are left out, and those that another repeats: most days are alike, and a month of
 * many components would be megabytes. The day of a daily report is that of its component. Lines end in CR LF (RFC 4180).
 */
export const reportCsv = (report: Report | TeamReport, locale: Locale): string =>
  csv(header, csvLines(report, locale))

function* csvLines(report: Report | TeamReport, locale: Locale): Generator<string> {
  for (const row of reportRows(report, locale)) yield csvLine(row)
}

function* reportRows(report: Report | TeamReport, locale: Locale): Generator<ReportCsvRow> {
  const { period } = report
  const name = sanitizeLine(report.page)
  const page = (figure: string, value: ReportCsvValue, unit: string, date = ''): ReportCsvRow => [
    period,
    'page',
    '',
    name,
    date,
    figure,
    value,
    unit,
  ]
  const { availability: whole, incidents, maintenance, deployments } = report
  yield page('from', report.from, '')
  yield page('to', report.to, '')
  yield page('until', report.until, '')
  yield page('timezone', report.timezone, '')
  yield page('availability', whole.availability, 'share')
  yield page('printed', whole.printed, '%')
  yield page('down', whole.down, 'ms')
  yield page('affected', report.affected, 'ms')
  for (const [figure, value, unit] of responseValues(report.response)) yield page(figure, value, unit)
  for (const one of report.days) {
    yield page('availability', one.availability, 'share', one.date)
    yield page('printed', one.printed, '%', one.date)
    if (one.down !== 0) yield page('down', one.down, 'ms', one.date)
    if (one.p95 !== null) yield page('p95', one.p95, 'ms', one.date)
    if (one.incidents !== 0) yield page('incidents', one.incidents, '', one.date)
  }
  for (const figure of ['begun', 'resolved', 'false_alarms'] as const)
    yield [period, 'incidents', '', '', '', figure, incidents[figure], '']
  for (const [priority, count] of Object.entries(incidents.by_priority))
    yield [period, 'incidents', '', '', '', `by_priority.${priority}`, count, '']
  for (const figure of ['mtta', 'mttr'] as const)
    yield [period, 'incidents', '', '', '', figure, incidents[figure], 'ms']
  for (const kind of ['planned', 'emergency'] as const) {
    yield [period, 'maintenance', kind, '', '', 'windows', maintenance[kind].windows, '']
    yield [period, 'maintenance', kind, '', '', 'time', maintenance[kind].time, 'ms']
  }
  const { watched = [], ...counts } = deployments ?? {}
  for (const [figure, count] of Object.entries(counts))
    yield [period, 'deployments', '', '', '', figure, count, '']
  for (const { version, verdict } of watched)
    yield [period, 'deployments', '', sanitizeLine(version), '', 'verdict', verdict, '']
  yield* componentRows(report, locale)
  yield* incidentRows(report, locale)
  yield* metricRows(period, 'metric', report.metrics, locale)
  if ('private_metrics' in report) yield* metricRows(period, 'private_metric', report.private_metrics, locale)
  for (const [figure, value] of Object.entries(report.before ?? {}))
    yield [
      period,
      'before',
      report.before!.period,
      '',
      '',
      figure,
      value,
      figure === 'availability' ? 'share' : '',
    ]
}

const durationColumns = ['period', 'observed', 'down', 'degraded', 'excluded', 'unknown'] as const
const shareColumns = ['availability', 'raw', 'lower', 'upper'] as const

function* availabilityValues(of: Availability): Generator<readonly [string, ReportCsvValue, string]> {
  for (const figure of durationColumns) yield [figure, of[figure], 'ms']
  for (const figure of shareColumns) yield [figure, of[figure], 'share']
  yield ['printed', of.printed, '%']
}

function* responseValues(of: ResponseTimes): Generator<readonly [string, ReportCsvValue, string]> {
  yield ['checks', of.checks, '']
  for (const figure of ['mean', 'p50', 'p95', 'p99'] as const) yield [figure, of[figure], 'ms']
}

/** Of a day what says something: neither what is none, nor what says the same as another figure. */
function* dayValues(day: Report['components'][number]['days'][number]) {
  for (const value of availabilityValues(day)) if (!repeats(day, value[0])) yield value
  for (const value of responseValues(day)) if (value[1] !== 0 && value[1] !== null) yield value
  if (day.incidents.length > 0) yield ['incidents', day.incidents.length, ''] as const
}

function repeats(day: Availability, figure: string): boolean {
  if (figure === 'observed') return day.observed === day.period
  if (figure === 'raw' || figure === 'lower' || figure === 'upper') return day[figure] === day.availability
  return (['down', 'degraded', 'excluded', 'unknown'] as const).some(
    (one) => one === figure && day[one] === 0,
  )
}

function* componentRows(report: Report, locale: Locale): Generator<ReportCsvRow> {
  for (const one of report.components) {
    const name = sanitizeLine(inLocale(one.name, locale))
    const row = (figure: string, value: ReportCsvValue, unit: string, date = ''): ReportCsvRow => [
      report.period,
      'component',
      one.id,
      name,
      date,
      figure,
      value,
      unit,
    ]
    if (one.monitored === false) yield row('monitored', 'false', '')
    for (const figure of availabilityValues(one.availability)) yield row(...figure)
    for (const figure of responseValues(one.response)) yield row(...figure)
    if (one.budget) {
      yield row('budget.target', one.budget.target, '%')
      for (const figure of ['allowed', 'spent', 'remaining'] as const)
        yield row(`budget.${figure}`, one.budget[figure], 'ms')
      yield row('budget.burn', one.budget.burn, '')
      yield row('budget.verdict', one.budget.verdict, '')
    }
    if (one.response_promise)
      for (const [figure, value] of Object.entries(one.response_promise))
        yield row(`response_promise.${figure}`, value, figure === 'target' ? 'ms' : '')
    if (report.kind === 'monthly')
      for (const day of one.days)
        for (const [figure, value, unit] of dayValues(day)) yield row(figure, value, unit, day.date)
    else yield row('incidents', one.incidents.length, '', report.period)
  }
}

function* incidentRows(report: Report, locale: Locale): Generator<ReportCsvRow> {
  for (const one of report.incidents.list) {
    const name = sanitizeLine(inLocale(one.title, locale))
    const row = (figure: string, value: ReportCsvValue, unit = ''): ReportCsvRow => [
      report.period,
      'incident',
      one.id,
      name,
      '',
      figure,
      value,
      unit,
    ]
    yield row('priority', one.priority)
    yield row('impact', one.impact)
    yield row('components', one.components.join(' '))
    yield row('started_at', one.started_at)
    yield row('resolved_at', one.resolved_at)
    yield row('false_alarm', one.false_alarm)
    for (const clock of ['response', 'recovery', 'resolution'] as const) {
      const { promised, took, verdict }: ReportClock = one[clock]
      yield row(`${clock}.promised`, promised, 'ms')
      yield row(`${clock}.took`, took, 'ms')
      yield row(`${clock}.verdict`, verdict)
    }
    yield row('data_loss.lost', one.data_loss.lost, 'millionths')
    yield row('data_loss.verdict', one.data_loss.verdict)
    if (one.overlaps) {
      yield row('overlaps.incidents', one.overlaps.incidents.join(' '))
      yield row('overlaps.time', one.overlaps.time, 'ms')
    }
  }
}

function* metricRows(
  period: string,
  section: 'metric' | 'private_metric',
  metrics: readonly ReportMetric[],
  locale: Locale,
): Generator<ReportCsvRow> {
  for (const one of metrics) {
    const name = sanitizeLine(inLocale(one.name, locale))
    const unit = sanitizeLine(one.unit ?? '')
    const row = (figure: string, value: ReportCsvValue, of = unit, date = ''): ReportCsvRow => [
      period,
      section,
      one.id,
      name,
      date,
      figure,
      value,
      of,
    ]
    for (const figure of ['value', 'min', 'max', 'p95'] as const) yield row(figure, one[figure])
    yield row('points', one.points, '')
    yield row('state', one.state, '')
    yield row('growth', one.growth, 'share')
    yield row('growth_promised', one.growth_promised, 'share')
    for (const day of one.days) yield row('value', day.value, unit, day.date)
  }
}
