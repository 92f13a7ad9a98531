import type { FrozenReport } from '../core/report/report-document.ts'

/** A frozen report as it is kept, with the digest of the facts it was made of. */
export type StoredReport = FrozenReport & { readonly facts: string }

/** Reads frozen reports. */
export type ReportReader = {
  /** Every frozen report, by sequence. */
  reports(): Promise<readonly StoredReport[]>
}
