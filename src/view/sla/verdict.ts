import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import type { Verdict } from '../../../collector/core/slo/objective.ts'
import { escape } from '../shared/html.ts'
import { icon } from '../shared/icon.ts'
import type { View } from '../shared/view.ts'

/** The state whose colour and sign a verdict takes. */
export const verdictTone: Record<Verdict, ShownStatus> = {
  kept: 'operational',
  at_risk: 'degraded_performance',
  broken: 'major_outage',
  unknown: 'unknown',
}

/** A verdict as HTML: its sign, and the word for it. */
export const verdictHtml = (verdict: Verdict, word: string): string =>
  `<span class="st s-${verdictTone[verdict]}">${icon(verdictTone[verdict])} ${escape(word)}</span>`

/** A verdict on a budget or on a figure: `tenu`, `rompu`. */
export const promiseVerdict = (view: View, verdict: Verdict): string =>
  verdictHtml(verdict, view.words.sla.verdict[verdict])

/** A verdict on a time: `tenu`, `dépassé`; one that still runs is not kept yet, but in time. */
export const clockVerdict = (view: View, verdict: Verdict, running = false): string => {
  const { clockVerdict: words, inTime } = view.words.sla
  return verdictHtml(verdict, running && verdict === 'kept' ? inTime : words[verdict])
}
