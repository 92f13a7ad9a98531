import type { Availability } from '../availability/availability-types.ts'
import { formatMeanRatio } from '../availability/format-ratio.ts'

/**
 * The figures of a group as one: each component weighs the same (NUMBERS.md), those with nothing measured are left out.
 * Times are means, rounded against us: downtime up, observed down.
 */
export function groupAvailability(all: readonly Availability[]): Availability {
  const measured = all.filter((one) => one.printed !== null)
  const mean = (pick: (one: Availability) => number): number =>
    measured.length === 0 ? 0 : measured.reduce((sum, one) => sum + pick(one), 0) / measured.length
  const ratio = (pick: (one: Availability) => number | null): number | null =>
    measured.length === 0 ? null : mean((one) => pick(one) ?? 0)
  const observed = Math.floor(mean((one) => one.observed))
  const lost = mean((one) => one.down / one.observed)
  return {
    period: Math.floor(mean((one) => one.period)),
    observed,
    down: Math.ceil(lost * observed),
    degraded: Math.ceil(mean((one) => one.degraded)),
    excluded: Math.ceil(mean((one) => one.excluded)),
    unknown: Math.ceil(mean((one) => one.unknown)),
    availability: ratio((one) => one.availability),
    raw: ratio((one) => one.raw),
    lower: ratio((one) => one.lower),
    upper: ratio((one) => one.upper),
    printed: formatMeanRatio(measured),
  }
}
