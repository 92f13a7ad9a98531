import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'
import {
  type Judgement,
  type RunningState,
  budgetJudgement,
  runningState,
} from '../../../collector/core/report/statements.ts'
import type { AvailabilityVerdict, ResponseVerdict } from '../../../collector/core/slo/error-budget.ts'
import type { Verdict } from '../../../collector/core/slo/objective.ts'
import { escape } from './html.ts'
import { icon } from './icon.ts'
import type { View } from './view.ts'

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

/** A verdict with its word as HTML. */
export const judgementHtml = ({ verdict, word }: Judgement): string => verdictHtml(verdict, word)

/** How a budget's period runs; null once it is over, and for a rolling one, which always is. */
export const budgetRuns = (
  { snapshot: { generatedAt } }: View,
  { period, budget }: AvailabilityVerdict,
): RunningState | null => (period.to > generatedAt ? runningState(budget.spent, budget.allowedSoFar) : null)

/** The verdict on a promised availability in words. */
export const availabilityJudgement = (view: View, result: AvailabilityVerdict): Judgement =>
  budgetJudgement(view, result.budget.verdict, budgetRuns(view, result))

/** The verdict on a promised P95 in words. */
export const responseVerdictJudgement = (view: View, { verdict, period }: ResponseVerdict): Judgement =>
  budgetJudgement(view, verdict, period.to > view.snapshot.generatedAt ? 'onTrack' : null)

/** What stands for a promise on availability and response together: the worst verdict, and how it runs. */
export type OverallVerdict = { readonly verdict: Verdict; readonly running: RunningState | null }

const order: readonly Verdict[] = ['unknown', 'kept', 'at_risk', 'broken']
const weight = ({ verdict, running }: OverallVerdict): number =>
  2 * order.indexOf(verdict) + (running === 'notLost' ? 1 : 0)

/** The worst of the verdicts on one subject; null where nothing is promised. */
export function overallVerdict(
  view: View,
  availability: AvailabilityVerdict | null,
  response: ResponseVerdict | null,
): OverallVerdict | null {
  const all: OverallVerdict[] = []
  if (availability)
    all.push({ verdict: availability.budget.verdict, running: budgetRuns(view, availability) })
  if (response)
    all.push({
      verdict: response.verdict,
      running: response.period.to > view.snapshot.generatedAt ? 'onTrack' : null,
    })
  return all.toSorted((a, b) => weight(b) - weight(a))[0] ?? null
}

/** The same as a heading says it. */
export function overallHtml({ words: { sla } }: View, { verdict, running }: OverallVerdict): string {
  if (verdict !== 'kept' || running === null) return verdictHtml(verdict, sla.verdictHead[verdict])
  return running === 'notLost'
    ? verdictHtml('at_risk', sla.notLostHead)
    : verdictHtml('kept', sla.onTrackHead)
}
