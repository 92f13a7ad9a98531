import type { FrozenReport, Report, ReportComponent } from '../../collector/core/report.ts'
import type { Snapshot } from '../../collector/core/snapshot.ts'

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

// A frozen report never changes and weighs megabytes: it is read once, and only what the page says of it is kept.
const read = new WeakMap<FrozenReport, FrozenMonth>()

function monthOfReport(frozen: FrozenReport): FrozenMonth {
  let found = read.get(frozen)
  if (!found) {
    const report = JSON.parse(frozen.text) as Report
    const components = report.components.map(
      ({ id, availability, budget, response, response_promise }) =>
        [id, { availability, budget, response, response_promise }] as const,
    )
    found = { month: frozen.period, revision: frozen.revision, components: new Map(components) }
    read.set(frozen, found)
  }
  return found
}

/** The newest revision of a month's report; undefined where it is not frozen. */
export function frozenMonth({ reports }: Pick<Snapshot, 'reports'>, month: string): FrozenMonth | undefined {
  const newest = reports.findLast((report) => report.period === month)
  return newest && monthOfReport(newest)
}
