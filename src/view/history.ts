import { monthOf } from '../../collector/core/calendar.ts'
import type { Incident } from '../../collector/core/incident.ts'
import type { Snapshot } from '../../collector/core/snapshot.ts'
import { type IncidentCard, incidentCard } from './incident.ts'
import type { View } from './view.ts'

/** A calendar month of the page, `YYYY-MM`, with the incidents that began in it, newest first. */
export type Month = { readonly month: string; readonly incidents: readonly Incident[] }

const known = new WeakMap<Snapshot, readonly Month[]>()

/** Every month from the first thing known to now, oldest first; none when nothing is known. */
export function months(snapshot: Snapshot): readonly Month[] {
  let found = known.get(snapshot)
  if (!found) known.set(snapshot, (found = split(snapshot)))
  return found
}

function split(snapshot: Snapshot): readonly Month[] {
  const zone = snapshot.page.timezone
  const beginnings = [
    ...snapshot.components.flatMap((one) => one.firstAt ?? []),
    ...snapshot.incidents.map((one) => one.startedAt),
  ]
  if (beginnings.length === 0) return []
  const first = beginnings.reduce((a, b) => Math.min(a, b))
  const starts: { month: string; from: number; incidents: Incident[] }[] = []
  // An incident dated ahead of the clock must not be lost, nor open a month that has not come.
  const last = monthOf(Math.max(snapshot.generatedAt, first), zone)
  for (let month = Temporal.PlainYearMonth.from(monthOf(first, zone)); ; month = month.add({ months: 1 })) {
    const from = month.toPlainDate({ day: 1 }).toZonedDateTime(zone).epochMilliseconds
    starts.push({ month: month.toString(), from, incidents: [] })
    if (month.toString() >= last) break
  }
  for (const incident of snapshot.incidents) {
    let low = 0
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]!.from <= incident.startedAt) low = middle
      else high = middle - 1
    }
    starts[low]!.incidents.push(incident)
  }
  return starts
}

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
          title: sentence.replace('{month}', format.month(month)),
        }
      : null
  }
  const days = new Map<string, IncidentCard[]>()
  for (const incident of current?.incidents ?? []) {
    const day = format.key(incident.startedAt)
    const cards = days.get(day) ?? []
    if (cards.length === 0) days.set(day, cards)
    cards.push(incidentCard(view, incident, day))
  }
  return {
    month: current?.month ?? null,
    title: current ? format.month(current.month) : null,
    count: current ? view.counted(words.incidentsInMonth, current.incidents.length) : null,
    previous: neighbour(index - 1, words.previousMonth),
    next: index >= 0 ? neighbour(index + 1, words.nextMonth) : null,
    days: [...days].map(([date, incidents]) => ({ date, label: format.weekday(date), incidents })),
    /** Years, newest first, each with its months; for the page of the whole history only. */
    years: name === undefined ? yearsOf(view, all) : [],
  }
}

function yearsOf(view: View, all: readonly Month[]) {
  const years = new Map<string, { href: string; label: string; count: number; said: string }[]>()
  for (const { month, incidents } of all.toReversed()) {
    const year = month.slice(0, 4)
    const list = years.get(year) ?? []
    if (list.length === 0) years.set(year, list)
    list.push({
      href: view.link(`/history/${month}/`),
      label: view.format.month(month),
      count: incidents.length,
      said: view.counted(view.words.incidentsInMonth, incidents.length),
    })
  }
  return [...years].map(([year, list]) => ({ year, months: list }))
}
