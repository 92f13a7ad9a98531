import type { DemoMetricRange } from '../../core/config/config.ts'
import { hashFraction } from '../../core/text/id.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** The noise is constant for so long, ms: two requests at once get the same value. */
const steady = 10 * minute

/**
 * The value of a metric at an instant (ms since the epoch): low at night, high in the afternoon, quieter on weekends, never outside its
 * range, and the same every time it is asked.
 */
export function figureAt(name: string, { from, to }: DemoMetricRange, at: number): number {
  const time = ((at % day) + day) % day
  // 1 January 1970 was a Thursday.
  const weekday = (((Math.floor(at / day) + 3) % 7) + 7) % 7
  const wave = 0.5 - 0.5 * Math.cos(((time - 2 * hour) / day) * 2 * Math.PI)
  const working = weekday < 5 && time >= 7 * hour && time < 17 * hour ? 1 : 0
  const noise = hashFraction(`${name} ${Math.floor(at / steady)}`)
  const share = (0.55 * wave + 0.2 * working) * (weekday < 5 ? 1 : 0.75) + 0.25 * noise
  return rounded(from + (to - from) * share, Math.abs(to - from))
}

/** Rounded to three digits of its range. */
function rounded(value: number, range: number): number {
  const digits = range >= 100 ? 0 : range >= 10 ? 1 : range >= 1 ? 2 : 3
  return Number(value.toFixed(digits))
}
