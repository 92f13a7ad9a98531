import type { AvailabilityVerdict, ResponseVerdict } from '../../../collector/core/slo/error-budget.ts'
import { evaluateAvailability } from '../../../collector/core/slo/evaluate.ts'
import type { ObjectiveWindow } from '../../../collector/core/time/period.ts'
import { formatRatio } from '../../../collector/core/availability/format-ratio.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { budgetLeft, burnWords, meterSvg } from './error-budget.ts'
import { promisedLatency } from '../../../collector/core/report/statements.ts'
import type { ComponentView } from '../../../collector/core/snapshot/snapshot.ts'
import { boundsOf, isNotablyUnknown, isUnmonitored } from '../../../collector/core/availability/bounds.ts'
import { isMonitored } from '../shared/day-state.ts'
import { escape } from '../shared/html.ts'
import { millionths } from '../shared/percentages.ts'
import { availabilityJudgement, judgementHtml, responseVerdictJudgement } from '../shared/verdict.ts'
import type { Interval } from '../../../collector/core/time/interval.ts'
import type { View } from '../shared/view.ts'
import { windowWords } from '../maintenance/window-words.ts'

/** A figure beside what was promised. Everything but the label is HTML. */
export type ObjectiveFact = {
  readonly label: string
  readonly html: string
  readonly notes: readonly string[]
  readonly meterSvg?: string
}

/**
 * Facts as the inside of a `<dl>`. Written as text, not as a component of the page: there may be hundreds of them, and
 * the page is made again every minute.
 */
export const factsHtml = (facts: readonly ObjectiveFact[]): string =>
  facts
    .map(
      ({ label, html, notes, meterSvg: meter }) =>
        `<div><dt>${escape(label)}</dt><dd>${html}${meter ?? ''}` +
        `${notes.map((note) => `<small>${note}</small>`).join('')}</dd></div>`,
    )
    .join('')

/** From when a figure counts, as HTML: `depuis le 25 novembre 2026`. */
export const sinceHtml = (view: View, at: number): string =>
  `${escape(view.words.since)} ${view.time(at, 'd')}`

/** From when figures over a period count: its beginning, or that of what they are of (ms; null where nothing is known). */
const countsSince = (view: View, period: Interval, firstAt: number | null): string[] =>
  firstAt === null ? [] : [sinceHtml(view, Math.max(firstAt, period.from))]

/** The page that explains a figure. */
export type ExplanationReference = { readonly href: string; readonly name: string }

/** A printed figure, leading to its explanation. Null is said in words. */
export function figureHtml(view: View, value: string | null, explained: ExplanationReference | null): string {
  const { sla } = view.words
  if (value === null) return `<span class="quiet">${escape(sla.noMeasure)}</span>`
  const text = escape(view.format.percent(value))
  if (explained === null) return text
  const label = escape(fillPlaceholders(sla.explain, { name: explained.name }))
  return `<a href="${explained.href}" title="${label}">${text}</a>`
}

const notMonitoredHtml = ({ words }: View): string =>
  `<span class="quiet">${escape(words.notMonitored)}</span>`

/** The two ends of what may have been, in words, where time that nobody watched could change the verdict. */
function boundsNote(view: View, result: AvailabilityVerdict): string | null {
  const { measured, budget, period } = result
  if (measured.unknown === 0 || measured.availability === null) return null
  const observed = measured.observed + measured.unknown
  const now = view.snapshot.generatedAt
  const verdictWith = (down: number) =>
    evaluateAvailability({ ...measured, observed, down, unknown: 0 }, budget.target, period, now).budget
      .verdict
  const worst = measured.down + measured.unknown
  if (verdictWith(worst) === verdictWith(measured.down)) return null
  const write = (down: number) => view.format.percent(formatRatio(down, observed) ?? '0')
  return escape(
    fillPlaceholders(view.words.sla.between, { lower: write(worst), upper: write(measured.down) }),
  )
}

/** A promised availability against the measured one: the figure, the budget, the rate at which it goes. */
export function availabilityFacts(
  view: View,
  result: AvailabilityVerdict,
  window: ObjectiveWindow,
  explained: ExplanationReference | null,
  firstAt: number | null,
): ObjectiveFact[] {
  const { sla } = view.words
  const { budget, measured } = result
  const promised = escape(
    fillPlaceholders(sla.promised, { share: view.format.percent(millionths(budget.target)) }),
  )
  const bounds = boundsNote(view, result)
  const facts = [
    {
      label: fillPlaceholders(sla.measured, { now: windowWords(view, window, 'now') }),
      html: isUnmonitored(measured) ? notMonitoredHtml(view) : figureHtml(view, measured.printed, explained),
      notes: [
        `${judgementHtml(availabilityJudgement(view, result))} · ${promised}`,
        ...(bounds === null ? [] : [bounds]),
        ...countsSince(view, result.period, firstAt),
      ],
    },
  ]
  if (budget.verdict === 'unknown') return facts
  const left = budgetLeft(view, budget)
  const burn = burnWords(view, budget, window)
  return [
    ...facts,
    { label: sla.budget, html: escape(left.value), notes: [escape(left.note)], meterSvg: meterSvg(budget) },
    { label: sla.burn, html: `<span class="say">${burn.html}</span>`, notes: burn.note ? [burn.note] : [] },
  ]
}

/** The availability of the month that runs, of which nothing is promised. */
export function measuredFact(
  view: View,
  component: ComponentView,
  explained: ExplanationReference | null,
): ObjectiveFact {
  const { words, format } = view
  const { month } = component
  const bounds = isNotablyUnknown(month) ? boundsOf(month) : null
  const between = (lower: string, upper: string): string =>
    fillPlaceholders(words.between, { lower: format.percent(lower), upper: format.percent(upper) })
  return {
    label: fillPlaceholders(words.sla.measured, { now: words.sla.now.month }),
    html:
      month.down === 0 && !isMonitored(component)
        ? notMonitoredHtml(view)
        : figureHtml(view, month.printed, explained),
    notes: bounds ? [escape(between(bounds.lower, bounds.upper))] : [],
  }
}

/** A promised P95 against the measured one; where its history is shorter than its period, since when it counts. */
export function responseFact(
  view: View,
  result: ResponseVerdict,
  window: ObjectiveWindow,
  firstAt: number | null,
): ObjectiveFact {
  const { sla } = view.words
  const promised = fillPlaceholders(sla.promisedUnder, { span: promisedLatency(view, result.target) })
  return {
    label: fillPlaceholders(sla.p95, { now: windowWords(view, window, 'now') }),
    html:
      result.p95 === null
        ? `<span class="quiet">${escape(sla.noMeasure)}</span>`
        : escape(view.format.latency(result.p95)),
    notes: [
      `${judgementHtml(responseVerdictJudgement(view, result))} · ${escape(promised)}`,
      ...(firstAt !== null && firstAt > result.period.from ? [sinceHtml(view, firstAt)] : []),
    ],
  }
}
