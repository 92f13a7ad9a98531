import { formatDuration } from '../../core/time/duration.ts'
import { second } from '../../core/time/units.ts'
import type { VerdictView } from '../../deployments/deployment-schema.ts'
import { plainLine } from '../io/plain-text.ts'

type TriggerView = VerdictView['triggers'][number]

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
const time = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`)
const span = (ms: number): string => formatDuration(Math.floor(Math.max(0, ms) / second) * second)

const reasons: Readonly<Record<NonNullable<TriggerView['reason']>, string>> = {
  no_monitors: 'nothing watches it',
  no_checks: 'no checks in the watch',
  few_checks: 'too few checks to say',
  not_observed: 'most of the watch was not observed',
  maintenance: 'all of it lies in maintenance',
  not_measured: 'its monitors measure no response times',
  no_baseline: 'too few checks in the week before',
  down_before: 'it was down before the version came',
}

/** A trigger as one line: what was measured, and the limit. */
export function describeTrigger({ trigger, component, state, reason, measured, limit }: TriggerView): string {
  const figures = {
    error_rate: () => `errors ${measured === null ? '?' : percent(measured)} (limit ${percent(limit)})`,
    response_p95: () => `P95 ${measured === null ? '?' : time(measured)} (limit ${time(limit)})`,
    regression: () =>
      `P95 ${measured === null ? '?' : `${measured < 0 ? '' : '+'}${percent(measured)}`} on the week before (limit +${percent(limit)})`,
    component_down: () => (measured === null || measured === 0 ? 'down: no' : `down for ${span(measured)}`),
  }
  const text = measured === null && reason !== null ? names[trigger] : figures[trigger]()
  return `${plainLine(component)}: ${text}${reason === null ? '' : `: ${reasons[reason]}`} [${state.replace('_', ' ')}]`
}

const names: Readonly<Record<TriggerView['trigger'], string>> = {
  error_rate: 'errors',
  response_p95: 'P95',
  regression: 'regression',
  component_down: 'going down',
}

/** How far a watch has come and what it shows, on one line. */
export function describeProgress({ from, until, at, triggers, components }: VerdictView): string {
  const checks = components.reduce((sum, one) => sum + one.checks, 0)
  const failed = components.reduce((sum, one) => sum + one.failed, 0)
  const slowest = components.reduce<number | null>(
    (worst, { p95 }) => (p95 !== null && p95 > (worst ?? 0) ? p95 : worst),
    null,
  )
  const unknown = triggers.filter(({ state }) => state === 'unknown').length
  return [
    `${span(Date.parse(at) - Date.parse(from))} of ${span(Date.parse(until) - Date.parse(from))}`,
    `${checks} checks, ${failed} failed`,
    ...(slowest === null ? [] : [`P95 ${time(slowest)}`]),
    unknown === 0 ? 'within every limit' : `${unknown} not known yet`,
  ].join(' · ')
}

/** What a verdict means for the person who waits for it, on one line. */
export function describeVerdict({ verdict, version, from, until, at }: VerdictView): string {
  const name = plainLine(version)
  const watched = span(Math.min(Date.parse(at), Date.parse(until)) - Date.parse(from))
  const sentences: Readonly<Record<VerdictView['verdict'], string>> = {
    pending: `pending: ${name} is still watched`,
    passed: `passed: ${name} kept every trigger for ${watched}`,
    roll_back: `roll back: ${name} is beyond a limit after ${watched}`,
    unknown: `unknown: nothing speaks against ${name} after ${watched}, but not everything was measured`,
    ended: `ended: ${name} was taken back before its watch was over`,
  }
  return sentences[verdict]
}
