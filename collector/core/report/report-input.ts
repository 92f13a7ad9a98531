import type { Deployment } from '../deployment/deployment.ts'
import type { Evidence } from '../explain/explanation.ts'
import type { Incident } from '../incident/incident.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import type { MetricConfig, MetricStatistics } from '../metric/metric.ts'
import type { Report, ReportPreviousPeriod, ResponseTimes, ReportTerms } from './report-document.ts'

/** The period of a report, in the zone of its terms; ms. */
export type ReportPeriod = {
  readonly kind: Report['kind']
  /** `2026-11-22` or `2026-11`. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Everything a report is made of. The same input and terms give the same report, byte for byte. */
export type ReportInput = {
  /** Name of the page. */
  readonly page: string
  readonly terms: ReportTerms
  /** Those of the terms, in their order; evidence covers at least the period. */
  readonly components: readonly {
    readonly id: string
    readonly evidence: Evidence
    readonly whole: ResponseTimes
    readonly days: Readonly<Record<string, ResponseTimes>>
  }[]
  /** All components together. */
  readonly response: {
    readonly whole: ResponseTimes
    readonly days: Readonly<Record<string, ResponseTimes>>
  }
  /** At least those that touch the period; withdrawn ones left out. */
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
  /** Public ones. */
  readonly metrics: readonly {
    readonly metric: MetricConfig | Omit<MetricConfig, 'pull' | 'public'>
    readonly whole: MetricStatistics
    readonly days: readonly { readonly date: string; readonly value: number }[]
    /** Its value over the period before; null where that is not known. */
    readonly before: number | null
  }[]
  /** At least those that ended in the period; null where none was ever recorded. */
  readonly deployments: readonly Deployment[] | null
  readonly before: ReportPreviousPeriod | null
}
