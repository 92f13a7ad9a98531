import type { ReportPeriod } from '../core/report/report-input.ts'
import { reportPeriod } from '../core/report/report-period.ts'
import { monthInterval, monthOf } from '../core/time/calendar.ts'
import { monthsOverlapping } from '../core/time/period.ts'
import { day } from '../core/time/units.ts'
import type { StoreReader } from '../store/store.ts'

/** A month is frozen this long after its end, ms: what was under way at midnight is written by then. */
const freezeDelay = 3_600_000
/**
 * An incident with nothing else on record within so many ms of its start begins no archive: more likely its year is wrong.
 * Less than a year, so that the same day of another year is that far away.
 */
const isolation = 300 * day

/** When the next month is to be frozen, ms: the one that runs, or the one that has just ended. */
export const nextFreezeAt = (now: number, zone: string): number =>
  monthInterval(monthOf(now - freezeDelay, zone), zone).to + freezeDelay

/** The months that are over and have no report, oldest first. */
export async function dueMonths(
  store: StoreReader,
  zone: string,
  now: number,
  isFrozen: (month: string) => boolean,
): Promise<ReportPeriod[]> {
  const first = await firstRecord(store)
  if (first === null) return []
  return monthsOverlapping({ from: first, to: now }, zone)
    .filter((month) => !isFrozen(month))
    .map((month) => reportPeriod('monthly', month, zone))
    .filter((period) => period.to + freezeDelay <= now)
}

/** The first check, declaration or appearance of anything, ms; null before it. */
async function firstRecord(store: StoreReader): Promise<number | null> {
  const [series, known, incidents] = await Promise.all([
    store.series(),
    store.componentRecords(),
    store.incidents(),
  ])
  const recorded = [
    ...series.map((one) => one.firstAt).filter((at) => at !== null),
    ...known.map((one) => one.firstAt),
  ]
  const declared = incidents
    .filter(
      (one) => !one.withdrawn && one.updates.some((update) => Object.keys(update.components).length > 0),
    )
    .map((one) => one.startedAt)
    .toSorted((a, b) => a - b)
  const isIsolated = (at: number, index: number): boolean =>
    [declared[index - 1], declared[index + 1], ...recorded].every(
      (other) => other === undefined || Math.abs(other - at) > isolation,
    )
  const firstDeclared = declared.find((at, index) => !isIsolated(at, index))
  const firsts = firstDeclared === undefined ? recorded : [...recorded, firstDeclared]
  return firsts.length === 0 ? null : firsts.reduce((a, b) => Math.min(a, b))
}
