import {
  type Maintenance,
  endsAt,
  isQuiet,
  isUnderWay,
} from '../../../collector/core/maintenance/maintenance.ts'
import { day } from '../../../collector/core/time/units.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { maintenancesAbout } from '../shared/places.ts'
import { isComing } from '../maintenance/maintenance.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** How many windows the calendar's page lists, and the overview. */
const listed = 10
const onOverview = 5

/** How far ahead the overview looks, ms. */
const overviewAhead = 14 * day

/** What is told at one instant of work that is not over. */
export type Coming = {
  /** Under way, those that began first in front; without the ones nobody feels. */
  readonly underWay: readonly Maintenance[]
  /** Announced and ahead, cancelled ones included, the next one first. */
  readonly ahead: readonly Maintenance[]
  /** Of those, what the overview tells. */
  readonly soon: readonly Maintenance[]
  /** There is more ahead than the overview tells. */
  readonly more: boolean
}

/** What is notified of work that is not over when the snapshot was made. */
export const comingOf = oncePer((snapshot: Snapshot): Coming => {
  const now = snapshot.generatedAt
  const open = snapshot.maintenances.filter((one) => isComing(snapshot, one)).toReversed()
  const ahead = open.filter((one) => !isUnderWay(one, now))
  const soon = ahead.filter((one) => one.cancelledAt === null && one.scheduledFor < now + overviewAhead)
  return {
    underWay: open.filter((one) => isUnderWay(one, now)),
    ahead: ahead.slice(0, listed),
    soon: soon.slice(0, onOverview),
    more: soon.length > onOverview,
  }
})

/** How many windows a component's page lists of those ahead, and of those past. */
const ofComponent = 5

/** What is announced of work on a component and not over, the next one first. */
export const plannedWork = (snapshot: Snapshot, component: string): readonly Maintenance[] =>
  maintenancesAbout(snapshot, component)
    .filter((one) => isComing(snapshot, one))
    .slice(-ofComponent)
    .toReversed()

/** The latest work on a component that took place, without what nobody feels. */
export function pastWork(snapshot: Snapshot, component: string): readonly Maintenance[] {
  const past: Maintenance[] = []
  for (const one of maintenancesAbout(snapshot, component)) {
    if (one.cancelledAt !== null || endsAt(one) > snapshot.generatedAt || isQuiet(one)) continue
    past.push(one)
    if (past.length === ofComponent) break
  }
  return past
}
