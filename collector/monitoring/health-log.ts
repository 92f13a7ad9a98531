import type { KnownHealth } from '../core/monitoring/health.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** So many changes at once are reported one by one; more are counted. */
const maxListed = 5

/** One line for the log. */
export type HealthLogLine = { readonly level: 'info' | 'warn'; readonly text: string }

/**
 * Turns changes of health into lines a person wants to read: what got worse, why, and what recovered. That checks
 * stopped, or go on again, is logged once by the part that knows why, not for each monitor.
 *
 * @param before healths last known, by monitor
 */
export function createHealthLog(
  before: ReadonlyMap<string, KnownHealth>,
): (transitions: readonly Transition[], faults: ReadonlyMap<string, string>) => HealthLogLine[] {
  const logged = new Map(before)
  return (transitions, faults) => {
    const reason = (monitor: string, health: KnownHealth): string => {
      const fault = faults.get(monitor)
      return health === 'up' || fault === undefined ? '' : `: ${fault}`
    }
    const changed = new Map<string, KnownHealth>()
    for (const { monitor, health } of transitions) {
      if (health === 'unknown') continue
      const last = logged.get(monitor) ?? 'unknown'
      if (health !== (last === 'unknown' ? 'up' : last)) changed.set(monitor, health)
      logged.set(monitor, health)
    }
    return (['down', 'degraded', 'up'] as const).flatMap((health): HealthLogLine[] => {
      const level = health === 'up' ? 'info' : 'warn'
      const names = [...changed].filter(([, now]) => now === health).map(([monitor]) => monitor)
      if (names.length <= maxListed)
        return names.map((name) => ({ level, text: `${name} is ${health}${reason(name, health)}` }))
      const rest = names.length - maxListed
      return [{ level, text: `${names.slice(0, maxListed).join(', ')} and ${rest} more are ${health}` }]
    })
  }
}
