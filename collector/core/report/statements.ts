import { isUnmonitored, notableBounds } from '../availability/bounds.ts'
import type { Formats } from '../i18n/format.ts'
import { fillPlaceholders, formatCount } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'
import { second } from '../time/units.ts'
import { allowedDowntime } from '../slo/evaluate.ts'
import type { Verdict } from '../slo/objective.ts'
import type { Locale } from '../text/localized-text.ts'
import type { Report, ReportComponent } from './report-document.ts'

// Verdicts and figures are put into words here, for pages, texts and e-mails alike, so that no two of them can disagree.

/** A language to say something in; the view of a page is one. */
export type Language = { readonly locale: Locale; readonly words: Words; readonly format: Formats }

/** A verdict and the word for it. The verdict is the one of the data but for `kept`, see `budgetJudgement`. */
export type Judgement = { readonly verdict: Verdict; readonly word: string }

/** What a running budget is besides `kept`: on track, or below its promise so far with something left. */
export type RunningState = 'onTrack' | 'notLost'

/** How a running budget stands that is neither at risk nor broken. Downtime in ms. */
export const runningState = (spent: number, allowedSoFar: number): RunningState =>
  spent > allowedSoFar ? 'notLost' : 'onTrack'

/**
 * The word for the verdict on a budget or a figure. Nothing is kept before its period is over: until then it is on track,
 * or, where the figure is below the promise so far, not lost yet. What is over is at risk no more: it was only just kept.
 *
 * @param running how a period that still runs stands; null for one that is over, or rolls
 */
export function budgetJudgement(
  { words: { sla } }: Pick<Language, 'words'>,
  verdict: Verdict,
  running: RunningState | null,
): Judgement {
  if (running !== null && verdict === 'kept')
    return { verdict: running === 'notLost' ? 'at_risk' : 'kept', word: sla[running] }
  return { verdict, word: running === null && verdict === 'at_risk' ? sla.onlyJust : sla.verdict[verdict] }
}

/**
 * Between what the availability of a component may have been, where unknown time could change the verdict or is a notable
 * part of the whole (NUMBERS.md); null elsewhere.
 */
export function boundsText(
  { words, format }: Pick<Language, 'words' | 'format'>,
  { availability, budget }: Pick<ReportComponent, 'availability' | 'budget'>,
): string | null {
  const bounds = notableBounds(availability, budget && Number(budget.target) / 100)
  return (
    bounds &&
    fillPlaceholders(words.betweenShort, {
      lower: format.percent(bounds.lower),
      upper: format.percent(bounds.upper),
    })
  )
}

/** A printed availability; where there is none, whether nothing watches it or nothing was measured. */
export const availabilityText = (
  { words, format }: Pick<Language, 'words' | 'format'>,
  availability: Pick<ReportComponent['availability'], 'observed' | 'printed'>,
  noFigure: string,
): string =>
  availability.printed === null
    ? isUnmonitored(availability)
      ? words.notMonitored
      : noFigure
    : format.percent(availability.printed)

/** What is left of a budget; null without a promise, and where nothing was measured to spend it. */
export const budgetLeftText = (
  { format }: Pick<Language, 'format'>,
  { budget }: Pick<ReportComponent, 'budget'>,
): string | null =>
  budget === null || budget.verdict === 'unknown' ? null : format.remaining(budget.remaining)

/** Is a report's period over? */
export const isOver = (report: Pick<Report, 'until' | 'to'>): boolean => report.until >= report.to

/** The verdict on a component's budget in a report; null without a promise. */
export function reportBudgetJudgement(
  language: Pick<Language, 'words'>,
  report: Report,
  { budget, availability }: ReportComponent,
): Judgement | null {
  if (budget === null) return null
  const target = Math.round(Number(budget.target) * 10_000)
  const running = isOver(report)
    ? null
    : runningState(budget.spent, allowedDowntime(target, availability.observed))
  return budgetJudgement(language, budget.verdict, running)
}

/** Whether the promised P95 was kept: by a word over a day, by how many days over a month; null without a promise. */
export function responseJudgement(
  language: Language,
  report: Report,
  { response_promise: promise }: ReportComponent,
): Judgement | null {
  if (!promise) return null
  const { kept, at_risk, broken, verdict } = promise
  const { words, locale, format } = language
  const judgedCount = kept + at_risk + broken
  const over = isOver(report)
  if (report.kind === 'daily' || judgedCount === 0)
    return budgetJudgement(language, verdict, over ? null : 'onTrack')
  const days = fillPlaceholders(formatCount(locale, words.reports.responsePromise, kept + at_risk), {
    of: format.count(judgedCount),
  })
  return { verdict, word: over ? days : `${days} (${words.sla.clocks.soFar})` }
}

/** A promised response time (ms), with no more digits than it was promised with: `1,5 s`, `800 ms`. */
export const promisedLatency = ({ format, words }: Pick<Language, 'format' | 'words'>, ms: number): string =>
  ms < second
    ? `${format.number(ms)}\u00a0${words.units.millisecond}`
    : `${format.number(ms / second)}\u00a0${words.units.second}`
