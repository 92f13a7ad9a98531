import type { Availability } from '../../../collector/core/availability/availability-types.ts'
import { formatRatio } from '../../../collector/core/availability/format-ratio.ts'
import type { ComponentView, DayView } from '../../../collector/core/snapshot/snapshot.ts'
import { minute } from '../../../collector/core/time/units.ts'

/** The part of what counts of a period that nobody watched, 0 to 1; 0 where nothing counts. */
export const unknownShare = ({ observed, unknown }: Pick<Availability, 'observed' | 'unknown'>): number =>
  observed + unknown === 0 ? 0 : unknown / (observed + unknown)

/**
 * What a day is drawn as and called: the worst that was counted in it, but without outage only where at least half of what
 * counts of it was watched (NUMBERS.md, a day's bar).
 */
export const dayState = (day: Pick<DayView, 'worst' | 'observed' | 'unknown'>): DayView['worst'] =>
  day.worst === 'operational' && unknownShare(day) > 0.5 ? 'unknown' : day.worst

/** Milliseconds of a day that nobody watched, where the day is partly known and that is worth saying; else 0. */
export const unwatchedTime = ({ observed, unknown }: Pick<DayView, 'observed' | 'unknown'>): number =>
  observed > 0 && unknown >= minute ? unknown : 0

/** Does anything watch the component, or is it as people declare it? */
export const isMonitored = ({ every, checkedAt }: Pick<ComponentView, 'every' | 'checkedAt'>): boolean =>
  every !== null || checkedAt !== null

/** The availability as printed; null where nothing was measured: without monitors, "no outage" is nobody's measurement. */
export const measuredFigure = (
  component: Pick<ComponentView, 'uptime' | 'every' | 'checkedAt'>,
): string | null => (component.uptime.down === 0 && !isMonitored(component) ? null : component.uptime.printed)

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

/** The bounds where unknown time could change the verdict on a component, or is a notable part of the whole. */
export function notableBounds({
  uptime,
  objectives,
}: Pick<ComponentView, 'uptime' | 'objectives'>): ReturnType<typeof boundsOf> {
  const { lower, upper } = uptime
  const target = objectives.availability && objectives.availability.budget.target / 1e6
  const isDecisive = target !== null && lower !== null && upper !== null && lower < target && target <= upper
  return isDecisive || isNotablyUnknown(uptime) ? boundsOf(uptime) : null
}
