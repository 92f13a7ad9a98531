import { parseFrozenReport } from '../../../collector/core/report/chain.ts'
import type { FrozenReport } from '../../../collector/core/report/report-link.ts'
import type { ReportComponent } from '../../../collector/core/report/report-document.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** What a frozen month says of one component. */
export type FrozenComponent = Pick<
  ReportComponent,
  'availability' | 'budget' | 'response' | 'response_promise'
>

/** A month that is closed, by its newest revision. */
export type FrozenMonth = {
  /** `YYYY-MM`. */
  readonly month: string
  readonly revision: number
  readonly components: ReadonlyMap<string, FrozenComponent>
}

// A frozen report never changes: what the page says of it is taken out once. Null is a text that cannot be read.
const monthOfReport = oncePer((frozen: FrozenReport): FrozenMonth | null => {
  const { period, revision } = frozen
  try {
    return {
      month: period,
      revision,
      components: new Map(parseFrozenReport(frozen).components.map((one) => [one.id, one])),
    }
  } catch {
    // It was altered: verifying the chain reports it; readers see that nothing is known of that month.
    return null
  }
})

/** The newest revision of a month's report; undefined where it is not frozen, or cannot be read. */
export function frozenMonth({ reports }: Pick<Snapshot, 'reports'>, month: string): FrozenMonth | undefined {
  const newest = reports.findLast((report) => report.period === month)
  return (newest && monthOfReport(newest)) ?? undefined
}
