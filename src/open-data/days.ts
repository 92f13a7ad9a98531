import { csv } from '../../collector/core/text/csv.ts'
import { dayInterval } from '../../collector/core/time/calendar.ts'
import { availabilityAt } from '../../collector/core/explain/evidence.ts'
import { explanationInstant } from '../../collector/core/explain/explanation-instant.ts'
import type { Interval } from '../../collector/core/time/interval.ts'
import { isoInstant } from '../../collector/core/time/iso-instant.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { openRegions } from './open-regions.ts'
import { daysHeader, openFigures, writeDay, writtenDay } from './day-figures.ts'

/** The day that runs, ms; null where the page shows no days. */
export function todayOf({ page }: Pick<Snapshot, 'page'>, { days }: ComponentView): Interval | null {
  const last = days.at(-1)
  return last ? dayInterval(last.date, page.timezone) : null
}

const instants = new WeakMap<Snapshot, Map<string, number>>()

/** As of when a component's days are told, ms: see `explainedAt`. */
export function daysAt(snapshot: Snapshot, component: ComponentView): number {
  const known = instants.get(snapshot) ?? new Map<string, number>()
  instants.set(snapshot, known)
  let at = known.get(component.id)
  if (at === undefined) {
    const today = todayOf(snapshot, component)
    at = today ? explanationInstant(snapshot, component, today) : snapshot.generatedAt
    known.set(component.id, at)
  }
  return at
}

/** Every day the page shows, written; the last one as of an instant (ms), its response time up to the start of the hour. */
function writtenDays(snapshot: Snapshot, component: ComponentView, at: number) {
  const today = todayOf(snapshot, component)
  const last = component.days.at(-1)
  const whole = component.days.slice(0, -1).map(writtenDay)
  if (!last || !today) return whole
  if (at === snapshot.generatedAt) return [...whole, writtenDay(last)]
  const figures = availabilityAt(component.evidence, today, at, snapshot.weights)
  return [
    ...whole,
    writeDay({ date: last.date, ...openFigures(figures, component.hoursToday, last.incidents) }),
  ]
}

/** `/data/COMPONENT.json`: milliseconds as integers, ratios 0 to 1 or null, incidents as ids. */
export function daysJson(snapshot: Snapshot, component: ComponentView): string {
  const at = daysAt(snapshot, component)
  const head = JSON.stringify({
    component: component.id,
    timezone: snapshot.page.timezone,
    generated_at: isoInstant(at),
    ...(component.evidence.monitored === false && { monitored: false }),
    ...(component.regions && { regions: openRegions(component.regions) }),
  })
  const days = writtenDays(snapshot, component, at).map(({ json }) => json)
  return `${head.slice(0, -1)},"days":[${days.join(',')}]}`
}

/** `/data/COMPONENT.csv`: a day a line, under the names of the JSON. */
export const daysCsv = (snapshot: Snapshot, component: ComponentView): string =>
  csv(
    daysHeader,
    writtenDays(snapshot, component, daysAt(snapshot, component)).map(({ line }) => line),
  )
