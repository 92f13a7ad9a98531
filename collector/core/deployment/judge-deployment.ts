import type { Availability } from '../availability/availability-types.ts'
import { type Sketch, countOf, quantile } from '../availability/latency-sketch.ts'
import { detectRegression, regressionSample } from '../slo/detect-regression.ts'
import { type Interval, total } from '../time/interval.ts'
import type { Deployment } from './deployment.ts'
import type {
  DeploymentWatch,
  TriggerFinding,
  TriggerReason,
  TriggerState,
  TriggerKind,
  WatchVerdict,
  WatchedFigures,
} from './deployment-watch.ts'
import type { RollbackTriggers } from './rollback-triggers.ts'

/** What was measured of a component during a watch, as far as it has come. */
export type MeasuredComponent = {
  readonly component: string
  /** Is it deployed to? Else only its going down is watched. */
  readonly deployed: boolean
  readonly hasMonitors: boolean
  /** Checks outside excluded maintenance, and those of them that failed. */
  readonly checks: number
  readonly failed: number
  /** Latencies of those that answered. */
  readonly latency: Sketch
  /** Latencies of the seven days before the watch. */
  readonly baseline: Sketch
  readonly availability: Availability
  /** When it was in a major outage during the watch, excluded time left out; one that began before is cut to the beginning. */
  readonly outages: readonly Interval[]
}

/** As few checks in which a single failure is no more than 5 %: fewer are filled up with good ones that may still come. */
const fullSample = 20
/** Fewer checks than this say nothing. */
const fewestChecks = 3
/** A larger share of the watch than this may not be unobserved. */
const mostUnknown = 0.2
/** P95 that grew by less than this, ms, is no regression: nobody notices, and fast answers vary by as much. */
const noticeable = 50

/** Everything that is held against a version, component by component. */
export const judgeComponents = (
  components: readonly MeasuredComponent[],
  watch: Interval,
  triggers: RollbackTriggers,
): readonly TriggerFinding[] => components.flatMap((one) => judgeComponent(one, watch, triggers))

function judgeComponent(
  one: MeasuredComponent,
  watch: Interval,
  { errorRate, responseP95, regression, componentDown, critical }: RollbackTriggers,
): readonly TriggerFinding[] {
  const findings: TriggerFinding[] = []
  const add = (trigger: TriggerKind, limit: number, result: Result): void =>
    void findings.push({ trigger, component: one.component, limit, ...result })
  if (one.deployed && errorRate !== null) add('error_rate', errorRate / 1e6, judgeErrorRate(one, errorRate))
  if (one.deployed && responseP95 !== null) add('response_p95', responseP95, judgeResponse(one, responseP95))
  if (one.deployed && regression !== null)
    add('regression', regression / 1e6, judgeRegression(one, regression / 1e6))
  if (componentDown && (critical?.includes(one.component) ?? one.deployed))
    add('component_down', 0, judgeDowntime(one, watch))
  return findings
}

type Result = Pick<TriggerFinding, 'state' | 'reason' | 'measured'>

const result = (
  state: TriggerState,
  measured: number | null = null,
  reason: TriggerReason | null = null,
): Result => ({ state, reason, measured })

/** What is said where there are too few checks to judge anything; null where there are enough. */
function missingChecks(one: MeasuredComponent): Result | null {
  const { hasMonitors, checks, failed, availability } = one
  if (!hasMonitors) return result('not_judged', null, 'no_monitors')
  const { excluded, period, observed } = availability
  if (checks === 0 && period > 0 && excluded >= period) return result('unknown', null, 'maintenance')
  if (checks === 0 && (observed === 0 || isUnobserved(one))) return result('unknown', null, 'not_observed')
  // Its monitors look less often than the watch lasts.
  if (checks === 0) return result('not_judged', null, 'no_checks')
  return checks < fewestChecks && failed === 0 ? result('not_judged', null, 'few_checks') : null
}

/** Is too much of the watch unobserved to say that nothing happened? */
const isUnobserved = ({ availability: { observed, unknown } }: MeasuredComponent): boolean =>
  unknown > mostUnknown * (observed + unknown)

