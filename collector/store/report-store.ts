import type { FrozenReport } from '../core/report/report-link.ts'

/** A frozen report as it is kept, with the digest of the facts it was made of. */
export type StoredReport = FrozenReport & { readonly facts: string }

/** A frozen report without its text. */
export type StoredReportHead = Omit<StoredReport, 'text'>

/** Reads frozen reports. */
export type ReportReader = {
  /** Every frozen report whose sequence is greater than `after`, by sequence. Default: all. */
  reports(after?: number): Promise<readonly StoredReport[]>
  /** One by its sequence; null when there is none. */
  report(sequence: number): Promise<StoredReport | null>
  /** Every frozen report without its text, which may be long, by sequence. */
  reportHeads(): Promise<readonly StoredReportHead[]>
}
