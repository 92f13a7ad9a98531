import { dayOf } from '../collector/core/time/calendar.ts'
import { reportPeriod } from '../collector/core/report/report-period.ts'
import { periodReport } from '../collector/reports/frozen-report.ts'
import { reportsAnything } from '../collector/reports/period-input.ts'
import { type BenchContext, type MeasurementGroup, milliseconds, ratio } from './measurement.ts'
import { median } from './statistics.ts'
import { type BenchSite, createSite, measurePublish } from './publish.ts'

const components = 100
const day = 86_400_000
/** Pasts that are compared with the first of them, days, and how figures about them end. */
const historySizes = [
  [1, 'day'],
  [90, '90_days'],
  [365, 'year'],
] as const
const reports = 9

/** What a longer past costs: of 100 components, each with an incident a month. */
export const growth: MeasurementGroup = {
  measurements: {
    publish_growth_90_days: ratio,
    publish_growth_year: ratio,
    report_ms_day: milliseconds,
    report_ms_year: milliseconds,
    report_growth_90_days: ratio,
    report_growth_year: ratio,
  },
  async measure(bench) {
    const wanted = (what: string) =>
      historySizes.some(([, name]) => bench.isRequested(`${what}_growth_${name}`))
    const publishTimes: number[] = []
    const reportTimes: number[] = []
    for (const [days] of historySizes) {
      const site = await createSite(bench, components, {
        days,
        incidents: Math.ceil((days * components) / 30),
      })
      if (wanted('publish')) publishTimes.push(await measurePublish(bench, site))
      reportTimes.push(await measureReport(bench, site))
    }
    for (const [i, [, name]] of historySizes.entries()) {
      if (name !== '90_days') bench.report(`report_ms_${name}`, reportTimes[i]!)
      if (i === 0) continue
      if (publishTimes.length > 0) bench.report(`publish_growth_${name}`, publishTimes[i]! / publishTimes[0]!)
      bench.report(`report_growth_${name}`, reportTimes[i]! / reportTimes[0]!)
    }
  },
}

/** Median ms to make the report of yesterday, from the store. */
async function measureReport(
  bench: BenchContext,
  { store, config, historySize }: BenchSite,
): Promise<number> {
  const now = Date.now()
  const { timezone } = config.page
  const period = reportPeriod('daily', dayOf(now - day, timezone), timezone)
  const took: number[] = []
  for (let i = 0; i < reports; i++) {
    const started = performance.now()
    const report = await periodReport(store, config, period, now, reportsAnything(null))
    took.push(performance.now() - started)
    if (report.components.length !== components) throw new Error('the report misses components')
  }
  bench.log(
    `${components} components, ${historySize.days} days: ${median(took).toFixed(1)} ms to make a report`,
  )
  return median(took.slice(2))
}
