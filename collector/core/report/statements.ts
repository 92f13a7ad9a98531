import { isUnmonitored, notableBounds } from '../availability/bounds.ts'
import type { Formats } from '../i18n/format.ts'
import { fillPlaceholders, formatCount } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'
import { exactText, figureText } from '../metric/metric-number.ts'
import type { NumberCondition } from '../monitoring/monitor.ts'
import { second } from '../time/units.ts'
import { allowedDowntime } from '../slo/evaluate.ts'
import type { Verdict } from '../slo/objective.ts'
import type { Locale } from '../text/localized-text.ts'
import { meetsCondition } from '../metric/metric-state.ts'
import type { Report, ReportClock, ReportComponent, ReportIncident, ReportMetric } from './report-document.ts'

// Verdicts and figures are put into words here, for pages, texts and e-mails alike, so that no two of them can disagree.

/** A language to say something in; the view of a page is one. */
export type Language = { readonly locale: Locale; readonly words: Words; readonly format: Formats }

/** A verdict and the word for it. The verdict is the one of the data but for `kept`, see `budgetJudgement`. */
export type Judgement = { readonly verdict: Verdict; readonly word: string }

/** A time of an incident: what it took, the verdict on it, and what was promised; null where there is none of it. */
export type ClockStatement = {
  readonly value: string
  readonly judgement: Judgement | null
  readonly promised: string | null
}

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
const isOver = (report: Pick<Report, 'until' | 'to'>): boolean => report.until >= report.to

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

/** A promised time of an incident, in words. */
export function clockStatement(
  { words, format }: Pick<Language, 'words' | 'format'>,
  { took, promised, verdict }: ReportClock,
  resolved: boolean,
): ClockStatement {
  const { clocks, clockVerdict, inTime } = words.sla
  const limit = promised === null ? null : format.span(promised)
  if (took === null && resolved) {
    // "No answer: exceeded" must never read as if nothing had been exceeded.
    if (limit === null || verdict !== 'broken')
      return { value: clocks.resolvedFirst, judgement: null, promised: null }
    const word = fillPlaceholders(clocks.limitExceeded, { promised: limit })
    return { value: clocks.noAnswer, judgement: { verdict, word }, promised: null }
  }
  return {
    value: took === null ? words.reports.stillOpen : format.duration(took),
    judgement:
      limit === null
        ? null
        : { verdict, word: took === null && verdict === 'kept' ? inTime : clockVerdict[verdict] },
    promised: limit === null ? null : fillPlaceholders(clocks.label, { span: limit }),
  }
}

/** An incident's times, each by its own name, and its loss of data where it was declared. Nothing of a false alarm. */
export function incidentStatements(
  language: Language,
  incident: ReportIncident,
): readonly (ClockStatement & { readonly label: string })[] {
  if (incident.false_alarm) return []
  const { reports, postmortem, sla } = language.words
  const resolved = incident.resolved_at !== null
  const labelled = (label: string, clock: ReportClock) => ({
    label,
    ...clockStatement(language, clock, resolved),
  })
  const { lost, verdict } = incident.data_loss
  const loss =
    lost === null
      ? []
      : [
          {
            label: reports.dataLoss,
            value: lost === 0 ? postmortem.noLoss : language.format.percent(String(lost / 10_000)),
            judgement: verdict === 'unknown' ? null : { verdict, word: sla.clockVerdict[verdict] },
            promised: null,
          },
        ]
  return [
    labelled(reports.answered, incident.response),
    labelled(reports.restored, incident.recovery),
    // Both are one measured time: where a resolution is not promised, it is told once.
    ...(incident.resolution.promised === null ? [] : [labelled(reports.resolved, incident.resolution)]),
    ...loss,
  ]
}

/** A statement in one line of text. */
export const statementText = ({ value, judgement, promised }: ClockStatement): string =>
  [value, judgement?.word, promised].filter((part) => part != null).join(', ')

/** A metric's goal and how it grew, each with the verdict on it; null where nothing is known, or wanted. */
export type MetricStatement = {
  readonly goal: string | null
  readonly goalJudgement: Judgement | null
  readonly growth: string | null
  readonly growthGoal: string | null
  readonly growthJudgement: Judgement | null
}

const signs: Readonly<Record<NumberCondition['operator'], string>> = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '!=': '≠',
}

const noThresholds = { warning: null, critical: null }

/** A value of a metric with its unit, rounded as the page of metrics rounds it. */
export const metricValue = (
  language: Pick<Language, 'locale' | 'format'>,
  { unit, good }: Pick<ReportMetric, 'unit' | 'good'>,
  value: number,
): string => figureText(language, { unit, good, thresholds: noThresholds }, value)

/** `+12,3 %` of 0.123. */
function changeText({ format }: Pick<Language, 'format'>, share: number): string {
  const digits = (Math.abs(share) * 100).toFixed(1)
  const target = format.percent(digits)
  return digits === '0.0' ? target : share > 0 ? `+${target}` : `−${target}`
}

/** What a metric should be and how it should grow, and whether it did. */
export function metricStatement(
  language: Language,
  report: Pick<Report, 'until' | 'to'>,
  metric: ReportMetric,
): MetricStatement {
  const { reports } = language.words
  const { good, value, unit, growth, growth_promised: wanted } = metric
  return {
    goal: good === null ? null : `${signs[good.operator]}\u00a0${exactText(language, unit, good.value)}`,
    goalJudgement: goalJudgement(language, metric),
    growth: growth === null || value === null ? null : changeText(language, growth),
    growthGoal:
      wanted === null
        ? null
        : fillPlaceholders(reports.growthGoal, {
            value: language.format.percent(String(Math.round(wanted * 1e6) / 1e4)),
          }),
    growthJudgement: wanted === null ? null : growthJudgement(language, growth, wanted, isOver(report)),
  }
}

const metricVerdicts = { good: 'kept', warning: 'at_risk', critical: 'broken', unknown: 'unknown' } as const

function goalJudgement(
  { words: { reports } }: Pick<Language, 'words'>,
  { good, value, state }: ReportMetric,
): Judgement | null {
  if (value === null || state === 'unknown' || (good === null && state === 'good')) return null
  const missed = good !== null && state === 'warning' && !meetsCondition(good, value)
  return { verdict: metricVerdicts[state], word: missed ? reports.goalMissed : reports.metricState[state] }
}

/**
 * The verdict on growth (shares), null where it is not known. Of a month that still runs nothing is missed yet.
 *
 * @param over is the month over that grew?
 */
function growthJudgement(
  { words: { reports, sla } }: Pick<Language, 'words'>,
  growth: number | null,
  wanted: number,
  over: boolean,
): Judgement | null {
  if (growth === null) return null
  // Shares are quotients: a hair below what was promised is not missed.
  const reached = growth >= wanted - 1e-9
  if (!over)
    return { verdict: reached ? 'kept' : 'unknown', word: reached ? sla.onTrack : reports.goalNotYet }
  return { verdict: reached ? 'kept' : 'broken', word: reached ? reports.goalMet : reports.goalMissed }
}

/** A promised response time (ms), with no more digits than it was promised with: `1,5 s`, `800 ms`. */
export const promisedLatency = ({ format, words }: Pick<Language, 'format' | 'words'>, ms: number): string =>
  ms < second
    ? `${format.number(ms)}\u00a0${words.units.millisecond}`
    : `${format.number(ms / second)}\u00a0${words.units.second}`
