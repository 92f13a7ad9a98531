import type { Availability } from './availability-types.ts'
import { formatRatio } from './format-ratio.ts'

/** The part of what counts of a period that nobody watched, 0 to 1; 0 where nothing counts. */
export const unknownShare = ({ observed, unknown }: Pick<Availability, 'observed' | 'unknown'>): number =>
  observed + unknown === 0 ? 0 : unknown / (observed + unknown)

/** Was time observed only because nobody said otherwise? Nothing watches the component then, and no figure is printed. */
export const isUnmonitored = ({ observed, printed }: Pick<Availability, 'observed' | 'printed'>): boolean =>
  observed > 0 && printed === null

/** Both ends of what a figure may have been, printed, where nobody watched all of the time; null where they are the same. */
export function boundsOf({
  down,
  observed,
  unknown,
}: Availability): { readonly lower: string; readonly upper: string } | null {
  if (unknown <= 0 || observed <= 0) return null
  const lower = formatRatio(down + unknown, observed + unknown)
  const upper = formatRatio(down, observed + unknown)
  return lower === null || upper === null || lower === upper ? null : { lower, upper }
}

/** From this share of unknown time on a figure is shown with its bounds, whatever was promised. */
const notableShare = 0.001

/** Was a notable part of a period not watched? */
export const isNotablyUnknown = (figures: Pick<Availability, 'observed' | 'unknown'>): boolean =>
  unknownShare(figures) >= notableShare

/**
 * The bounds where unknown time could change the verdict, or is a notable part of the whole (NUMBERS.md).
 *
 * @param target what was promised, 0 to 1; null without a promise
 */
export function notableBounds(figures: Availability, target: number | null): ReturnType<typeof boundsOf> {
  const { lower, upper } = figures
  const isDecisive = target !== null && lower !== null && upper !== null && lower < target && target <= upper
  return isDecisive || isNotablyUnknown(figures) ? boundsOf(figures) : null
}
