import { day } from '../../../collector/core/time/units.ts'
import type { View } from '../shared/view.ts'

/** How long ahead something was or is announced (ms): `2 semaines`, `12 jours`, `24 h`; whole days, rounded down, so that none seems longer. */
export const noticeSpan = (view: View, ms: number): string =>
  view.format.span(ms >= 2 * day ? ms - (ms % day) : ms)
