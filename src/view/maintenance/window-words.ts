import { day } from '../../../collector/core/time/units.ts'
import type { ObjectiveWindow } from '../../../collector/core/time/period.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from '../shared/view.ts'

/** How a window is said in a sentence: of each, in an example, every, now. */
export type WindowPhrase = 'each' | 'over' | 'perEach' | 'now'

/** A window in words: `de chaque mois`, `sur 30 jours`, `ce mois-ci`. */
export const windowWords = (view: View, window: ObjectiveWindow, phrase: WindowPhrase): string =>
  typeof window === 'number'
    ? fillPlaceholders(view.words.sla[phrase].rolling, { span: view.format.span(window) })
    : view.words.sla[phrase][window]

/** The end of a calendar period: `du mois`. Null for a rolling one, which has none. */
export const windowEnd = (view: View, window: ObjectiveWindow): string | null =>
  typeof window === 'number' ? null : view.words.sla.end[window]

const usual = { day, week: 7 * day, month: 30 * day, quarter: 90 * day, year: 365 * day }

/** How long a window usually is (ms), to say in time what a share of it allows. */
export const usualLength = (window: ObjectiveWindow): number =>
  typeof window === 'number' ? window : usual[window]
