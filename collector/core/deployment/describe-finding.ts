import type { Formats } from '../i18n/format.ts'
import type { Words } from '../i18n/words.ts'
import type { TriggerFinding } from './deployment-watch.ts'

/** A trigger held against a component, in words. */
export type FindingWords = {
  readonly trigger: string
  /** What was measured; `–` where nothing was. */
  readonly measured: string
  /** What it was held against; empty where any at all is too much. */
  readonly limit: string
  /** `kept`, or `not known: too few checks`. */
  readonly finding: string
}

/** One decimal of a percent is enough, and a share of nothing is 0. */
const percent = (share: number, formats: Formats): string =>
  formats.percent(String(Math.round(Math.abs(share) * 1_000) / 10))

/** Put a finding into words. */
export function describeFinding(
  { trigger, state, reason, measured, limit }: TriggerFinding,
  { deployments: words, colon }: Pick<Words, 'deployments' | 'colon'>,
  formats: Formats,
): FindingWords {
  const value = {
    error_rate: (share: number) => percent(share, formats),
    response_p95: formats.latency,
    regression: (share: number) => `${share < 0 ? '−' : '+'}${percent(share, formats)}`,
    component_down: (ms: number) => formats.duration(ms),
  }[trigger]
  return {
    trigger: words.triggers[trigger],
    measured: measured === null ? '–' : value(measured),
    limit: trigger === 'component_down' ? '' : value(limit),
    finding: reason === null ? words.states[state] : `${words.states[state]}${colon}${words.reasons[reason]}`,
  }
}
