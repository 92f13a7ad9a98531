import type { ComponentShape, StatusShape } from './shape.ts'

const says = (indicator: StatusShape['indicator'], description: string): StatusShape => ({
  indicator,
  description,
})

/**
 * The status of the whole page from its components alone, as Statuspage computes it: `critical` only when all of them are
 * gone; maintenance where nothing is wrong but work is under way.
 */
export function statusShape(components: readonly ComponentShape[]): StatusShape {
  const statuses = components.filter(({ group }) => !group).map(({ status }) => status)
  const all = (status: (typeof statuses)[number]): boolean =>
    statuses.length > 0 && statuses.every((one) => one === status)
  const some = (status: (typeof statuses)[number]): boolean => statuses.includes(status)
  if (all('major_outage')) return says('critical', 'Major System Outage')
  if (some('major_outage') || all('partial_outage')) return says('major', 'Partial System Outage')
  if (some('partial_outage')) return says('minor', 'Minor Service Outage')
  if (some('degraded_performance'))
    return says(
      'minor',
      all('degraded_performance') && statuses.length > 1
        ? 'Degraded System Service'
        : 'Partially Degraded Service',
    )
  if (some('under_maintenance')) return says('maintenance', 'Service Under Maintenance')
  return says('none', 'All Systems Operational')
}
