import type { Availability } from '../availability/availability-types.ts'
import { csv, csvLine } from '../text/csv.ts'
import { explain, shownFigures } from './explain.ts'
import { windowDocument } from './maintenance-document.ts'
import type { Evidence, ExplanationRow, Explanation } from './explanation.ts'
import type { Interval } from '../time/interval.ts'
import { isoInstant } from '../time/iso-instant.ts'
import type { Text } from '../text/localized-text.ts'
import type { Weights } from '../availability/availability.ts'

/** A figure with everything it is made of, and by what rules: what its page, its files and the command line tell. */
export type ExplanationDocument = {
  readonly component: string
  readonly name: Text
  /** `recent`, `2026-11`, or what was asked for. */
  readonly period: string
  /** The zone its days are cut in. */
  readonly timezone: string
  /** As of when, ms. */
  readonly at: number
  /** Revision of the frozen report it comes from; null while it is open. */
  readonly frozen: number | null
  readonly weights: Weights
  readonly evidence: Evidence
  readonly explanation: Explanation
}

/** Explain a figure: `explain`, with the rules kept beside it. */
export function explanationOf(
  input: Omit<ExplanationDocument, 'explanation'> & { readonly interval: Interval },
): ExplanationDocument {
  const { interval, ...rest } = input
  const explanation = explain(input.evidence, interval, input.at, input.weights, input.timezone)
  return {
    ...rest,
    explanation: { ...explanation, availability: shownFigures(input.evidence, explanation.availability) },
  }
}

/**
 * 1 − down / observed as a decimal fraction cut off after eight digits, with an ellipsis where there are more; worked out
 * in integers, since a floating ratio may end in another digit. Null where nothing was observed.
 */
export function quotient({ down, observed }: Pick<Availability, 'down' | 'observed'>): string | null {
  if (observed <= 0) return null
  const scaled = BigInt(observed - down) * 100_000_000n
  const digits = (scaled / BigInt(observed)).toString().padStart(9, '0')
  if (scaled % BigInt(observed) !== 0n) return `${digits.slice(0, -8)}.${digits.slice(-8)}…`
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`.replace(/\.?0+$/, '') || '0'
}

/** The formula with the numbers in it. */
export function formulaOf(figures: Pick<Availability, 'down' | 'observed'>): string {
  const share = quotient(figures)
  const { down, observed } = figures
  return share === null
    ? 'availability = 1 − down / observed; observed = 0, so nothing is known'
    : `availability = 1 − down / observed = 1 − ${down} / ${observed} = ${share}`
}

/** Intervals as programs read them: weights as shares, instants in UTC. */
const intervalsOf = (rows: readonly ExplanationRow[]) =>
  rows.map((row) => ({
    from: isoInstant(row.from),
    to: isoInstant(row.to),
    date: row.date,
    ms: row.to - row.from,
    status: row.status,
    treatment: row.treatment,
    weight: row.weight / 1000,
    lost: row.lost / 1000,
    windows: row.windows,
  }))

/** Maintenance windows as programs read them. */
const windowsOf = ({ windows }: Explanation) => windows.map((one) => windowDocument(one))

/** `/data/COMPONENT/PERIOD.json`: milliseconds as integers (`lost` to the thousandth), ratios 0 to 1 or null. */
export const explanationJson = ({ explanation, weights, ...document }: ExplanationDocument) => ({
  component: document.component,
  name: document.name,
  period: document.period,
  timezone: document.timezone,
  from: isoInstant(explanation.interval.from),
  until: isoInstant(explanation.interval.to),
  generated_at: isoInstant(document.at),
  frozen: document.frozen,
  ...(document.evidence.monitored === false && { monitored: false }),
  weights: {
    operational: weights.operational / 1000,
    degraded_performance: weights.degraded_performance / 1000,
    partial_outage: weights.partial_outage / 1000,
    major_outage: weights.major_outage / 1000,
  },
  formula: formulaOf(explanation.availability),
  figures: explanation.availability,
  intervals: intervalsOf(explanation.rows),
  maintenance: windowsOf(explanation),
})

/**
 * `/data/COMPONENT/PERIOD.csv`: an interval a line. A spreadsheet has the figure by observed = SUMIF(treatment, "counted",
 * ms), down = ROUNDUP(SUM(lost_ms), 0), availability = 1 − down / observed.
 */
export const explanationCsv = ({ explanation: { rows } }: Pick<ExplanationDocument, 'explanation'>): string =>
  csv(
    'from,to,date,ms,status,treatment,weight,lost_ms,windows',
    rows.map((row) =>
      csvLine([
        isoInstant(row.from),
        isoInstant(row.to),
        row.date,
        row.to - row.from,
        row.status,
        row.treatment,
        row.weight / 1000,
        row.lost / 1000,
        row.windows.join(' '),
      ]),
    ),
  )
