import type { Known } from '../core/monitoring/health.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** So many changes at once are told one by one; more are counted. */
const oneByOne = 5

/** One line for the log. */
export type Line = { readonly level: 'info' | 'warn'; readonly text: string }

/**
 * Turns changes of health into lines a person wants to read: what got worse and what recovered. That nobody looked, or
 * looks again, is told once by whoever knows why, not for each monitor.
 *
 * @param before healths last known, by monitor
 */
export function storyteller(
  before: ReadonlyMap<string, Known>,
): (transitions: readonly Transition[]) => Line[] {
  const told = new Map(before)
  return (transitions) => {
    const news = new Map<string, Known>()
    for (const { monitor, health } of transitions) {
      if (health === 'unknown') continue
      const last = told.get(monitor) ?? 'unknown'
      if (health !== (last === 'unknown' ? 'up' : last)) news.set(monitor, health)
      told.set(monitor, health)
    }
    return (['down', 'degraded', 'up'] as const).flatMap((health): Line[] => {
      const level = health === 'up' ? 'info' : 'warn'
      const names = [...news].filter(([, now]) => now === health).map(([monitor]) => monitor)
      if (names.length <= oneByOne) return names.map((name) => ({ level, text: `${name} is ${health}` }))
      const rest = names.length - oneByOne
      return [{ level, text: `${names.slice(0, oneByOne).join(', ')} and ${rest} more are ${health}` }]
    })
  }
}
