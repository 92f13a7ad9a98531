import { day, hour, minute, week } from '../../../collector/core/time/units.ts'
import type { View } from '../shared/view.ts'

/** A length of time (ms) as one says it of a notice: `2 semaines`, `12 jours`, `24 h`; rounded down, so that none seems longer. */
export function spanWords(view: View, ms: number): string {
  if (ms >= week && ms % week === 0) return view.counted(view.words.weeks, ms / week)
  if (ms >= 2 * day) return view.counted(view.words.wholeDays, Math.floor(ms / day))
  const nb = '\u00a0'
  const { units } = view.words
  const hours = Math.floor(ms / hour)
  const minutes = Math.floor((ms % hour) / minute)
  if (hours === 0) return `${minutes}${nb}${units.minute}`
  return `${hours}${nb}${units.hour}${minutes > 0 ? ` ${minutes}${nb}${units.minute}` : ''}`
}
