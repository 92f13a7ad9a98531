/** What a printed figure is made of: whole milliseconds of downtime in whole milliseconds observed. */
export type Ratio = { readonly down: number; readonly observed: number }

/** A share of 100,000, never all of them: two decimals of a percent below 99.9, three from there, none rounded up. */
function formatPercent(share: number): string {
  const whole = Math.floor(share / 1_000)
  const thousandths = String(share % 1_000).padStart(3, '0')
  return share < 99_900 ? `${whole}.${thousandths.slice(0, 2)}` : `${whole}.${thousandths}`
}

/**
 * Availability as a percentage, without its sign: `"99.79"`, `"99.990"`, `"100"` only where nothing was down, null where
 * nothing was observed. Worked out digit by digit in integers, because a floating ratio may floor to the digit below.
 */
export function formatRatio(down: number, observed: number): string | null {
  if (observed <= 0) return null
  if (down <= 0) return '100'
  let share = 0
  let rest = Math.max(0, observed - down)
  for (let digit = 0; digit < 5; digit++) {
    rest *= 10
    const next = Math.floor(rest / observed)
    share = share * 10 + next
    rest -= next * observed
  }
  return formatPercent(share)
}

/**
 * The mean of several availabilities, each weighing the same, printed by the same rule: exact, so that a group of one
 * reads as its component does. Those with nothing observed are left out; null when nothing is left.
 */
export function formatMeanRatio(ratios: Iterable<Ratio>): string | null {
  let count = 0n
  let numerator = 0n
  let denominator = 1n
  let hasDowntime = false
  for (const { down, observed } of ratios) {
    if (observed <= 0) continue
    count++
    hasDowntime ||= down > 0
    const whole = BigInt(observed)
    numerator = numerator * whole + BigInt(Math.max(0, observed - down)) * denominator
    denominator *= whole
  }
  if (count === 0n) return null
  return hasDowntime ? formatPercent(Number((numerator * 100_000n) / (denominator * count))) : '100'
}
