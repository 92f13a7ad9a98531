import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { allowedDowntime } from '../../core/slo/evaluate.ts'
import type { Monitor } from '../../core/monitoring/monitor.ts'
import type { ObjectiveWindow } from '../../core/time/period.ts'
import { second } from '../../core/time/units.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import { formatConfigDuration } from '../values/duration.ts'
import { comingPeriods } from './coming-periods.ts'
import { type ObjectiveTarget, objectiveTargets } from './objective-list.ts'
import { formatWindow, formatIds, formatPercentage, formatSpan, formatSubject } from './warning-texts.ts'

/**
 * The shortest outage that a monitor is sure to see, ms: one that begins just after a check is first noticed `every`
 * later, and confirmed by `failures − 1` re-checks, `retry_every` apart. A heartbeat that just came is missed after
 * `every + grace`. Anything shorter may leave no trace, and is not counted.
 */
const detectionTime = (monitor: Monitor): number =>
  monitor.kind === 'heartbeat'
    ? monitor.every + monitor.grace
    : monitor.every + (monitor.confirm.failures - 1) * Math.min(monitor.confirm.retryEvery, monitor.every)

/** The monitor of a component that sees most, if it has one. */
const fastestMonitor = ({ monitors }: ComponentConfig): Monitor | undefined =>
  monitors.toSorted((a, b) => detectionTime(a) - detectionTime(b))[0]

/** Promises finer than the monitors see: what they allow may be lost without a trace, or by a single check. */
export const coarseIntervals = (config: Config, locator: Locator, now: number): ConfigProblem[] =>
  objectiveTargets(config).flatMap((objective) => {
    const shortest = shortestPeriod(objective.window, config, now)
    return objective.measure === 'availability'
      ? tooFineAvailability(objective, shortest, locator)
      : tooFineResponse(objective, shortest, locator)
  })

/** The length of a window, ms: of a calendar one, that of the shortest in thirteen months. */
function shortestPeriod(window: ObjectiveWindow, { page }: Config, now: number): number {
  if (typeof window === 'number') return window
  return Math.min(...comingPeriods(window, now, page.timezone).map(({ from, to }) => to - from))
}

function tooFineAvailability(
  { subjects, target, window, path }: ObjectiveTarget,
  shortest: number,
  locator: Locator,
): ConfigProblem[] {
  const allowed = allowedDowntime(target, shortest)
  const undetected = subjects.flatMap((members) => {
    // What one of a group's components loses unseen is a share of what the group loses.
    const monitor = members
      .flatMap((one) => fastestMonitor(one) ?? [])
      .toSorted((a, b) => detectionTime(b) - detectionTime(a))[0]
    return monitor && detectionTime(monitor) / members.length > allowed ? [{ members, monitor }] : []
  })
  const [worst, ...others] = undetected.toSorted(
    (a, b) => detectionTime(b.monitor) - detectionTime(a.monitor),
  )
  if (!worst) return []
  const { members, monitor } = worst
  const detection = detectionTime(monitor)
  const also =
    others.length === 0
      ? ''
      : ` and of ${formatIds(
          others.flatMap((one) => one.members.map(({ id }) => id)),
          locator,
        )}`
  const formula =
    monitor.kind === 'heartbeat'
      ? `every ${formatConfigDuration(monitor.every)} + grace ${formatConfigDuration(monitor.grace)}`
      : `every ${formatConfigDuration(monitor.every)}${monitor.confirm.failures === 1 ? '' : ` + ${monitor.confirm.failures - 1} × retry_every ${formatConfigDuration(Math.min(monitor.confirm.retryEvery, monitor.every))}`}`
  const enough = allowed * members.length - (detection - monitor.every)
  const more =
    enough >= second
      ? `Check every ${formatConfigDuration(Math.floor(enough / second) * second)} or oftener, or promise`
      : 'Promise'
  const coarser = Math.floor(1e6 * (1 - detection / members.length / shortest))
  const less = coarser > 0 ? ` ${formatPercentage(Math.floor(coarser / 10) * 10)} or less` : ' less'
  const longer = window !== 'year' ? ', or judge it over a longer window' : ''
  return [
    locator.problem(
      path,
      `is finer than monitors see: ${formatPercentage(target)} of ${formatWindow(window)} allows ${formatSpan(allowed)} (of ${formatSpan(shortest)}), and an outage of less than ${formatSpan(detection)} (${formula}) of ${formatSubject(members, locator)}${also} may go unseen. ${more}${less}${longer}.`,
    ),
  ]
}

/** P95 needs at least this many checks: of fewer, the slowest alone is more than 5 of 100. */
const minChecks = 20

function tooFineResponse(
  { subjects, path }: ObjectiveTarget,
  shortest: number,
  locator: Locator,
): ConfigProblem[] {
  for (const members of subjects) {
    const timed = members.flatMap(({ monitors }) => monitors.filter(({ kind }) => kind !== 'heartbeat'))
    const checks = timed.reduce((sum, { every }) => sum + Math.floor(shortest / every), 0)
    if (timed.length === 0 || checks >= minChecks) continue
    const every = Math.floor((shortest * timed.length) / minChecks / second) * second
    return [
      locator.problem(
        path,
        `is finer than monitors see: ${formatSubject(members, locator)} is checked ${checks === 1 ? 'once' : `${checks} times`} in ${formatSpan(shortest)}, so that one slow answer alone is more than 5 of 100. ${every >= second ? `Check every ${formatConfigDuration(every)} or oftener, or judge` : 'Judge'} it over a longer window.`,
      ),
    ]
  }
  return []
}
