import type { NumberCondition } from '../../../collector/core/monitoring/monitor.ts'
import type {
  Report,
  ReportClock,
  ReportComponent,
  ReportIncident,
  ReportMetric,
} from '../../../collector/core/report/report-document.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { decimal } from '../sla/exact-values.ts'
import { escape } from '../shared/html.ts'
import { componentOf, componentPlace, incidentPlace, segment } from '../shared/places.ts'
import { metricChart } from './report-charts.ts'
import { clockVerdict, promiseVerdict, verdictHtml } from '../sla/verdict.ts'
import type { View } from '../shared/view.ts'

const nothing = '–'

/** A component's line of a report; texts ending in `Html` are safe HTML. */
export function componentLines(view: View, report: Report) {
  return report.components.map((component) => {
    const known = componentOf(view.snapshot, component.id)
    const { availability, budget, response } = component
    return {
      nameHtml: view.html(component.name),
      href: known ? view.link(componentPlace(component.id)) : null,
      printed: availability.printed === null ? null : view.format.percent(availability.printed),
      explained: known ? view.link(explainedPlace(report, component.id)) : null,
      down: availability.observed > 0 ? view.format.duration(availability.down) : nothing,
      verdictHtml: budget ? promiseVerdict(view, budget.verdict) : null,
      target: budget ? view.format.percent(budget.target) : null,
      left: budget ? view.format.remaining(budget.remaining) : null,
      p95: response.p95 === null ? nothing : view.format.latency(response.p95),
      p95Html: p95Verdict(view, report, component),
      incidents: component.incidents.length,
    }
  })
}

/** Where a figure of a report is explained: by the month, at the day. */
const explainedPlace = ({ kind, period }: Report, id: string): string =>
  `/sla/${segment(id)}/${period.slice(0, 7)}/${kind === 'daily' ? `#${period}` : ''}`

/** Whether P95 was kept: by a word over a day, by how many days over a month. */
function p95Verdict(
  view: View,
  { kind }: Report,
  { response_promise: promise }: ReportComponent,
): string | null {
  if (!promise) return null
  const { kept, at_risk, broken, verdict } = promise
  const known = kept + at_risk + broken
  if (kind === 'daily' || known === 0)
    return verdictHtml(verdict, `P95${view.words.colon}${view.words.sla.verdict[verdict]}`)
  const said = fillPlaceholders(view.counted(view.words.reports.responsePromise, kept + at_risk), {
    of: String(known),
  })
  return verdictHtml(verdict, said)
}

/** An incident's line of a report. */
export function incidentLines(view: View, { incidents, components }: Report) {
  const names = new Map<string, Text>(components.map(({ id, name }) => [id, name]))
  const there = new Set(view.snapshot.incidents.map((one) => one.id))
  return incidents.list.map((incident) => ({
    titleHtml: view.html(incident.title),
    href: there.has(incident.id) ? view.link(incidentPlace(incident.id)) : null,
    priority: incident.priority ?? nothing,
    falseAlarm: incident.false_alarm,
    beganHtml: view.time(Date.parse(incident.started_at), 's'),
    componentsHtml: incident.components.map((id) => view.html(names.get(id) ?? id)).join(', '),
    answeredHtml: clockHtml(view, incident, incident.response),
    restoredHtml: clockHtml(view, incident, incident.resolution),
    lostHtml:
      incident.data_loss.lost === null
        ? null
        : `${escape(view.format.percent(String(incident.data_loss.lost / 10_000)))} ${clockVerdict(view, incident.data_loss.verdict)}`,
  }))
}

function clockHtml(view: View, incident: ReportIncident, { took, promised, verdict }: ReportClock): string {
  const { words, format } = view
  if (incident.false_alarm) return nothing
  const said =
    took === null
      ? incident.resolved_at === null
        ? words.reports.stillOpen
        : words.reports.never
      : format.duration(took)
  return `${escape(said)}${promised === null ? '' : ` ${clockVerdict(view, verdict)}`}`
}

const signs: Record<NumberCondition['operator'], string> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '!=': '≠',
}

/** A share as a percentage with the digits it needs: 0.1 is `10`. */
const decimalShare = (share: number): string => String(Math.round(share * 1e6) / 1e4)

const stateVerdict = { good: 'kept', warning: 'at_risk', critical: 'broken', unknown: 'unknown' } as const

/** Metrics by group, in the order in which the groups first appear. */
export function metricGroups(view: View, report: Report) {
  const { words } = view
  const groups = new Map<string, { nameHtml: string; metrics: ReturnType<typeof metricLine>[] }>()
  const dates = report.days.map((day) => day.date)
  for (const metric of report.metrics) {
    const name = metric.group === null ? words.reports.otherMetrics : view.text(metric.group)
    const group = groups.get(name) ?? {
      nameHtml: metric.group === null ? escape(name) : view.html(metric.group),
      metrics: [],
    }
    groups.set(name, group)
    group.metrics.push(metricLine(view, metric, dates))
  }
  return [...groups.values()]
}

function metricLine(view: View, metric: ReportMetric, dates: readonly string[]) {
  const { words } = view
  const unit = metric.unit === null ? '' : `\u00a0${metric.unit}`
  const written = (value: number): string => `${decimal(view, value)}${unit}`
  const percent = (share: number): string => {
    const digits = (Math.abs(share) * 100).toFixed(1)
    const said = view.format.percent(digits)
    return digits === '0.0' ? said : share > 0 ? `+${said}` : `−${said}`
  }
  const goals = [
    ...(metric.good ? [`${signs[metric.good.operator]} ${written(metric.good.value)}`] : []),
    ...(metric.growth_promised === null
      ? []
      : [
          fillPlaceholders(words.reports.growthGoal, {
            value: view.format.percent(decimalShare(metric.growth_promised)),
          }),
        ]),
  ]
  return {
    nameHtml: view.html(metric.name),
    value: metric.value === null ? nothing : written(metric.value),
    summary: words.reports.summary[metric.summary],
    goal: goals.join(' · ') || nothing,
    verdictHtml:
      metric.good && metric.value !== null
        ? verdictHtml(stateVerdict[metric.state], words.reports.metricState[metric.state])
        : null,
    growth: metric.growth === null ? nothing : percent(metric.growth),
    chart: metricChart(view, metric, dates),
  }
}
