import { longestWindowIn } from '../core/alert/subjects.ts'
import type { Config } from '../core/config/config.ts'

/** How far back a replay looks, ms: at changes of health, and at single answers. */
export type PastSpan = { readonly history: number; readonly answers: number }

/** What of the store the figures of the rules need. */
export type FactNeeds = {
  /** How far back changes of health are looked at, ms. */
  readonly span: number
  /** How far back single answers are, ms; 0 for not at all. */
  readonly answers: number
  readonly regression: boolean
  readonly heartbeats: boolean
  readonly certificates: boolean
  readonly metrics: boolean
}

/** What rules need of the store for this instant; for those of the past too, where they are replayed. */
export const factNeedsOf = ({ alerts }: Pick<Config, 'alerts'>, past: PastSpan | null): FactNeeds => {
  const figures = new Set(alerts.flatMap(({ when }) => when.map(({ figure }) => figure as string)))
  const hasFigure = (start: string): boolean => [...figures].some((figure) => figure.startsWith(start))
  return {
    span:
      longestWindowIn(alerts, (figure) => figure === 'availability' || figure === 'burn_rate') +
      (past?.history ?? 0),
    answers: hasFigure('response_')
      ? longestWindowIn(alerts, (figure) => figure.startsWith('response_')) + (past?.answers ?? 0)
      : 0,
    regression: hasFigure('regression'),
    heartbeats: hasFigure('heartbeat_'),
    certificates: hasFigure('certificate_'),
    metrics: hasFigure('metric.'),
  }
}
