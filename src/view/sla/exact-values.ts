import type { View } from '../shared/view.ts'

const numbers = new Map<string, Intl.NumberFormat>()

/** A number with at most two decimals, as the locale writes it. */
export function decimal(view: View, value: number): string {
  let format = numbers.get(view.locale)
  if (!format)
    numbers.set(view.locale, (format = new Intl.NumberFormat(view.locale, { maximumFractionDigits: 2 })))
  return format.format(value)
}
