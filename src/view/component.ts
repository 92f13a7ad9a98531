import { isOpen } from '../../collector/core/incident.ts'
import { printed } from '../../collector/core/printed.ts'
import type { ComponentView, DayView } from '../../collector/core/snapshot.ts'
import { bars } from './bars.ts'
import { latencyChart } from './chart.ts'
import { escape } from './html.ts'
import { icon } from './icon.ts'
import { incidentCard } from './incident.ts'
import { incidentPlace } from './lookup.ts'
import type { View } from './view.ts'

/** How many incidents a component's page lists before it refers to the history. */
const incidentLimit = 10

/** Everything the page of one component says. */
export function componentPage(view: View, component: ComponentView) {
  const { snapshot, words, format } = view
  const { uptime } = component
  const about = incidentsOf(view, component.id)
  // Where nobody looked, the verdict might have been another: both ends of what may have been are told.
  const observed = uptime.observed + uptime.unknown
  const lower = uptime.unknown > 0 ? printed(uptime.down + uptime.unknown, observed) : null
  const upper = uptime.unknown > 0 ? printed(uptime.down, observed) : null
  return {
    nameHtml: view.html(component.name),
    name: view.text(component.name),
    description: component.description === null ? null : view.html(component.description),
    groupHtml: component.group === null ? null : view.html(component.group),
    status: component.status,
    label: words.shown[component.status],
    sinceHtml: component.statusSince === null ? null : view.time(component.statusSince, 'm'),
    checkedHtml: component.checkedAt === null ? null : view.time(component.checkedAt, 'm'),
    uptime: uptime.printed === null ? null : format.percent(uptime.printed),
    between:
      lower !== null && upper !== null && lower !== upper
        ? words.between.replace('{lower}', format.percent(lower)).replace('{upper}', format.percent(upper))
        : null,
    over: view.counted(words.availabilityOver, snapshot.page.historyDays),
    from: component.days[0] ? format.short(component.days[0].date) : null,
    barsSvg: bars(view, component.days),
    chart: latencyChart(view, component.latency),
    incidents: about.slice(0, incidentLimit).map((incident) => incidentCard(view, incident, null)),
    more: about.length > incidentLimit,
    open: about.some(isOpen),
    rowsHtml: component.days
      .toReversed()
      .map((day) => dayRow(view, day))
      .join(''),
  }
}

/** The incidents that ever named a component, newest first. */
export const incidentsOf = (view: Pick<View, 'snapshot'>, id: string) =>
  view.snapshot.incidents.filter(
    (incident) => incident.about === id || incident.updates.some((update) => id in update.components),
  )

// Days of the past come back unchanged in every snapshot; their rows are kept as long as the day itself is.
const rows = new WeakMap<DayView, Map<string, string>>()

/** One row of the table of days. */
function dayRow(view: View, day: DayView): string {
  if (day.incidents.length > 0) return dayRowHtml(view, day)
  const key = `${view.locale} ${view.snapshot.page.timezone}`
  let kept = rows.get(day)
  if (!kept) rows.set(day, (kept = new Map()))
  let row = kept.get(key)
  if (row === undefined) kept.set(key, (row = dayRowHtml(view, day)))
  return row
}

function dayRowHtml(view: View, day: DayView): string {
  const { words, format } = view
  const none = '–'
  const state = words.day[day.worst] + (day.maintenance ? ` · ${words.maintenance}` : '')
  const links = day.incidents
    .map((id) => view.snapshot.incidents.find((one) => one.id === id))
    .filter((one) => one !== undefined)
    .map((one) => `<a class="what" href="${view.link(incidentPlace(one.id))}">${view.html(one.title)}</a>`)
  return (
    `<tr id="d-${day.date}"><th scope="row"><time datetime="${day.date}">${escape(format.short(day.date))}</time></th>` +
    `<td class="state">${icon(day.worst)} ${escape(state)}${links.join('')}</td>` +
    `<td class="n">${day.printed === null ? none : escape(format.percent(day.printed))}</td>` +
    `<td class="n" data-l="${escape(words.downShort)}">${day.availability === null ? none : day.down === 0 ? '0' : escape(format.duration(day.down))}</td>` +
    `<td class="n" data-l="P95">${day.p95 === null ? none : escape(format.latency(day.p95))}</td>` +
    `<td class="n" data-l="${escape(words.checks.toLowerCase())}">${escape(format.count(day.checks))}</td></tr>`
  )
}
