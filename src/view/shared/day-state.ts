import { notableBounds, unknownShare } from '../../../collector/core/availability/bounds.ts'
import type { ComponentView, DayView } from '../../../collector/core/snapshot/snapshot.ts'
import { minute } from '../../../collector/core/time/units.ts'

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

/** The bounds where unknown time could change the verdict on a component, or is a notable part of the whole. */
export const boundsOfComponent = ({
  uptime,
  objectives,
}: Pick<ComponentView, 'uptime' | 'objectives'>): ReturnType<typeof notableBounds> =>
  notableBounds(uptime, objectives.availability && objectives.availability.budget.target / 1e6)
