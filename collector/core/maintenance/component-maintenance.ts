import type { Interval } from '../time/interval.ts'
import { type Maintenance, beginsAt, endsAt, isUnderWay } from './maintenance.ts'

/** The work on one component, as of an instant. */
export type ComponentMaintenance = {
  readonly underWay: readonly Maintenance[]
  /** What took place and ended inside the intervals asked for. */
  readonly completed: readonly Maintenance[]
  /** For each interval: did work that readers could feel touch it? */
  readonly days: readonly boolean[]
}

/** Maintenances that take place, or took place, inside a span, by the components they touch; cancelled ones if asked. */
export function maintenanceByComponent(
  maintenances: readonly Maintenance[],
  within: Interval,
  includeCancelled = false,
): ReadonlyMap<string, readonly Maintenance[]> {
  const byComponent = new Map<string, Maintenance[]>()
  for (const one of maintenances) {
    if (
      (one.cancelledAt !== null && !includeCancelled) ||
      beginsAt(one) >= within.to ||
      endsAt(one) <= within.from
    )
      continue
    for (const component of new Set(one.components)) {
      const list = byComponent.get(component)
      if (list) list.push(one)
      else byComponent.set(component, [one])
    }
  }
  return byComponent
}

/**
 * What the maintenances of a component mean at an instant (ms), and for ascending intervals up to it. Work without an
 * impact marks no day: daily checks would mark them all.
 */
export function maintenanceOf(
  maintenances: readonly Maintenance[],
  intervals: readonly Interval[],
  now: number,
): ComponentMaintenance {
  const withImpact = maintenances.filter((one) => one.impact !== 'none' && beginsAt(one) <= now)
  return {
    underWay: maintenances.filter((one) => isUnderWay(one, now)),
    completed: maintenances.filter((one) => endsAt(one) <= now),
    days: intervals.map((day) => withImpact.some((one) => beginsAt(one) < day.to && endsAt(one) > day.from)),
  }
}
