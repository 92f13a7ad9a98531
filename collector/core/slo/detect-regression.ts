import type { Regression, RegressionLevel } from './regression.ts'
import { type Sketch, countOf, quantile } from '../availability/latency-sketch.ts'

/** Checks that are needed on each side before anything is said. */
export const regressionSample = 30

/** From which growth on, in percent, P95 is of which level (handbook: +20, +50, +80 %). */
const levels: readonly (readonly [number, RegressionLevel])[] = [
  [80, 'failure'],
  [50, 'critical'],
  [20, 'warning'],
]

/**
 * Response time against its own baseline: NUMBERS.md, Regression.
 *
 * @param hour checks of the last hour that answered
 * @param week those of the seven days before it
 */
export function detectRegression(hour: Sketch, week: Sketch): Regression {
  const checks = countOf(hour)
  const baselineChecks = countOf(week)
  const p95 = quantile(hour, 0.95)
  const baseline = quantile(week, 0.95)
  const hasEnoughChecks = checks >= regressionSample && baselineChecks >= regressionSample
  const change =
    hasEnoughChecks && p95 !== null && baseline !== null && baseline > 0 ? p95 / baseline - 1 : null
  return {
    p95,
    checks,
    baseline,
    baselineChecks,
    change,
    level: change === null ? 'unknown' : (levels.find(([percent]) => 100 * change >= percent)?.[1] ?? 'none'),
  }
}
