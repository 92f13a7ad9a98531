import { fillPlaceholders } from '../i18n/sentences.ts'
import { exactText, figureText } from '../metric/metric-number.ts'
import type { NumberCondition } from '../monitoring/monitor.ts'
import { meetsCondition } from '../metric/metric-state.ts'
import type { Report, ReportMetric } from './report-document.ts'
import { type Language, type Judgement, isOver } from './statements.ts'

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
