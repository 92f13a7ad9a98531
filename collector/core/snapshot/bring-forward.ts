import type { Availability } from '../availability/availability-types.ts'
import { type CountedAvailability, meanAvailability } from '../availability/availability.ts'
import { availabilityOfEvidence } from '../explain/evidence.ts'
import type { Evidence } from '../explain/explanation.ts'
import { isOpen } from '../incident/incident.ts'
import type { MetricView } from '../metric/metric.ts'
import { dayInterval } from '../time/calendar.ts'
import type { Interval } from '../time/interval.ts'
import { windowAt } from '../time/period.ts'
import type { ComponentView, RegionView, Snapshot } from './snapshot.ts'

/** What is known of a minute in which nothing happened but checks. */
export type QuietMinute = {
  /** ms since the epoch. */
  readonly now: number
  /** When each component was last looked at, ms, by id. */
  readonly checkedAt: ReadonlyMap<string, number>
  /** The same region by region, where several watch: by component and then by region. */
  readonly regionsCheckedAt: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly metrics: readonly MetricView[]
}

/**
 * Whether a snapshot can be brought forward without reading what it is made of: everything works, nothing is open, and no
 * maintenance is under way, so that the time that passes is only more of the same.
 */
export const canBringForward = ({ components, incidents, generatedAt }: Snapshot): boolean =>
  components.every((one) => isSteady(one, generatedAt)) && !incidents.some(isOpen)

function isSteady({ status, firstAt, evidence }: ComponentView, at: number): boolean {
  if (firstAt === null) return evidence.slices.length === 0 || evidence.slices.at(-1)!.status === 'unknown'
  const last = evidence.slices.at(-1)
  return (
    status === 'operational' &&
    last?.status === 'operational' &&
    last.to === at &&
    evidence.windows.every((window) => window.to <= at)
  )
}

/**
 * The snapshot of a quiet minute, made of an earlier one of the same day and hour (UTC). Availability is as of now. What
 * is measured of response times, and what is judged by budgets, is as of the earlier snapshot.
 */
export function bringForward(last: Snapshot, minute: QuietMinute): Snapshot {
  const { now, checkedAt, regionsCheckedAt, metrics } = minute
  const { page, weights } = last
  const dates = last.components[0]?.days
  const first = dates && dayInterval(dates[0]!.date, page.timezone).from
  const periods: readonly Interval[] = dates
    ? [
        dayInterval(dates.at(-1)!.date, page.timezone),
        { from: first!, to: now },
        windowAt('month', now, page.timezone),
      ]
    : []
  const components = last.components.map((component): ComponentView => {
    const at = checkedAt.get(component.id) ?? component.checkedAt
    const evidence = extend(component.evidence, last.generatedAt, now)
    const [today, uptime, month] = availabilityOfEvidence(evidence, periods, now, weights)
    const lastDay = component.days.at(-1)!
    const days = [...component.days.slice(0, -1), { ...lastDay, ...today! }]
    return {
      ...component,
      checkedAt: at,
      evidence,
      days,
      uptime: withoutWorst(uptime!),
      month: withoutWorst(month!),
      ...(component.regions && {
        regions: withInstants(component.regions, regionsCheckedAt.get(component.id)),
      }),
    }
  })
  const uptimes = new Map(components.map((one) => [one.id, one.uptime]))
  return {
    ...last,
    generatedAt: now,
    staleAfter: now + last.staleAfter - last.generatedAt,
    checkedAt: components.reduce<number | null>(
      (latest, one) => (one.checkedAt === null ? latest : Math.max(latest ?? one.checkedAt, one.checkedAt)),
      null,
    ),
    components,
    groups: last.groups.map((group) => ({
      ...group,
      ...meanAvailability(group.components.flatMap((id) => uptimes.get(id) ?? [])),
    })),
    metrics,
  }
}

const withInstants = (
  regions: readonly RegionView[],
  checkedAt: ReadonlyMap<string, number> | undefined,
): readonly RegionView[] =>
  regions.map((one) => ({ ...one, checkedAt: checkedAt?.get(one.id) ?? one.checkedAt }))

function withoutWorst(counted: CountedAvailability): Availability {
  const { worst: _, ...figures } = counted
  return figures
}

/** The evidence with the time since as more of what there was at its end. */
function extend(evidence: Evidence, from: number, to: number): Evidence {
  const last = evidence.slices.at(-1)
  return last?.to === from
    ? { ...evidence, slices: [...evidence.slices.slice(0, -1), { ...last, to }] }
    : evidence
}
