import { day, hour, minute, second } from '../../../collector/core/time/units.ts'
import type { View } from '../shared/view.ts'

/**
 * A length of time (ms) in two units, to the second below an hour: `43 min 12 s`. Rounded down (`down`) where more would
 * flatter us, up (`up`) where less would.
 */
export function exactSpan(view: View, ms: number, towards: 'down' | 'up'): string {
  const { units } = view.words
  const { count } = view.format
  const step = ms < hour ? second : ms < day ? minute : hour
  const rounded = (towards === 'down' ? Math.floor(ms / step) : Math.ceil(ms / step)) * step
  const parts = [
    [Math.floor(rounded / day), units.day],
    [Math.floor((rounded % day) / hour), units.hour],
    [Math.floor((rounded % hour) / minute), units.minute],
    [Math.floor((rounded % minute) / second), units.second],
  ] as const
  const written = parts.filter(([value]) => value > 0).map(([value, unit]) => `${count(value)}\u00a0${unit}`)
  return written.length > 0 ? written.slice(0, 2).join('\u00a0') : `0\u00a0${units.second}`
}

const numbers = new Map<string, Intl.NumberFormat>()

/** A number with at most two decimals, as the locale writes it. */
export function decimal(view: View, value: number): string {
  let format = numbers.get(view.locale)
  if (!format)
    numbers.set(view.locale, (format = new Intl.NumberFormat(view.locale, { maximumFractionDigits: 2 })))
  return format.format(value)
}

/** A promised response time (ms), with no more digits than it was promised with: `1,5 s`, `800 ms`. */
export const promisedLatency = (view: View, ms: number): string =>
  ms < second
    ? `${decimal(view, ms)}\u00a0${view.words.units.millisecond}`
    : `${decimal(view, ms / second)}\u00a0${view.words.units.second}`
