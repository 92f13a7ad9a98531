import type { ShownStatus } from '../monitoring/health.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { ComponentShape, StatusShape } from './shape.ts'

const shapeOf = (indicator: StatusShape['indicator'], description: string): StatusShape => ({
  indicator,
  description,
})

/** Of how much of the page nobody knows how it is. */
export type Ignorance = 'none' | 'some' | 'all'

/**
 * What a snapshot does not know that is worth telling: all of it where the collector itself is cut off from what it
 * watches; some of it only while nothing known is worse.
 */
export function ignoranceOf({ cutOff, components }: Snapshot): Ignorance {
  const is = (wantedStatus: ShownStatus): number =>
    components.filter(({ status }) => status === wantedStatus).length
  const unknown = is('unknown')
  if (components.length > 0 && (cutOff || unknown === components.length)) return 'all'
  return unknown > 0 && is('degraded_performance') === 0 ? 'some' : 'none'
}

/**
 * The status of the whole page from its components alone, as Statuspage computes it: `critical` only when all of them are
 * gone; maintenance where nothing is wrong but work is under way. Where
 * nobody knows it is never said to be well: clients colour by the indicator and show the description as it is.
 */
export function statusShape(components: readonly ComponentShape[], ignorance: Ignorance): StatusShape {
  const statuses = components.filter(({ group }) => !group).map(({ status }) => status)
  const all = (status: (typeof statuses)[number]): boolean =>
    statuses.length > 0 && statuses.every((one) => one === status)
  const some = (status: (typeof statuses)[number]): boolean => statuses.includes(status)
  if (all('major_outage')) return shapeOf('critical', 'Major System Outage')
  if (some('major_outage') || all('partial_outage')) return shapeOf('major', 'Partial System Outage')
  if (ignorance === 'all') return shapeOf('minor', 'Status Unknown')
  if (some('partial_outage')) return shapeOf('minor', 'Minor Service Outage')
  if (ignorance === 'some') return shapeOf('minor', 'Status Partially Unknown')
  if (some('degraded_performance'))
    return shapeOf(
      'minor',
      all('degraded_performance') && statuses.length > 1
        ? 'Degraded System Service'
        : 'Partially Degraded Service',
    )
  if (some('under_maintenance')) return shapeOf('maintenance', 'Service Under Maintenance')
  return shapeOf('none', 'All Systems Operational')
}
