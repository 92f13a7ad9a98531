import { isOpen } from '../../../collector/core/incident/incident.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { ComponentView, DayView } from '../../../collector/core/snapshot/snapshot.ts'
import { bars } from '../overview/bars.ts'
import { pastWork, plannedWork } from '../overview/coming.ts'
import { deploymentLine, deploymentsOf, deploymentsSince } from '../deployment/deployments.ts'
import { chartSpan, latencyChart } from './latency-chart.ts'
import { componentRegions } from './regions.ts'
import { componentFigures } from '../metrics/metrics-page.ts'
import { dayLabel } from '../shared/day-label.ts'
import { boundsOf } from '../../../collector/core/availability/bounds.ts'
import { dayState, isMonitored, measuredFigure, unwatchedTime } from '../shared/day-state.ts'
import { escape } from '../shared/html.ts'
import { icon } from '../shared/icon.ts'
import { incidentCard } from '../incident/incident.ts'
import { explainedPlace, incidentOf, incidentPlace, incidentsAbout } from '../shared/places.ts'
import { workCard } from '../maintenance/maintenance.ts'
import { dayInterval } from '../../../collector/core/time/calendar.ts'
import { figureHtml, sinceHtml } from '../sla/objective-facts.ts'
import { componentObjectives } from '../sla/component-objectives.ts'
import type { View } from '../shared/view.ts'

/** How many incidents a component's page lists before it refers to the history. */
const incidentLimit = 10

/** Everything the page of one component says. */
export function componentPage(view: View, component: ComponentView) {
  const { snapshot, words, format } = view
  const { uptime } = component
  const [first] = component.days
  const shownFrom = first ? dayInterval(first.date, snapshot.page.timezone).from : 0
  const about = incidentsAbout(snapshot, component.id)
  // Where nobody looked, the verdict might have been another: both ends of what may have been are told.
  const bounds = boundsOf(uptime)
  const figure = measuredFigure(component)
  return {
    nameHtml: view.html(component.name),
    name: view.text(component.name),
    description: component.description === null ? null : view.html(component.description),
    groupHtml: component.group === null ? null : view.html(component.group),
    status: component.status,
    label: words.shown[component.status],
    sinceHtml: component.statusSince === null ? null : view.time(component.statusSince, 'm'),
    checkedHtml: component.checkedAt === null ? null : view.time(component.checkedAt, 'm'),
    uptimeHtml:
      figure === null
        ? null
        : figureHtml(view, figure, {
            href: view.link(explainedPlace(component.id, 'recent')),
            name: view.text(component.name),
          }),
    countsSinceHtml:
      component.firstAt === null ? null : sinceHtml(view, Math.max(component.firstAt, shownFrom)),
    regions: componentRegions(view, component),
    promise: componentObjectives(view, component),
    figures: componentFigures(view, component.id),
    noFigure: isMonitored(component) ? words.noData : words.notMonitored,
    between:
      bounds === null
        ? null
        : fillPlaceholders(words.between, {
            lower: format.percent(bounds.lower),
            upper: format.percent(bounds.upper),
          }),
    over: view.counted(words.availabilityOver, snapshot.page.historyDays),
    from: component.days[0] ? dayLabel(view, component.days[0].date, component.days.length) : null,
    barsSvg: bars(view, component.days),
    chart: latencyChart(
      view,
      component.latency,
      deploymentsSince(snapshot, component.id, snapshot.generatedAt - chartSpan).map((one) => one.startedAt),
    ),
    deployments: deploymentsOf(snapshot, component.id).map((one) => deploymentLine(view, one, component.id)),
    incidents: about.slice(0, incidentLimit).map((incident) => incidentCard(view, incident, null)),
    more: about.length > incidentLimit,
    planned: plannedWork(snapshot, component.id).map((one) => workCard(view, one, null)),
    past: pastWork(snapshot, component.id).map((one) => workCard(view, one, null)),
    open: about.some(isOpen),
    rowsHtml: dayRows(view, component),
  }
}

type PastRows = {
  readonly days: readonly DayView[]
  readonly incidentVersions: string
  readonly html: string
}

// Days of the past come back unchanged in nearly every snapshot, and are most of the page: as long as they are the very
// same days, and what is notified of them is, so are their rows. Kept by the first of them, which the snapshot holds.
const pastRows = new WeakMap<DayView, Map<string, PastRows>>()

/** The rows of the table of days, the latest first. */
function dayRows(view: View, component: ComponentView): string {
  const { days } = component
  const measured = isMonitored(component)
  const [first, today] = [days[0], days.at(-1)]
  if (!first || !today || first === today) return days.map((day) => dayRow(view, day, measured)).join('')
  const past = days.slice(0, -1)
  const ids = past.flatMap((day) => day.incidents)
  const incidentVersions = ids.map((id) => `${id} ${incidentOf(view.snapshot, id)?.version}`).join()
  // Addresses are relative, so they depend on the locale, but on nothing else of the page.
  const key = `${view.locale} ${measured} ${JSON.stringify(view.snapshot.page)}`
  let byKey = pastRows.get(first)
  if (!byKey) pastRows.set(first, (byKey = new Map()))
  let cached = byKey.get(key)
  if (
    cached?.incidentVersions !== incidentVersions ||
    cached.days.some((day, index) => day !== past[index]) ||
    cached.days.length !== past.length
  ) {
    const html = past
      .toReversed()
      .map((day) => dayRow(view, day, measured))
      .join('')
    byKey.set(key, (cached = { days: past, incidentVersions, html }))
  }
  return dayRow(view, today, measured) + cached.html
}

function dayRow(view: View, day: DayView, isMonitoredComponent: boolean): string {
  const { words, format } = view
  const none = '–'
  const shown = dayState(day)
  const unwatched = unwatchedTime(day)
  const parts = [
    ...(shown === 'unknown' && unwatched > 0 ? [] : [words.day[shown]]),
    ...(unwatched > 0 ? [fillPlaceholders(words.noDataFor, { duration: format.duration(unwatched) })] : []),
    ...(day.maintenance ? [words.maintenance] : []),
  ]
  // Of a day that hardly anybody watched no figure is told: it would be that of a few minutes.
  const isTold = shown !== 'unknown' && (isMonitoredComponent || day.down > 0)
  const links = day.incidents
    .map((id) => incidentOf(view.snapshot, id))
    .filter((one) => one !== undefined)
    .map((one) => `<a class="what" href="${view.link(incidentPlace(one.id))}">${view.html(one.title)}</a>`)
  return (
    `<tr id="d-${day.date}"><th scope="row">${escape(dayLabel(view, day.date, view.snapshot.page.historyDays))}</th>` +
    `<td class="state">${shown === 'operational' ? '' : icon(shown)}${escape(parts.join(' · '))}${links.join('')}</td>` +
    `<td class="n">${day.printed === null || !isTold ? none : escape(format.percent(day.printed))}</td>` +
    `<td class="n" data-l="${escape(words.downShort)}">${day.availability === null || !isTold ? none : day.down === 0 ? '0' : escape(format.duration(day.down))}</td>` +
    `<td class="n" data-l="P95">${day.p95 === null ? none : escape(format.latency(day.p95))}</td>` +
    `<td class="n" data-l="${escape(words.checks.toLowerCase())}">${escape(format.count(day.checks))}</td></tr>`
  )
}
