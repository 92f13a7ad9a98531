/** An axis: its ends, and where its lines are, from the top. */
export type Scale = { readonly bottom: number; readonly top: number; readonly levels: readonly number[] }

const exact = (value: number): number => Number(value.toPrecision(12))

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below a value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return exact([1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999_999)!)
}

/** An axis over values that people can read; it begins at nothing where the values are not far from it. */
export function scaleOf(low: number, high: number): Scale {
  const [from, to] =
    low === high ? [low - Math.abs(low) / 10, high + (Math.abs(high) / 10 || 1)] : [low, high]
  const base = low >= 0 && from <= 0.6 * to ? 0 : from
  const step = niceStep((to - base) / 4)
  const first = Math.floor(exact(base / step))
  const last = Math.max(first + 1, Math.ceil(exact(to / step)))
  const levels = Array.from({ length: last - first + 1 }, (_, i) => exact((last - i) * step))
  return { bottom: levels.at(-1)!, top: levels[0]!, levels }
}
