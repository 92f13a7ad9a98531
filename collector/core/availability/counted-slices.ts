import type { MeasuredStatus } from '../monitoring/health.ts'
import type { Declaration } from '../incident/declared-status.ts'
import type { Interval } from '../time/interval.ts'
import { compareStatus, statusFromCounts } from '../monitoring/component-status.ts'
import type { Span } from '../monitoring/timeline.ts'

/** Everything the figures of one component are computed from. */
export type ComponentHistory = {
  /** Its first check, or first appearance in the configuration when it has no monitors, ms; null when there is none. */
  readonly firstAt: number | null
  /** The timeline of each of its monitors; time outside the spans is unknown. None: it is operational unless declared otherwise. */
  readonly monitors: readonly (readonly Span[])[]
  /** What incidents declare for it; may overlap. */
  readonly declarations: readonly Declaration[]
  /** Maintenance windows that count as excluded; may overlap. */
  readonly exclusions: readonly Interval[]
  /** Where what its monitors say is taken out of the count; may overlap. */
  readonly falseAlarms: readonly Interval[]
}

/** A slice of time and the one status it counts as; `unknown` when nobody looked and nothing was declared. */
export type CountedSlice = Interval & { readonly status: MeasuredStatus | 'unknown' }

/** What is true at one instant of the sweep: how many monitors, declarations and false alarms say what. */
type StatusCounts = Record<MeasuredStatus | 'up' | 'degraded' | 'down' | 'falseAlarm', number>

type SliceBoundary = { readonly at: number; readonly key: keyof StatusCounts; readonly delta: 1 | -1 }

const heaviestFirst: readonly MeasuredStatus[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'operational',
]

function sliceBoundaries(history: ComponentHistory, within: Interval): SliceBoundary[] {
  const result: SliceBoundary[] = []
  const add = (key: keyof StatusCounts, span: Interval): void => {
    const from = Math.max(span.from, within.from)
    const to = Math.min(span.to, within.to)
    if (to > from) result.push({ at: from, key, delta: 1 }, { at: to, key, delta: -1 })
  }
  for (const monitor of history.monitors)
    for (const span of monitor) if (span.health !== 'unknown') add(span.health, span)
  for (const declaration of history.declarations) add(declaration.status, declaration)
  for (const span of history.falseAlarms) add('falseAlarm', span)
  return result.toSorted((a, b) => a.at - b.at)
}

/** The heavier of what monitors say, unless it is a false alarm, and what incidents declare. */
function statusOf(counts: StatusCounts, hasMonitors: boolean): MeasuredStatus | 'unknown' {
  const measured = hasMonitors ? statusFromCounts(counts.up, counts.degraded, counts.down) : 'operational'
  const monitorStatus = measured !== 'unknown' && counts.falseAlarm > 0 ? 'operational' : measured
  const declared = heaviestFirst.find((status) => counts[status] > 0) ?? 'unknown'
  return compareStatus(monitorStatus, declared) > 0 ? monitorStatus : declared
}

/**
 * The counted status of a component through an interval: contiguous slices covering all of it, neighbours differing.
 * Several monitors or incidents telling of the same moment count once, with the heaviest.
 */
export function countedSlices(history: ComponentHistory, within: Interval): CountedSlice[] {
  const hasMonitors = history.monitors.length > 0
  const counts: StatusCounts = {
    up: 0,
    degraded: 0,
    down: 0,
    operational: 0,
    degraded_performance: 0,
    partial_outage: 0,
    major_outage: 0,
    falseAlarm: 0,
  }
  const result: CountedSlice[] = []
  let from = within.from
  let status = statusOf(counts, hasMonitors)
  const ordered = sliceBoundaries(history, within)
  for (let i = 0; i < ordered.length;) {
    const { at } = ordered[i]!
    for (; i < ordered.length && ordered[i]!.at === at; i++) counts[ordered[i]!.key] += ordered[i]!.delta
    const next = statusOf(counts, hasMonitors)
    if (next === status) continue
    if (at > from) result.push({ from, to: at, status })
    from = at
    status = next
  }
  if (within.to > from) result.push({ from, to: within.to, status })
  return result
}
