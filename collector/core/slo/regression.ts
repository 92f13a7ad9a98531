/** How much slower than its own baseline a component answers (NUMBERS.md, Regression). */
export type RegressionLevel = 'none' | 'warning' | 'critical' | 'failure'

/** P95 of the last hour against that of the seven days before. */
export type Regression = {
  /** P95 of the last hour, ms; null without checks that answered. */
  readonly p95: number | null
  readonly checks: number
  /** P95 of the seven days before that hour, ms. */
  readonly baseline: number | null
  readonly baselineChecks: number
  /** `p95 ÷ baseline − 1`; null with fewer than 30 checks on either side. */
  readonly change: number | null
  readonly level: RegressionLevel | 'unknown'
}
