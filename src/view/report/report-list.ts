import { dayInterval } from '../../../collector/core/time/calendar.ts'
import type { FrozenReport } from '../../../collector/core/report/report-link.ts'
import type { Report } from '../../../collector/core/report/report-document.ts'
import { snapshotReport } from '../../../collector/core/snapshot/snapshot-report.ts'
import { reportPeriod } from '../../../collector/core/report/report-period.ts'
import { latestRevisions } from '../../../collector/core/report/chain.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

/** Place of a report: `/reports/2026-11/`. */
export const reportPlace = (name: string): string => `/reports/${name}/`

/** Is this the name of a day, or that of a month? */
export const kindOf = (name: string): Report['kind'] => (name.length > 7 ? 'daily' : 'monthly')

/** When the first component began to count, ms; null before any did. */
function beganAt({ components }: Snapshot): number | null {
  const firsts = components.map((one) => one.firstAt).filter((at) => at !== null)
  return firsts.length > 0 ? Math.min(...firsts) : null
}

/** Months that have a report, oldest first: the frozen ones, and the open ones in which anything was watched. */
export function reportMonths(snapshot: Snapshot): readonly string[] {
  const first = beganAt(snapshot)
  const open = Object.keys(snapshot.response.months).filter(
    (month) => first !== null && first < reportPeriod('monthly', month, snapshot.page.timezone).to,
  )
  return [...new Set([...snapshot.reports.map((report) => report.period), ...open])].toSorted()
}

/** Days that have a report, oldest first: those the page shows and on which anything was watched. */
export function reportDays(snapshot: Snapshot): readonly string[] {
  const first = beganAt(snapshot)
  const { timezone } = snapshot.page
  return Object.keys(snapshot.response.days).filter(
    (date) => first !== null && first < dayInterval(date, timezone).to,
  )
}

/** Every revision of a month, oldest first; empty while it is not frozen. */
export const revisionsOf = ({ reports }: Snapshot, month: string): readonly FrozenReport[] =>
  reports.filter((report) => report.period === month)

/** The latest frozen revision of a month. */
export const frozenOf = ({ reports }: Snapshot, month: string): FrozenReport | undefined =>
  latestRevisions(reports).get(month)

const made = new WeakMap<Snapshot, Map<string, Report>>()

/** A report by its name, made once for all the forms in which it is told. Throws RangeError where there is none. */
export function reportOf(snapshot: Snapshot, name: string): Report {
  const byName = made.get(snapshot) ?? new Map<string, Report>()
  made.set(snapshot, byName)
  let report = byName.get(name)
  if (!report) {
    // The forms of one are asked for one after the other; a year of them would fill the memory.
    if (byName.size >= 3) byName.clear()
    report = snapshotReport(snapshot, reportPeriod(kindOf(name), name, snapshot.page.timezone))
    byName.set(name, report)
  }
  return report
}
