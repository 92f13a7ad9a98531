import type { Config } from '../core/config/config.ts'
import type { Report } from '../core/report/report-document.ts'
import { reportPeriod } from '../core/report/report-period.ts'
import type { Store } from '../store/store.ts'
import { loadReport } from './load-report.ts'

/** Thousands are sent the same report: it is made once in this time, ms. */
const freshness = 60_000

/**
 * The report of a day (`YYYY-MM-DD`), to be sent to the team; null where there is nothing to report: no checks, and nothing
 * happened. Rejects with StoreError.
 */
export function createDailyReports(
  store: Store,
  config: Config,
  now: () => number,
): (date: string) => Promise<Report | null> {
  let last: {
    readonly date: string
    readonly madeAt: number
    readonly report: Promise<Report | null>
  } | null = null

  async function make(date: string): Promise<Report | null> {
    const { report } = await loadReport(
      store,
      config,
      reportPeriod('daily', date, config.page.timezone),
      now(),
    )
    return report.availability.availability === null && report.incidents.begun === 0 ? null : report
  }

  return (date) => {
    if (last?.date !== date || now() - last.madeAt >= freshness) {
      last = { date, madeAt: now(), report: make(date) }
      // What failed is made again when it is asked for again.
      last.report.catch(() => (last = null))
    }
    return last.report
  }
}
