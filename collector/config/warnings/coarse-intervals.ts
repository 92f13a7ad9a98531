import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { allowance } from '../../core/slo/evaluate.ts'
import type { Monitor } from '../../core/monitoring/monitor.ts'
import type { ObjectiveWindow } from '../../core/slo/objective.ts'
import { second } from '../../core/time/units.ts'
import type { Locator } from '../locator.ts'
import type { Problem } from '../problem.ts'
import { writeDuration } from '../values/duration.ts'
import { periodsAhead } from './coming-periods.ts'
import { type Promised, promised } from './objective-list.ts'
import { everyWindow, ids, percentage, spanned, subject } from './warning-texts.ts'

/**
 * The shortest outage that a monitor is sure to see, ms: one that begins just after a check is first noticed `every`
 * later, and confirmed by `failures − 1` re-checks, `retry_every` apart. A heartbeat that just came is missed after
 * `every + grace`. Anything shorter may leave no trace, and is not counted.
 */
export const surelySeen = (monitor: Monitor): number =>
  monitor.kind === 'heartbeat'
    ? monitor.every + monitor.grace
    : monitor.every + (monitor.confirm.failures - 1) * Math.min(monitor.confirm.retryEvery, monitor.every)

/** The monitor of a component that sees most, if it has one. */
const keenest = ({ monitors }: ComponentConfig): Monitor | undefined =>
  monitors.toSorted((a, b) => surelySeen(a) - surelySeen(b))[0]

/** Promises finer than the monitors see: what they allow may be lost without a trace, or by a single check. */
export const resolution = (config: Config, locator: Locator, now: number): Problem[] =>
  promised(config).flatMap((promise) => {
    const shortest = shortestOf(promise.window, config, now)
    return promise.figure === 'availability'
      ? fineAvailability(promise, shortest, locator)
      : fineResponse(promise, shortest, locator)
  })

/** The length of a window, ms: of a calendar one, that of the shortest in thirteen months. */
function shortestOf(window: ObjectiveWindow, { page }: Config, now: number): number {
  if (typeof window === 'number') return window
  return Math.min(...periodsAhead(window, now, page.timezone).map(({ from, to }) => to - from))
}

function fineAvailability(
  { subjects, target, window, path }: Promised,
  shortest: number,
  locator: Locator,
): Problem[] {
  const allowed = allowance(target, shortest)
  const blind = subjects.flatMap((members) => {
    // What one of a group's components loses unseen is a share of what the group loses.
    const monitor = members
      .flatMap((one) => keenest(one) ?? [])
      .toSorted((a, b) => surelySeen(b) - surelySeen(a))[0]
    return monitor && surelySeen(monitor) / members.length > allowed ? [{ members, monitor }] : []
  })
  const [worst, ...others] = blind.toSorted((a, b) => surelySeen(b.monitor) - surelySeen(a.monitor))
  if (!worst) return []
  const { members, monitor } = worst
  const seen = surelySeen(monitor)
  const also =
    others.length === 0
      ? ''
      : ` and of ${ids(
          others.flatMap((one) => one.members.map(({ id }) => id)),
          locator,
        )}`
  const formula =
    monitor.kind === 'heartbeat'
      ? `every ${writeDuration(monitor.every)} + grace ${writeDuration(monitor.grace)}`
      : `every ${writeDuration(monitor.every)}${monitor.confirm.failures === 1 ? '' : ` + ${monitor.confirm.failures - 1} × retry_every ${writeDuration(Math.min(monitor.confirm.retryEvery, monitor.every))}`}`
  const enough = allowed * members.length - (seen - monitor.every)
  const more =
    enough >= second
      ? `Check every ${writeDuration(Math.floor(enough / second) * second)} or oftener, or promise`
      : 'Promise'
  const coarser = Math.floor(1e6 * (1 - seen / members.length / shortest))
  const less = coarser > 0 ? ` ${percentage(Math.floor(coarser / 10) * 10)} or less` : ' less'
  const longer = window !== 'year' ? ', or judge it over a longer window' : ''
  return [
    locator.problem(
      path,
      `is finer than monitors see: ${percentage(target)} of ${everyWindow(window)} allows ${spanned(allowed)} (of ${spanned(shortest)}), and an outage of less than ${spanned(seen)} (${formula}) of ${subject(members, locator)}${also} may go unseen. ${more}${less}${longer}.`,
    ),
  ]
}

/** P95 needs at least this many checks: of fewer, the slowest alone is more than 5 of 100. */
const fewest = 20

function fineResponse({ subjects, path }: Promised, shortest: number, locator: Locator): Problem[] {
  for (const members of subjects) {
    const timed = members.flatMap(({ monitors }) => monitors.filter(({ kind }) => kind !== 'heartbeat'))
    const checks = timed.reduce((sum, { every }) => sum + Math.floor(shortest / every), 0)
    if (timed.length === 0 || checks >= fewest) continue
    const every = Math.floor((shortest * timed.length) / fewest / second) * second
    return [
      locator.problem(
        path,
        `is finer than monitors see: ${subject(members, locator)} is checked ${checks === 1 ? 'once' : `${checks} times`} in ${spanned(shortest)}, so that one slow answer alone is more than 5 of 100. ${every >= second ? `Check every ${writeDuration(every)} or oftener, or judge` : 'Judge'} it over a longer window.`,
      ),
    ]
  }
  return []
}
