import { monthInterval } from '../../../collector/core/time/calendar.ts'
import { shownFigures, shownFiguresAt } from '../../../collector/core/explain/explain.ts'
import { evaluateAvailability } from '../../../collector/core/slo/evaluate.ts'
import type { Verdict } from '../../../collector/core/slo/objective.ts'
import type { ComponentView } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { FrozenComponent, FrozenMonth } from './frozen-month.ts'
import { budgetRuns } from '../shared/verdict.ts'
import type { RunningState } from '../../../collector/core/report/statements.ts'
import { millionths } from '../shared/percentages.ts'
import type { View } from '../shared/view.ts'

/** One month of one component, whether it is closed or not. */
export type MonthFigures = {
  readonly month: string
  readonly printed: string | null
  readonly down: number | null
  /** Promised share, written out; null where nothing was promised. */
  readonly target: string | null
  readonly verdict: Verdict | null
  /** How a month stands that runs; null once it is over. */
  readonly running: RunningState | null
  readonly p95: number | null
  readonly days: FrozenComponent['response_promise']
  /** It is over, whether or not it is closed. */
  readonly over: boolean
  /** A word about it: that it runs, or was corrected. */
  readonly note: string | null
}

const noFigures = {
  printed: null,
  down: null,
  target: null,
  verdict: null,
  running: null,
  p95: null,
  days: null,
  over: true,
  note: null,
}

/** What a closed month's report says of a component. */
export function closed(view: View, { month, revision, components }: FrozenMonth, id: string): MonthFigures {
  const note =
    revision > 1 ? fillPlaceholders(view.words.sla.corrected, { revision: String(revision) }) : null
  const component = components.get(id)
  if (!component) return { ...noFigures, month, note }
  const { availability, budget, response, response_promise } = component
  return {
    month,
    printed: availability.printed,
    down: availability.printed === null ? null : availability.down,
    target: budget?.target ?? null,
    verdict: budget?.verdict ?? null,
    running: null,
    p95: response.p95,
    days: response_promise,
    over: true,
    note,
  }
}

/** A month that is not closed yet: the one that runs, and for a while the one before it. */
export function running(view: View, component: ComponentView, month: string, current: boolean): MonthFigures {
  const { generatedAt: now, objectives, page, weights, tiers } = view.snapshot
  const period = monthInterval(month, page.timezone)
  const { evidence } = component
  const figures = current
    ? shownFigures(evidence, component.month)
    : shownFiguresAt(evidence, period, now, weights)
  const target = tiers.find(({ id }) => id === component.tier)?.availability ?? null
  // The month that runs has one budget, be it told above or in the table.
  const own =
    current && objectives.windows.availability === 'month' ? component.objectives.availability : null
  const verdict = target === null ? null : (own ?? evaluateAvailability(figures, target, period, now))
  return {
    month,
    printed: figures.printed,
    down: figures.printed === null ? null : figures.down,
    target: target === null ? null : millionths(target),
    verdict: verdict?.budget.verdict ?? null,
    running: verdict && current ? budgetRuns(view, verdict) : null,
    p95: component.months[month]?.p95 ?? null,
    days: null,
    over: !current,
    note: current ? view.words.sla.running : view.words.sla.notFrozen,
  }
}
