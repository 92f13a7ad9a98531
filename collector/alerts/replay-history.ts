import type { AlertRule } from '../core/alert/alert.ts'
import { type AlertFacts, type ComponentAlertFacts, countHistory } from '../core/alert/figures.ts'
import { type Replay, isReplayable, replayRule } from '../core/alert/replay.ts'
import { subjectsOf } from '../core/alert/subjects.ts'
import type { Config } from '../core/config/config.ts'
import { validFor } from '../core/metric/metric-view.ts'
import type { MetricPoint } from '../core/metric/metric.ts'
import { summarisePoints } from '../core/metric/summarise-rollups.ts'
import type { Interval } from '../core/time/interval.ts'
import { day } from '../core/time/units.ts'
import type { StoreReader } from '../store/store.ts'
import { createAlertFactReader } from './alert-facts.ts'
import { factNeedsOf } from './fact-needs.ts'
import { readPointFacts } from './past-facts.ts'

/** Why nobody knows when a rule would have fired: troubles of the collector are not stored, or nothing was seen yet. */
type MissingPast = 'collector' | 'certificates' | 'history'

/** What a rule would have done in the stored history, over a span (ms), or why that does not say. */
export type RuleReplay = {
  readonly rule: AlertRule
  readonly past: (Replay & { readonly span: number }) | MissingPast
}

/** How far back is looked at, ms: as long as single checks are kept. */
const longestPast = 30 * day
/** So many single answers are looked at, at most: of more, the latest. */
const mostAnswers = 500_000

/**
 * When the rules of a configuration would have fired in the stored history. Rejects with StoreError.
 *
 * @param now ms
 * @param hasTime asked now and then: what is left then is not looked at
 */
export async function replayHistory(
  reader: StoreReader,
  config: Config,
  now: number,
  hasTime: () => boolean,
): Promise<readonly RuleReplay[]> {
  const firsts = (await reader.series()).flatMap(({ firstAt }) => firstAt ?? [])
  if (firsts.length === 0) return config.alerts.map((rule) => ({ rule, past: 'history' }))
  const history = Math.min(longestPast, now - firsts.reduce((least, at) => Math.min(least, at), now))
  const perMs = config.components
    .flatMap(({ monitors }) => monitors)
    .reduce((sum, { every }) => sum + 1 / every, 0)
  const answers = Math.min(history, Math.floor(mostAnswers / Math.max(perMs, 1e-9)))
  const read = createAlertFactReader(config, () => false, { history, answers })
  const { components } = await read(reader, { troubles: [] }, now)
  const within = { from: now - history, to: now + 1 }
  const points = await readPointFacts(reader, config, factNeedsOf(config, null), within)
  const ofId = new Map(config.components.map((component) => [component.id, component]))
  const seenAt = Math.min(Infinity, ...(await reader.certificates()).map((one) => one.at))
  const metric = await pointReader(reader, config, within)
  const counted = new Map(
    [...components].map(([id, facts]) => [
      id,
      withCounted(facts, { from: now - history - longestPast, to: now }),
    ]),
  )
  const at = (instant: number): AlertFacts => ({
    now: instant,
    weights: config.uptime.weights,
    metric: (id, window) => metric(id, window, instant),
    troubles: [],
  })
  return config.alerts.map((rule) => {
    if (!isReplayable(rule)) return { rule, past: 'collector' }
    const isOf = (start: string): boolean => rule.when.some(({ figure }) => figure.startsWith(start))
    if (isOf('certificate_') && seenAt > now) return { rule, past: 'certificates' }
    const needs = factNeedsOf({ alerts: [rule] }, null)
    const pointsOf = (id: string, instant: number) => points(ofId.get(id)!, instant, needs)
    const span = Math.min(
      isOf('response_') ? answers : history,
      isOf('certificate_') ? now - seenAt : Infinity,
    )
    const replay = replayRule(
      rule,
      subjectsOf(rule, config),
      { from: now - span, to: now },
      { at, components: counted, pointsOf, hasTime },
    )
    return { rule, past: { ...replay, span } }
  })
}

const withCounted = (facts: ComponentAlertFacts, within: Interval): ComponentAlertFacts => ({
  ...facts,
  counted: countHistory(facts.history, facts.maintenances, within),
})

/** Reads metrics as they stood at instants of the past. */
async function pointReader(reader: StoreReader, { alerts, metrics }: Config, within: Interval) {
  const wanted = metrics.filter(({ id }) =>
    alerts.some(({ when }) => when.some(({ figure }) => figure === `metric.${id}`)),
  )
  const points = new Map<string, readonly MetricPoint[]>()
  for (const { id } of wanted) points.set(id, await reader.metricPoints(id, within))
  return (id: string, window: number | null, now: number): number | null => {
    const metric = wanted.find((one) => one.id === id)
    if (!metric) return null
    const all = points.get(id)!
    const end = countUntil(all, now)
    if (window !== null) return summarisePoints(metric.summary, all.slice(countUntil(all, now - window), end))
    const last = all[end - 1]
    return last !== undefined && now - last.at <= validFor(metric) ? last.value : null
  }
}

/** How many points come no later than an instant. */
function countUntil(points: readonly MetricPoint[], at: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (points[middle]!.at > at) high = middle
    else low = middle + 1
  }
  return low
}
