import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { monthOf } from '../../../collector/core/time/calendar.ts'
import type { Announcement } from '../../../collector/core/announcement/announcement.ts'
import { type Incident, resolvedAt } from '../../../collector/core/incident/incident.ts'
import {
  type Maintenance,
  beginsAt,
  endsAt,
  isQuiet,
} from '../../../collector/core/maintenance/maintenance.ts'
import type { Deployment } from '../../../collector/core/deployment/deployment.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fieldName } from '../shared/corrections.ts'
import { type DeploymentLine, deploymentLine } from '../deployment/deployments.ts'
import { type IncidentCard, incidentCard } from '../incident/incident.ts'
import { announcementPlace, incidentPlace, maintenancePlace } from '../shared/places.ts'
import { type AnnouncementCard, announcementCard } from '../announcement/announcement.ts'
import { type WorkCard, workCard } from '../maintenance/maintenance.ts'
import { excerpt } from '../../../collector/core/text/markdown.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/**
 * A calendar month of the page, `YYYY-MM`, with the notices that touch it, newest first. Work
 * that nobody feels is not among them.
 */
export type Month = {
  readonly month: string
  /** When it begins, ms. */
  readonly from: number
  readonly incidents: readonly Incident[]
  readonly works: readonly Maintenance[]
  /** Those published in it. */
  readonly announcements: readonly Announcement[]
  /** Begun in the month; of months before the days shown none. */
  readonly deployments: readonly Deployment[]
}

/** Every month from the first thing known to now, oldest first; none when nothing is known. */
export const months = oncePer((snapshot: Snapshot): readonly Month[] => {
  const zone = snapshot.page.timezone
  const works = snapshot.maintenances.filter((one) => beginsAt(one) <= snapshot.generatedAt && !isQuiet(one))
  const beginnings = [
    ...snapshot.components.flatMap((one) => one.firstAt ?? []),
    ...snapshot.incidents.map((one) => one.startedAt),
    ...works.map(beginsAt),
    ...snapshot.announcements.map((one) => one.publishedAt),
  ]
  if (beginnings.length === 0) return []
  const first = beginnings.reduce((a, b) => Math.min(a, b))
  const starts: {
    month: string
    from: number
    incidents: Incident[]
    works: Maintenance[]
    announcements: Announcement[]
    deployments: Deployment[]
  }[] = []
  // An incident dated ahead of the clock must not be lost, nor open a month that has not come.
  const last = monthOf(Math.max(snapshot.generatedAt, first), zone)
  for (let month = Temporal.PlainYearMonth.from(monthOf(first, zone)); ; month = month.add({ months: 1 })) {
    const from = month.toPlainDate({ day: 1 }).toZonedDateTime(zone).epochMilliseconds
    starts.push({
      month: month.toString(),
      from,
      incidents: [],
      works: [],
      announcements: [],
      deployments: [],
    })
    if (month.toString() >= last) break
  }
  const indexAt = (at: number): number => {
    let low = 0
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]!.from <= at) low = middle
      else high = middle - 1
    }
    return low
  }
  const between = (from: number, to: number) => starts.slice(indexAt(from), indexAt(Math.max(from, to)) + 1)
  for (const incident of snapshot.incidents) {
    const end = resolvedAt(incident) ?? snapshot.generatedAt
    // What ends with the month does not reach into the next.
    for (const { incidents } of between(incident.startedAt, end - 1)) incidents.push(incident)
  }
  for (const announcement of snapshot.announcements)
    starts[indexAt(announcement.publishedAt)]!.announcements.push(announcement)
  for (const work of works)
    for (const month of between(beginsAt(work), Math.min(endsAt(work), snapshot.generatedAt) - 1))
      month.works.push(work)
  for (const one of snapshot.deployments ?? [])
    if (one.startedAt >= starts[0]!.from) starts[indexAt(one.startedAt)]!.deployments.push(one)
  return starts
})

