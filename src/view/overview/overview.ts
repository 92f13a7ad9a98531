import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { daysEndingAt } from '../../../collector/core/time/calendar.ts'
import { currentAnnouncements } from '../../../collector/core/announcement/announcement.ts'
import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import { compareImpact } from '../../../collector/core/incident/impact.ts'
import { type Incident, isOpen, updatedAt } from '../../../collector/core/incident/incident.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { bars } from './bars.ts'
import { comingOf } from './coming.ts'
import { announcementNotice } from '../announcement/announcement.ts'
import { criticalFigures } from '../metrics/metrics-page.ts'
import { incidentCard, openNotice } from '../incident/incident.ts'
import { dayLabel } from '../shared/day-label.ts'
import { dayState, isMonitored, measuredFigure, boundsOfComponent } from '../shared/day-state.ts'
import { escape } from '../shared/html.ts'
import { minorityText } from '../shared/minority.ts'
import { componentOf, componentPlace, explainedPlace } from '../shared/places.ts'
import { workCard } from '../maintenance/maintenance.ts'
import { figureHtml, sinceHtml } from '../sla/objective-facts.ts'
import type { View } from '../shared/view.ts'

/** How many days of incidents the overview tells of. */
const recentDays = 14

/** The banner: one sentence and the tone it is said in. What is not known is never said in green. */
export function banner(view: View): {
  readonly tone: ShownStatus
  readonly title: string
  readonly lastKnown: boolean
} {
  const { snapshot, words } = view
  const { status } = snapshot
  if (snapshot.components.length === 0)
    return { tone: 'unknown', title: words.noComponents, lastKnown: false }
  if (snapshot.cutOff)
    return { tone: 'unknown', title: words.banner[status], lastKnown: status !== 'unknown' }
  if (status === 'operational') {
    if (snapshot.incidents.some(isOpen))
      return { tone: 'degraded_performance', title: words.bannerIncident, lastKnown: false }
    if (snapshot.components.some((one) => one.status === 'unknown'))
      return { tone: 'unknown', title: words.bannerSome, lastKnown: false }
  }
  return { tone: status, title: words.banner[status], lastKnown: false }
}

/** From when a figure counts whose history is shorter than the days shown, as HTML; nothing where it is not. */
function shorterThanShown(view: View, component: ComponentView): string {
  const [first] = component.days
  if (component.firstAt === null || !first || view.format.key(component.firstAt) <= first.date) return ''
  return ` <small class="quiet">${sinceHtml(view, component.firstAt)}</small>`
}

/** The availability of a component, with its bounds where unknown time could make it another, as HTML. */
function uptimeHtml(view: View, component: ComponentView): string {
  const { words, format } = view
  const figure = measuredFigure(component)
  if (figure === null) return escape(isMonitored(component) ? words.noData : words.notMonitored)
  const bounds = boundsOfComponent(component)
  const between =
    bounds &&
    fillPlaceholders(words.betweenShort, {
      lower: format.percent(bounds.lower),
      upper: format.percent(bounds.upper),
    })
  const explained = {
    href: view.link(explainedPlace(component.id, 'recent')),
    name: view.text(component.name),
  }
  return (
    figureHtml(view, figure, explained) +
    (between ? ` <small class="quiet">(${escape(between)})</small>` : '') +
    shorterThanShown(view, component)
  )
}

/** One line of the overview. */
function row(view: View, component: ComponentView) {
  const { words } = view
  const minority = minorityText(view, component)
  return {
    nameHtml: view.html(component.name),
    href: view.link(componentPlace(component.id)),
    status: component.status,
    label: words.shown[component.status],
    minorityHtml: minority === null ? '' : `<p class="minority quiet">${escape(minority)}</p>`,
    uptimeHtml: uptimeHtml(view, component),
    barsSvg: bars(view, component.days),
  }
}

