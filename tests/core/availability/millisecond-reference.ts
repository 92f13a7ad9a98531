import type { Health } from '../../../collector/core/monitoring/health.ts'
import type { Interval } from '../../../collector/core/time/interval.ts'
import type { ComponentHistory } from '../../../collector/core/availability/counted-slices.ts'
import type { Weights } from '../../../collector/core/availability/availability.ts'

/**
 * The availability of NUMBERS.md told again, as slowly and plainly as it can be: one millisecond after the other, with no
 * interval arithmetic and none of the collector's code. Slices of time are what the real one is clever about; here there
 * are none.
 */
export function referenceAvailability(
  history: ComponentHistory,
  period: Interval,
  now: number,
  weights: Weights,
) {
  const starts = history.declarations.map((one) => one.from)
  if (history.firstAt !== null) starts.push(history.firstAt)
  const first = starts.length === 0 ? Infinity : Math.min(...starts)
  const total = { period: 0, excluded: 0, unknown: 0, degraded: 0, lost: 0, rawUnknown: 0, rawLost: 0 }
  const seen: string[] = []
  for (let at = period.from; at < period.to; at++) {
    if (at < first || at >= now) continue
    total.period++
    const excluded = covers(history.exclusions, at)
    const status = statusAt(history, at)
    if (excluded) total.excluded++
    if (status === 'unknown') {
      total.rawUnknown++
      if (!excluded) total.unknown++
      continue
    }
    total.rawLost += weights[status]
    if (excluded) continue
    seen.push(status)
    total.lost += weights[status]
    if (status === 'degraded_performance') total.degraded++
  }
  const observed = total.period - total.excluded - total.unknown
  const down = Math.ceil(total.lost / 1000)
  return {
    period: total.period,
    observed,
    down,
    degraded: total.degraded,
    excluded: total.excluded,
    unknown: total.unknown,
    availability: shareUp(down, observed),
    raw: shareUp(Math.ceil(total.rawLost / 1000), total.period - total.rawUnknown),
    lower: shareUp(down + total.unknown, observed + total.unknown),
    upper: shareUp(down, observed + total.unknown),
    worst: order.findLast((status) => seen.includes(status)) ?? 'unknown',
  }
}

const shareUp = (lost: number, of: number): number | null => (of === 0 ? null : 1 - lost / of)

const order = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const

const covers = (intervals: readonly Interval[], at: number): boolean =>
  intervals.some(({ from, to }) => from <= at && at < to)

function statusAt(history: ComponentHistory, at: number): (typeof order)[number] | 'unknown' {
  const healths = history.monitors
    .map((spans) => spans.find(({ from, to }) => from <= at && at < to)?.health ?? 'unknown')
    .filter((health): health is Health => health !== 'unknown')
  const declared = history.declarations.filter((one) => covers([one], at)).map((one) => one.status)
  const statuses = new Set([
    ...declared,
    ...measuredStatuses(history, healths, covers(history.falseAlarms, at)),
  ])
  return order.findLast((status) => statuses.has(status)) ?? 'unknown'
}

function measuredStatuses(
  history: ComponentHistory,
  healths: readonly Health[],
  falseAlarm: boolean,
): (typeof order)[number][] {
  if (history.monitors.length === 0) return ['operational']
  if (healths.length === 0) return []
  if (falseAlarm) return ['operational']
  if (healths.every((health) => health === 'down')) return ['major_outage']
  if (healths.includes('down')) return ['partial_outage']
  return [healths.includes('degraded') ? 'degraded_performance' : 'operational']
}