/** @param limit millionths */
function judgeErrorRate(one: MeasuredComponent, limit: number): Result {
  const missing = missingChecks(one)
  if (missing) return missing
  const { checks, failed } = one
  const rate = failed / checks
  // Whatever may still come, it is above the limit over a full sample. In integers, so that 5 of 100 are not above 5 %.
  if (failed * 1e6 > limit * Math.max(checks, fullSample)) return result('exceeded', rate)
  if (failed * 1e6 > limit * checks) return result('unknown', rate, 'few_checks')
  return isUnobserved(one) ? result('unknown', rate, 'not_observed') : result('kept', rate)
}

function judgeResponse(one: MeasuredComponent, limit: number): Result {
  const { latency, checks, failed } = one
  const missing = missingChecks(one)
  if (missing) return missing
  const count = countOf(latency)
  const p95 = quantile(latency, 0.95)
  // What does not answer is not slow: the share of errors tells of it.
  if (p95 === null)
    return failed === checks
      ? result('unknown', null, 'no_checks')
      : result('not_judged', null, 'not_measured')
  const filledUp = { ...latency, zeros: latency.zeros + Math.max(0, fullSample - count) }
  if (quantile(filledUp, 0.95)! > limit) return result('exceeded', p95)
  if (p95 > limit) return result('unknown', p95, 'few_checks')
  return isUnobserved(one) ? result('unknown', p95, 'not_observed') : result('kept', p95)
}

function judgeRegression(one: MeasuredComponent, limit: number): Result {
  const missing = missingChecks(one)
  if (missing) return missing
  const { p95, baseline, change, baselineChecks } = detectRegression(one.latency, one.baseline)
  if (p95 === null) return result('not_judged', null, 'not_measured')
  if (change === null || baseline === null)
    return result('not_judged', null, baselineChecks < regressionSample ? 'no_baseline' : 'few_checks')
  return result(change >= limit && p95 - baseline >= noticeable ? 'exceeded' : 'kept', change)
}

function judgeDowntime(one: MeasuredComponent, watch: Interval): Result {
  const begun = one.outages.filter(({ from }) => from > watch.from)
  if (begun.length > 0) return result('exceeded', total(begun))
  if (one.outages.length > 0) return result('not_judged', total(one.outages), 'down_before')
  const missing = missingChecks(one)
  if (missing) return missing
  return isUnobserved(one) ? result('unknown', null, 'not_observed') : result('kept', 0)
}

/** What speaks for itself of each component: the evidence of a verdict. */
export const watchedFigures = (components: readonly MeasuredComponent[]): readonly WatchedFigures[] =>
  components.map(({ component, checks, failed, latency, baseline, availability }) => ({
    component,
    checks,
    failed,
    p95: quantile(latency, 0.95),
    baseline: countOf(baseline) < regressionSample ? null : quantile(baseline, 0.95),
    availability: availability.availability,
    printed: availability.printed,
    unknown: availability.unknown,
  }))

/** When a watch ends: at its time, or when the team takes the version back; ms. */
export function watchEnd(
  { until }: Pick<DeploymentWatch, 'until'>,
  { outcome, finishedAt }: Pick<Deployment, 'outcome' | 'finishedAt'>,
): number {
  const isTakenBack = outcome === 'failed' || outcome === 'rolled_back'
  return isTakenBack && finishedAt !== null ? Math.min(until, finishedAt) : until
}

/**
 * What a watch comes to by what was found until now: one trigger that is exceeded decides at once; that all were kept is
 * said once the watch is over, and only where everything that should be known is.
 */
export function verdictOf(
  findings: readonly TriggerFinding[],
  { isOver, isTakenBack }: { readonly isOver: boolean; readonly isTakenBack: boolean },
): WatchVerdict {
  const has = (state: TriggerState): boolean => findings.some((one) => one.state === state)
  if (has('exceeded')) return 'roll_back'
  if (!isOver) return 'pending'
  if (isTakenBack) return 'ended'
  return has('unknown') || !has('kept') ? 'unknown' : 'passed'
}

/** The watch with what it came to; the same object while it is pending, or where it was decided before. */
export function decideWatch(
  watch: DeploymentWatch,
  verdict: WatchVerdict,
  evidence: Pick<DeploymentWatch, 'findings' | 'figures'>,
  now: number,
): DeploymentWatch {
  if (watch.verdict !== 'pending' || verdict === 'pending') return watch
  return { ...watch, ...evidence, version: watch.version + 1, verdict, decidedAt: now }
}