/** Everything the page of a month says; of the latest one when `name` is not given. */
export function historyPage(view: View, name: string | undefined) {
  const { snapshot, words, format } = view
  const all = months(snapshot)
  const index = name === undefined ? all.length - 1 : all.findIndex(({ month }) => month === name)
  const current = all[index]
  const neighbour = (at: number, sentence: string) => {
    const month = all[at]?.month
    return month
      ? {
          href: view.link(`/history/${month}/`),
          label: format.month(month),
          title: fillPlaceholders(sentence, { month: format.month(month) }),
        }
      : null
  }
  const days = new Map<
    string,
    {
      incidents: IncidentCard[]
      works: WorkCard[]
      announcements: AnnouncementCard[]
      deployments: DeploymentLine[]
    }
  >()
  const dayOf = (at: number): string => {
    const date = format.key(at)
    if (!days.has(date)) days.set(date, { incidents: [], works: [], announcements: [], deployments: [] })
    return date
  }
  // What began before is listed on the first day, where its own dates are told.
  const listedAt = (begun: number): number => Math.max(begun, current?.from ?? begun)
  for (const incident of current?.incidents ?? []) {
    const date = dayOf(listedAt(incident.startedAt))
    days.get(date)!.incidents.push(incidentCard(view, incident, date))
  }
  for (const announcement of current?.announcements ?? []) {
    const date = dayOf(announcement.publishedAt)
    days.get(date)!.announcements.push(announcementCard(view, announcement, date))
  }
  for (const work of current?.works ?? []) {
    const date = dayOf(listedAt(beginsAt(work)))
    days.get(date)!.works.push(workCard(view, work, date))
  }
  for (const one of current?.deployments ?? [])
    days.get(dayOf(one.startedAt))!.deployments.push(deploymentLine(view, one))
  return {
    month: current?.month ?? null,
    title: current ? format.month(current.month) : null,
    count: current ? countOf(view, current) : null,
    /** Nothing happened that anybody felt. */
    quiet: (current?.incidents.length ?? 0) + (current?.works.length ?? 0) === 0,
    previous: neighbour(index - 1, words.previousMonth),
    next: index >= 0 ? neighbour(index + 1, words.nextMonth) : null,
    days: [...days]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([date, entries]) => ({ date, label: format.weekday(date), ...entries })),
    corrections: current ? correctionsOf(view, current) : [],
    /** Years, newest first, each with its months; for the page of the whole history only. */
    years: name === undefined ? yearsOf(view, all) : [],
  }
}

/** How much was notified of in a month; what never was does not count. */
function countOf(view: View, { incidents, works }: Month): string {
  const happened = incidents.filter((one) => one.falseAlarm === null).length
  const countText = view.counted(view.words.incidentsInMonth, happened)
  return works.length > 0
    ? `${countText} · ${view.counted(view.words.planned.inMonth, works.length)}`
    : countText
}

/** What was said in a month and is said otherwise now: false alarms and corrected notices, in the order of the month. */
function correctionsOf(view: View, { incidents, works, announcements }: Month) {
  const { words } = view
  const fields = (what: readonly { readonly what: string }[]) =>
    [...new Set(what.map((one) => fieldName(view, one.what)))].join(', ')
  const alarms = incidents.flatMap((one) => {
    if (!one.falseAlarm) return []
    const { text } = excerpt(view.text(one.falseAlarm.reason), 200)
    const note = `${words.falseAlarm}${words.colon}${text}`
    return [
      {
        titleHtml: view.html(one.title),
        href: view.link(incidentPlace(one.id)),
        note,
        atHtml: view.time(one.falseAlarm.at, 's'),
      },
    ]
  })
  const corrected = [
    ...incidents.map((one) => ({ ...one, place: incidentPlace(one.id) })),
    ...works.map((one) => ({ ...one, place: maintenancePlace(one.id) })),
    ...announcements.map((one) => ({ ...one, place: announcementPlace(one.id) })),
  ].flatMap(({ title, corrections, place }) => {
    const last = corrections?.at(-1)
    if (!corrections || !last) return []
    const note = `${words.corrections.corrected}${words.colon}${fields(corrections)}`
    return [{ titleHtml: view.html(title), href: view.link(place), note, atHtml: view.time(last.at, 's') }]
  })
  return [...alarms, ...corrected]
}

function yearsOf(view: View, all: readonly Month[]) {
  const years = new Map<string, { href: string; label: string; countText: string }[]>()
  for (const one of all.toReversed()) {
    const { month } = one
    const year = month.slice(0, 4)
    const list = years.get(year) ?? []
    if (list.length === 0) years.set(year, list)
    list.push({
      href: view.link(`/history/${month}/`),
      label: view.format.month(month),
      countText: countOf(view, one),
    })
  }
  return [...years].map(([year, list]) => ({ year, months: list }))
}
