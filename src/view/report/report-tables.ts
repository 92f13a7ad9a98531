import {
  availabilityText,
  boundsText,
  budgetLeftText,
  type Judgement,
  reportBudgetJudgement,
  responseJudgement,
} from '../../../collector/core/report/statements.ts'
import { incidentStatements, overlapStatement } from '../../../collector/core/report/incident-statements.ts'
import { metricStatement, metricValue } from '../../../collector/core/report/metric-statements.ts'
import type { Report, ReportComponent, ReportMetric } from '../../../collector/core/report/report-document.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { escape } from '../shared/html.ts'
import { componentOf, componentPlace, incidentPlace, segment } from '../shared/places.ts'
import { metricChart } from './report-charts.ts'
import { sinceHtml } from '../sla/objective-facts.ts'
import { verdictHtml } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'

const noValue = '–'

/** A component's line of a report; texts ending in `Html` are safe HTML. */
export function componentLines(view: View, report: Report) {
  return report.components.map((component) => {
    const componentView = componentOf(view.snapshot, component.id)
    const { availability, budget, response } = component
    const judgement = reportBudgetJudgement(view, report, component)
    return {
      nameHtml: view.html(component.name),
      href: componentView ? view.link(componentPlace(component.id)) : null,
      printed: availabilityText(view, availability, view.words.reports.noData),
      known: availability.printed !== null,
      between: boundsText(view, component),
      explained: componentView ? view.link(explainedPlace(report, component.id)) : null,
      sinceHtml:
        component.first_at !== null && component.first_at > report.from
          ? sinceHtml(view, Date.parse(component.first_at))
          : null,
      down: availability.printed === null ? noValue : view.format.duration(availability.down),
      verdictHtml: judgement && verdictHtml(judgement.verdict, judgement.word),
      target: budget ? view.format.percent(budget.target) : null,
      left: budgetLeftText(view, component),
      p95: response.p95 === null ? noValue : view.format.latency(response.p95),
      p95Html: p95Html(view, report, component),
      incidents: component.incidents.length,
    }
  })
}

/** Where a figure of a report is explained: by the month, at the day. */
const explainedPlace = ({ kind, period }: Report, id: string): string =>
  `/sla/${segment(id)}/${period.slice(0, 7)}/${kind === 'daily' ? `#${period}` : ''}`

/** Whether P95 was kept, as HTML; null without a promise. */
function p95Html(view: View, report: Report, component: ReportComponent): string | null {
  const judgement = responseJudgement(view, report, component)
  if (!judgement) return null
  const inWords = judgement.word.includes('P95') ? judgement.word : `P95${view.words.colon}${judgement.word}`
  return verdictHtml(judgement.verdict, inWords)
}

/** An incident's line of a report. */
export function incidentLines(view: View, { incidents, components }: Report) {
  const names = new Map<string, Text>(components.map(({ id, name }) => [id, name]))
  const there = new Set(view.snapshot.incidents.map((one) => one.id))
  return incidents.list.map((incident) => ({
    titleHtml: view.html(incident.title),
    href: there.has(incident.id) ? view.link(incidentPlace(incident.id)) : null,
    priority: incident.priority ?? noValue,
    falseAlarm: incident.false_alarm,
    beganHtml: view.time(Date.parse(incident.started_at), 's'),
    componentsHtml: incident.components.map((id) => view.html(names.get(id) ?? id)).join(', '),
    lines: [
      ...incidentStatements(view, incident).map(({ label, value, judgement, promised }) => ({
        label,
        html:
          escape(value) +
          (judgement ? ` ${verdictHtml(judgement.verdict, judgement.word)}` : '') +
          (promised === null ? '' : ` <span class="quiet">· ${escape(promised)}</span>`),
      })),
      ...[overlapStatement(view, incident)].flatMap((overlap) =>
        overlap ? [{ label: overlap.label, html: escape(overlap.value) }] : [],
      ),
    ],
  }))
}

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
    group.metrics.push(metricLine(view, report, metric, dates))
  }
  return [...groups.values()]
}

function metricLine(view: View, report: Report, metric: ReportMetric, dates: readonly string[]) {
  const { goal, goalJudgement, growth, growthGoal, growthJudgement } = metricStatement(view, report, metric)
  const html = (judgement: Judgement | null): string | null =>
    judgement && verdictHtml(judgement.verdict, judgement.word)
  return {
    nameHtml: view.html(metric.name),
    value: metric.value === null ? noValue : metricValue(view, metric, metric.value),
    summary: view.words.reports.summary[metric.summary],
    goal,
    verdictHtml: html(goalJudgement),
    growth,
    growthGoal,
    growthHtml: html(growthJudgement),
    chart: metricChart(view, metric, dates),
  }
}
