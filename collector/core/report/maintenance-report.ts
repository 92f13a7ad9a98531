import { type Interval, clip, total } from '../time/interval.ts'
import { type Maintenance, type NoticeDue, beginsAt, endsAt, isLate } from '../maintenance/maintenance.ts'
import type { Report } from './report-document.ts'

/**
 * Maintenance of a span (ms): the time really spent on it there, overlapping windows once. What was told with the notice
 * due is planned, what was told too late an emergency; what was called off, or taken back, is none.
 */
export function summariseMaintenance(
  maintenances: readonly Maintenance[],
  span: Interval,
  due: NoticeDue,
): Report['maintenance'] {
  const spans = maintenances
    .filter((one) => one.cancelledAt === null && !one.withdrawn)
    .map((one) => ({ from: beginsAt(one), to: endsAt(one), late: isLate(one, due) }))
    .filter((one) => one.to > one.from && one.from < span.to && one.to > span.from)
  const summarise = (late: boolean) => {
    const windows = spans.filter((one) => one.late === late)
    return { windows: windows.length, time: total(clip(windows, span)) }
  }
  return { planned: summarise(false), emergency: summarise(true) }
}
