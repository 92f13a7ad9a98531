/** What is held against the measured figures. */
export type TriggerKind = 'error_rate' | 'response_p95' | 'regression' | 'component_down'

/**
 * `kept`: measured, and within its limit so far; `exceeded`: it speaks for taking the version back; `unknown`: it should be
 * known and is not; `not_judged`: there is nothing to hold against it.
 */
export type TriggerState = 'kept' | 'exceeded' | 'unknown' | 'not_judged'

/** Why a trigger is not known or not judged. */
export type TriggerReason =
  /** Nothing looks at the component. */
  | 'no_monitors'
  /** None of its checks fell into the watch. */
  | 'no_checks'
  /** Too few to say. */
  | 'few_checks'
  /** Most of the watch nobody looked. */
  | 'not_observed'
  /** All of the watch lies in maintenance that does not count. */
  | 'maintenance'
  /** Its monitors measure no response times. */
  | 'not_measured'
  /** Too few checks in the seven days before. */
  | 'no_baseline'
  /** It was down when the version came, and has not been up since. */
  | 'down_before'

/** One trigger held against one component. */
export type TriggerFinding = {
  readonly trigger: TriggerKind
  readonly component: string
  readonly state: TriggerState
  readonly reason: TriggerReason | null
  /** A share for `error_rate` and `regression`, ms for `response_p95`, ms of downtime for `component_down`; null where unknown. */
  readonly measured: number | null
  /** In the same unit. */
  readonly limit: number
}

/** What was measured of a component while the version was watched: the evidence. */
export type WatchedFigures = {
  readonly component: string
  /** Checks that were judged, those in excluded maintenance left out. */
  readonly checks: number
  readonly failed: number
  /** ms; null without answers. */
  readonly p95: number | null
  /** P95 of the seven days before the start, ms; null without enough checks. */
  readonly baseline: number | null
  /** As on the page, 0 to 1; null where nothing was observed. */
  readonly availability: number | null
  /** `"99.79"`, as the page prints it. */
  readonly printed: string | null
  /** ms of the watch that nobody observed. */
  readonly unknown: number
}

/**
 * `pending`: still watched; `passed`: every trigger that can be judged was kept; `roll_back`: one was exceeded; `unknown`:
 * none was, and something that should be known is not; `ended`: the team took the version back first.
 */
export type WatchVerdict = 'pending' | 'passed' | 'roll_back' | 'unknown' | 'ended'

/** What a watch has come to. */
export type DecidedVerdict = Exclude<WatchVerdict, 'pending'>

/** The watch over a deployment, kept with its verdict and the evidence. Instants in ms. */
export type DeploymentWatch = {
  readonly deployment: string
  /** Counts from 1; one more with every change. */
  readonly version: number
  readonly from: number
  readonly until: number
  readonly verdict: WatchVerdict
  /** Null while it is pending. */
  readonly decidedAt: number | null
  /** Empty while it is pending. */
  readonly findings: readonly TriggerFinding[]
  readonly figures: readonly WatchedFigures[]
}

/** The watch of a deployment that begins. */
export const beginWatch = (deployment: string, from: number, watch: number): DeploymentWatch => ({
  deployment,
  version: 1,
  from,
  until: from + watch,
  verdict: 'pending',
  decidedAt: null,
  findings: [],
  figures: [],
})

/** The watch until another instant, ms. One that advised to roll back stays as it is: that is not taken back. */
export function extendWatch(watch: DeploymentWatch, until: number): DeploymentWatch {
  if (watch.verdict === 'roll_back' || (watch.verdict === 'pending' && watch.until === until)) return watch
  return {
    ...watch,
    version: watch.version + 1,
    until,
    verdict: 'pending',
    decidedAt: null,
    findings: [],
    figures: [],
  }
}