/** A line with all that it shows: most lines are what they were a minute ago. */
function rememberedRow(view: View, component: ComponentView) {
  const shown = row(view, component)
  return { ...shown, id: component.id, shows: JSON.stringify(shown) }
}

/** The last days, newest first, each with what was told about it, made when it is asked for. */
function recent(view: View) {
  const { snapshot, words, format } = view
  const all = daysEndingAt(snapshot.generatedAt, recentDays, snapshot.page.timezone)
  const first = all[0]!
  const listed = new Map<string, Incident[]>(all.map((date) => [date, []]))
  const horizon = snapshot.generatedAt - (recentDays + 2) * 86_400_000
  for (const incident of snapshot.incidents) {
    if (updatedAt(incident) < horizon) continue
    // An older one that was still told about lately stands where it was last told about.
    const began = format.key(incident.startedAt)
    const date = began >= first ? began : format.key(updatedAt(incident))
    listed.get(date)?.push(incident)
  }
  // Days before anything was known have nothing to tell, not even that they were quiet.
  const firstDays = snapshot.components.flatMap((one) =>
    one.firstAt === null ? [] : format.key(one.firstAt),
  )
  const begins = firstDays.toSorted()[0]
  const dates = all.filter((date) => (begins !== undefined && date >= begins) || listed.get(date)!.length > 0)
  return dates.toReversed().map((date) => {
    const incidents = listed.get(date)!
    const noIncidentText = incidents.length > 0 ? '' : words[quietDay(snapshot, date)]
    return {
      date,
      label: format.weekday(date),
      shows: [date, noIncidentText, ...incidents.map(({ id, version }) => `${id} ${version}`)].join(),
      cards: () => incidents.map((incident) => incidentCard(view, incident, date)),
      noIncidentText,
    }
  })
}

/** What is said of a day without incidents: that there was none only where anybody looked at anything for long enough. */
function quietDay(snapshot: Snapshot, date: string): 'noIncident' | 'hardlyWatched' | 'noWatch' {
  const monitored = snapshot.components.filter(isMonitored)
  const days = (monitored.length > 0 ? monitored : snapshot.components).flatMap(
    ({ days: all }) => all.findLast((day) => day.date === date) ?? [],
  )
  if (days.some((day) => dayState(day) !== 'unknown' || day.maintenance)) return 'noIncident'
  return days.some((day) => day.worst !== 'unknown') ? 'hardlyWatched' : 'noWatch'
}

/** Everything the overview says. */
export function overview(view: View) {
  const { snapshot, words } = view
  const alone = snapshot.groups.length === 1
  const days = snapshot.components[0]?.days ?? []
  const coming = comingOf(snapshot)
  const announced = currentAnnouncements(snapshot.announcements, snapshot.generatedAt).map((one) =>
    announcementNotice(view, one),
  )
  return {
    banner: banner(view),
    critical: criticalFigures(view),
    pinned: announced.filter(({ pinned }) => pinned),
    announced: announced.filter(({ pinned }) => !pinned),
    // The heaviest first; of one weight, the newest.
    open: snapshot.incidents
      .filter(isOpen)
      .toSorted((a, b) => compareImpact(b.impact, a.impact))
      .map((incident) => openNotice(view, incident)),
    underWay: coming.underWay.map((one) => workCard(view, one, null)),
    soon: coming.soon.map((one) => workCard(view, one, null)),
    groups: snapshot.groups
      .filter((group) => group.components.length > 0)
      .map((group) => ({
        nameHtml: group.name ? view.html(group.name) : alone ? words.services : words.otherServices,
        rows: group.components.flatMap((id) => {
          const component = componentOf(snapshot, id)
          return component ? [rememberedRow(view, component)] : []
        }),
      })),
    over: view.counted(words.availabilityOver, snapshot.page.historyDays),
    from: days[0] ? dayLabel(view, days[0].date, days.length) : null,
    maintained: snapshot.components.some((one) => one.days.some((day) => day.maintenance)),
    recent: recent(view),
  }
}
