import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { type FrozenPeriod, frozenPeriods } from '../view/explanation/explained-periods.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** The incidents and maintenances that a frozen month names. */
const namedNotices = oncePer(({ report, components }: FrozenPeriod): readonly string[] => [
  ...new Set([
    ...report.incidents.list.map((one) => `i ${one.id}`),
    ...[...components.values()].flatMap((one) => one.windows.map((window) => `m ${window.id}`)),
  ]),
])

/**
 * By frozen month, the notices that it names and that a snapshot no longer has, because they were withdrawn: its pages
 * do not link to them. Months without any are left out.
 */
export const absentNotices = oncePer((snapshot: Snapshot): ReadonlyMap<string, string> => {
  const present = new Set([
    ...snapshot.incidents.map((one) => `i ${one.id}`),
    ...snapshot.maintenances.map((one) => `m ${one.id}`),
  ])
  const byMonth = new Map<string, string>()
  for (const [month, period] of frozenPeriods(snapshot)) {
    const absent = period ? namedNotices(period).filter((one) => !present.has(one)) : []
    if (absent.length > 0) byMonth.set(month, absent.join())
  }
  return byMonth
})
