import { second } from '../../../collector/core/time/units.ts'
import type { View } from '../shared/view.ts'

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
