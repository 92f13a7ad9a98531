import type { Verdict } from '../../../collector/core/slo/objective.ts'
import type { Regression } from '../../../collector/core/slo/regression.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { verdictHtml } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'

const tones: Record<'warning' | 'critical' | 'failure', Verdict> = {
  warning: 'at_risk',
  critical: 'broken',
  failure: 'broken',
}

/** Within this share of its baseline a component is said to answer as ever. */
const alike = 0.05

/**
 * How a component answers against its own last seven days, in a sentence; with a sign and a word where it is slower than
 * it may be. Percentages are rounded against us.
 */
export function regressionWords(
  view: View,
  { p95, baseline, change, level }: Regression,
): { readonly text: string; readonly verdictHtml: string | null } {
  const texts = view.words.sla.component
  const { format } = view
  if (change === null || p95 === null || baseline === null || level === 'unknown')
    return { text: texts.unknown, verdictHtml: null }
  const share = change > 0 ? Math.ceil(change * 100 - 1e-9) : Math.floor(-change * 100 + 1e-9)
  const values = {
    share: format.percent(String(share)),
    now: format.latency(p95),
    before: format.latency(baseline),
  }
  if (level === 'none') {
    const sentence = change > alike ? `${texts.slower}.` : change < -alike ? texts.faster : texts.same
    return { text: fillPlaceholders(sentence, values), verdictHtml: null }
  }
  return {
    text: fillPlaceholders(texts.slower, values),
    verdictHtml: verdictHtml(tones[level], texts.level[level]),
  }
}
