import type { Interval } from '../time/interval.ts'
import type { KnownHealth } from './health.ts'
import type { HealthChange } from './health-state.ts'

/** A part of a timeline: what was known from one instant to another. */
export type Span = Interval & { readonly health: KnownHealth }

/**
 * The timeline inside an interval as contiguous spans, neighbours always differing: unknown before the first transition.
 * Transitions oldest first; of several at one instant the last holds. The one in force at the start must be among them.
 */
export function spans(transitions: readonly Pick<HealthChange, 'at' | 'health'>[], within: Interval): Span[] {
  const result: Span[] = []
  let from = within.from
  let health: KnownHealth = 'unknown'
  for (const change of transitions) {
    if (change.at >= within.to) break
    if (change.health === health) continue
    if (change.at > from) result.push({ from, to: change.at, health })
    from = Math.max(from, change.at)
    health = change.health
    const last = result[result.length - 1]
    if (last !== undefined && last.to === from && last.health === health) from = result.pop()!.from
  }
  if (within.to > from) result.push({ from, to: within.to, health })
  return result
}
