import type { Check } from '../../core/monitoring/check.ts'
import type { Cadence } from '../../core/monitoring/monitor.ts'

/** Monitors whose history may be added to: those configured, and those that once were. */
export type KnownMonitors = ReadonlyMap<string, Cadence & { readonly id: string }>

/** What a file holds. */
export type ReadChecks = {
  /** By monitor and region. */
  readonly checks: ReadonlyMap<string, ReadonlyMap<string, readonly Check[]>>
  readonly count: number
  /** The last check of each span. */
  readonly ends: ReadonlySet<Check>
  /** Lines that were left out, by the unknown monitor they are about. */
  readonly skipped: ReadonlyMap<string, number>
  /** What people are told of times without an offset; null where there are none. */
  readonly assumed: string | null
}
