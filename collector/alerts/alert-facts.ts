import type { AllAlertFacts } from '../core/alert/step-all.ts'
import { subjectsOf } from '../core/alert/subjects.ts'
import type { Config } from '../core/config/config.ts'
import { createWindowCounter } from '../core/explain/evidence.ts'
import { createRegressionReader } from '../publishing/gather/regressions.ts'
import type { StoreReader } from '../store/store.ts'
import { createAnswerMemory } from './answer-memory.ts'
import {
  type LiveFacts,
  monitorsByComponent,
  componentFacts,
  firstToExpire,
  heartbeatsOf,
} from './component-facts.ts'
import { type StoredFacts, readStoredFacts } from './stored-facts.ts'
import { type PastSpan, factNeedsOf } from './fact-needs.ts'
import { metricReader } from './metric-facts.ts'

/** Reads what rules are judged by, and remembers what has not changed. Rejects with StoreError. */
export type AlertFactReader = (reader: StoreReader, live: LiveFacts, now: number) => Promise<AllAlertFacts>

/**
 * @param config whose rules are judged
 * @param isLive does a running collector keep the timelines of this region up to now?
 * @param past how far back facts are wanted besides, for a replay; null for this instant alone
 */
export function createAlertFactReader(
  config: Config,
  isLive: (region: string) => boolean = (region) =>
    region === config.region || config.regions.some(({ id }) => id === region),
  past: PastSpan | null = null,
): AlertFactReader {
  const needs = factNeedsOf(config, past)
  const answers = createAnswerMemory()
  // A replay reads what held at its instants by itself.
  const regressions = needs.regression && past === null ? createRegressionReader(config) : null
  const countWindow = createWindowCounter(config)
  const subjects = new Set(config.alerts.flatMap((rule) => subjectsOf(rule, config)))
  const judged = config.components.filter(({ id }) => subjects.has(id))
  let remembered: StoredFacts | null = null

  return async (reader, live, now) => {
    const counts = await reader.changeCounts()
    if (remembered !== null && remembered.counts.history !== counts.history) answers.clear()
    const rows = await readStoredFacts(reader, remembered, counts, needs, config, now)
    remembered = rows
    const monitors = monitorsByComponent(judged, rows.series)
    if (needs.answers > 0)
      for (const series of monitors.values()) await answers.renew(reader, series, needs.answers, now)
    const certificates = needs.certificates ? await latestCertificates(reader) : new Map<string, number>()
    const latest = needs.heartbeats ? await reader.latestChecks() : []
    const regressionOf = regressions ? await regressions(reader, now) : null
    const metric = needs.metrics ? await metricReader(reader, config, now) : () => null
    const components = new Map(
      judged.map((component) => {
        const series = monitors.get(component.id) ?? []
        return [
          component.id,
          componentFacts(component, rows, config, countWindow, needs.span, isLive, now, {
            answers: needs.answers > 0 ? answers.of(series) : [],
            regression: regressionOf?.get(component.id) ?? null,
            certificate: firstToExpire(component, certificates),
            heartbeats: heartbeatsOf(component, latest),
          }),
        ] as const
      }),
    )
    return {
      facts: { now, weights: config.uptime.weights, metric, troubles: live.troubles },
      components,
      inMaintenance: new Set(
        [...components].flatMap(([id, { maintenances }]) =>
          maintenances.some(({ from, to }) => from <= now && now < to) ? [id] : [],
        ),
      ),
    }
  }
}

/** When the certificates expire that monitors saw last, ms, by monitor. Rejects with StoreError. */
const latestCertificates = async (reader: StoreReader): Promise<ReadonlyMap<string, number>> =>
  new Map((await reader.latestCertificates()).map(({ monitor, expiresAt }) => [monitor, expiresAt]))
