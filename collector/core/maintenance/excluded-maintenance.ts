import type { Interval } from '../time/interval.ts'
import { type Maintenance, beginsAt, endsAt, isUnderWay } from './maintenance.ts'

/** The work on one component, as of an instant. */
export type ComponentMaintenance = {
  readonly underWay: readonly Maintenance[]
  /** What took place and ended inside the intervals asked for. */
  readonly over: readonly Maintenance[]
  /** For each interval: did work that readers could feel touch it? */
  readonly days: readonly boolean[]
}

/** Maintenances that take place, or took place, inside a span, by the components they touch; cancelled ones if asked. */
export function maintenanceByComponent(
  maintenances: readonly Maintenance[],
  within: Interval,
  cancelledToo = false,
): ReadonlyMap<string, readonly Maintenance[]> {
  const by = new Map<string, Maintenance[]>()
  for (const one of maintenances) {
    if (
      (one.cancelledAt !== null && !cancelledToo) ||
      beginsAt(one) >= within.to ||
      endsAt(one) <= within.from
    )
      continue
    for (const component of new Set(one.components)) {
      const list = by.get(component)
      if (list) list.push(one)
      else by.set(component, [one])
    }
  }
  return by
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
  const felt = maintenances.filter((one) => one.impact !== 'none' && beginsAt(one) <= now)
  return {
    underWay: maintenances.filter((one) => isUnderWay(one, now)),
    over: maintenances.filter((one) => endsAt(one) <= now),
    days: intervals.map((day) => felt.some((one) => beginsAt(one) < day.to && endsAt(one) > day.from)),
  }
}
