import type { AlertFacts, ComponentAlertFacts } from '../core/alert/figures.ts'
import type { AllAlertFacts } from '../core/alert/step-all.ts'
import { longestWindowIn } from '../core/alert/subjects.ts'
import type { ComponentConfig, Config } from '../core/config/config.ts'
import { createWindowCounter, historyOf } from '../core/explain/evidence.ts'
import { exclusionsOf } from '../core/explain/explain.ts'
import { incidentsByComponent } from '../core/incident/incident-index.ts'
import type { Incident } from '../core/incident/incident.ts'
import { maintenanceByComponent } from '../core/maintenance/component-maintenance.ts'
import { type Maintenance, beginsAt, endsAt } from '../core/maintenance/maintenance.ts'
import { validFor } from '../core/metric/metric-view.ts'
import { summarisePoints } from '../core/metric/summarise-rollups.ts'
import type { Check } from '../core/monitoring/check.ts'
import { componentTimelines } from '../core/monitoring/component-timelines.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import { hour } from '../core/time/units.ts'
import { createRegressionReader } from '../publishing/regressions.ts'
import type { ChangeCounts } from '../store/changes.ts'
import type { Series } from '../store/check-store.ts'
import type { ComponentRecord } from '../store/component-store.ts'
import type { StoreReader } from '../store/store.ts'
import { createAnswerMemory } from './answer-memory.ts'

/** What only the running collector knows. */
export type LiveFacts = {
  /** When certificates expire that monitors have seen, ms, by monitor. */
  readonly certificates: ReadonlyMap<string, number>
  /** What is wrong with the collector, in words. */
  readonly troubles: readonly string[]
}

/** Reads what rules are judged by, and remembers what has not changed. Rejects with StoreError. */
export type AlertFactReader = (reader: StoreReader, live: LiveFacts, now: number) => Promise<AllAlertFacts>

/** Rows that are read anew only when something of their kind was changed. */
type Remembered = {
  readonly counts: ChangeCounts
  /** How far ahead notices were read, ms. */
  readonly noticesUntil: number
  readonly series: readonly Series[]
  readonly transitions: ReadonlyMap<string, readonly Transition[]>
  readonly records: ReadonlyMap<string, ComponentRecord>
  readonly incidents: ReadonlyMap<string, readonly Incident[]>
  readonly maintenances: ReadonlyMap<string, readonly Maintenance[]>
}

/** How far back a replay looks, ms: at changes of health, and at single answers. */
export type PastSpan = { readonly history: number; readonly answers: number }

/** What of the store the figures of the rules need. */
type Needs = {
  /** How far back changes of health are looked at, ms. */
  readonly span: number
  /** How far back single answers are, ms; 0 for not at all. */
  readonly answers: number
  readonly regression: boolean
  readonly heartbeats: boolean
  readonly metrics: boolean
}

/** What rules need of the store for this instant; for those of the past too, where they are replayed. */
const needsOf = ({ alerts }: Pick<Config, 'alerts'>, past: PastSpan | null): Needs => {
  const figures = new Set(alerts.flatMap(({ when }) => when.map(({ figure }) => figure as string)))
  const any = (start: string): boolean => [...figures].some((figure) => figure.startsWith(start))
  return {
    span:
      longestWindowIn(alerts, (figure) => figure === 'availability' || figure === 'burn_rate') +
      (past?.history ?? 0),
    answers: any('response_')
      ? longestWindowIn(alerts, (figure) => figure.startsWith('response_')) + (past?.answers ?? 0)
      : 0,
    regression: past === null && any('regression'),
    heartbeats: any('heartbeat_'),
    metrics: any('metric.'),
  }
}

/** How far ahead of now notices are read, ms: what begins later is read again. */
const lookAhead = hour

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
  const needs = needsOf(config, past)
  const answers = createAnswerMemory()
  const regressions = needs.regression ? createRegressionReader(config) : null
  const countWindow = createWindowCounter(config)
  let remembered: Remembered | null = null

  return async (reader, live, now) => {
    const counts = await reader.changeCounts()
    if (remembered !== null && remembered.counts.history !== counts.history) answers.clear()
    const rows = await renew(reader, remembered, counts, needs, config, now)
    remembered = rows
    const monitors = monitorsByComponent(config, rows.series)
    if (needs.answers > 0)
      for (const series of monitors.values()) await answers.renew(reader, series, needs.answers, now)
    const latest = needs.heartbeats ? await reader.latestChecks() : []
    const regressionOf = regressions ? await regressions(reader, now) : null
    const metric = needs.metrics ? await metricReader(reader, config, now) : () => null
    const components = new Map(
      config.components.map((component) => {
        const series = monitors.get(component.id) ?? []
        return [
          component.id,
          componentFacts(component, rows, config, countWindow, needs.span, isLive, now, {
            answers: needs.answers > 0 ? answers.of(series) : [],
            regression: regressionOf?.get(component.id) ?? null,
            certificate: firstToExpire(component, live.certificates),
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

async function renew(
  reader: StoreReader,
  before: Remembered | null,
  counts: ChangeCounts,
  { span }: Needs,
  config: Config,
  now: number,
): Promise<Remembered> {
  const unchanged = (...kinds: readonly (keyof ChangeCounts)[]): boolean =>
    before !== null && kinds.every((kind) => before.counts[kind] === counts[kind])
  const isOwn = before?.series.every(({ region }) => region === config.region) ?? false
  const within = { from: now - span, to: now + 1 }
  const history =
    before && isOwn && unchanged('transitions', 'history', 'configuration')
      ? before
      : {
          // What other regions have seen last says how long it holds.
          series: await reader.series(),
          transitions: Map.groupBy(await reader.transitions(within), ({ monitor }) => monitor),
          records: new Map((await reader.componentRecords()).map((one) => [one.component, one])),
        }
  const isFresh = before !== null && unchanged('notices') && now < before.noticesUntil - lookAhead / 2
  const noticesUntil = isFresh ? before.noticesUntil : now + lookAhead
  const notices = isFresh ? before : await readNotices(reader, now - span, noticesUntil)
  return {
    counts,
    noticesUntil,
    series: history.series,
    transitions: history.transitions,
    records: history.records,
    incidents: notices.incidents,
    maintenances: notices.maintenances,
  }
}

/** Incidents and maintenances, by component, that touch a span. */
async function readNotices(reader: StoreReader, from: number, to: number) {
  const within = { from, to }
  const incidents = (await reader.incidents(within)).filter(({ withdrawn }) => !withdrawn)
  const maintenances = (await reader.maintenances(within)).filter(({ withdrawn }) => !withdrawn)
  return {
    incidents: incidentsByComponent(incidents),
    maintenances: maintenanceByComponent(maintenances, within),
  }
}

/** The series of each component. */
function monitorsByComponent(
  { components }: Config,
  series: readonly Series[],
): ReadonlyMap<string, readonly Series[]> {
  const byMonitor = Map.groupBy(series, ({ monitor }) => monitor)
  return new Map(
    components.map(({ id, monitors }) => [
      id,
      monitors.flatMap((monitor) => byMonitor.get(monitor.id) ?? []),
    ]),
  )
}

function componentFacts(
  component: ComponentConfig,
  { series, transitions, records, incidents, maintenances }: Remembered,
  config: Config,
  countWindow: ReturnType<typeof createWindowCounter>,
  span: number,
  isLive: (region: string) => boolean,
  now: number,
  more: Pick<ComponentAlertFacts, 'answers' | 'regression' | 'certificate' | 'heartbeats'>,
): ComponentAlertFacts {
  const ids = new Set(component.monitors.map(({ id }) => id))
  const own = series.filter((one) => ids.has(one.monitor) || one.component === component.id)
  const { timelines, firstAt } = componentTimelines(
    component,
    own,
    (monitor) => transitions.get(monitor) ?? [],
    now,
    isLive,
  )
  const record = records.get(component.id)
  const work = (maintenances.get(component.id) ?? []).filter((one) => beginsAt(one) <= now)
  return {
    history: historyOf(
      component,
      { timelines, firstAt: firstAt ?? (component.monitors.length === 0 ? (record?.firstAt ?? null) : null) },
      incidents.get(component.id) ?? [],
      exclusionsOf({ windows: work.map(countWindow) }),
      { from: now - span, to: now },
      now,
    ),
    target: config.tiers.find(({ id }) => id === component.tier)?.availability ?? null,
    maintenances: work.map((one) => ({ from: beginsAt(one), to: endsAt(one) })),
    ...more,
  }
}

function firstToExpire(
  { monitors }: ComponentConfig,
  certificates: LiveFacts['certificates'],
): ComponentAlertFacts['certificate'] {
  const known = monitors.flatMap(({ id }) => {
    const expiresAt = certificates.get(id)
    return expiresAt === undefined ? [] : [{ monitor: id, expiresAt }]
  })
  return known.toSorted((a, b) => a.expiresAt - b.expiresAt)[0] ?? null
}

function heartbeatsOf(
  { monitors }: ComponentConfig,
  latest: readonly Check[],
): ComponentAlertFacts['heartbeats'] {
  const ids = monitors.filter(({ kind }) => kind === 'heartbeat').map(({ id }) => id)
  if (ids.length === 0) return null
  const withFault = (code: 'missed' | 'failed'): readonly string[] => [
    ...new Set(
      latest
        .filter(
          ({ monitor, health, fault }) => ids.includes(monitor) && health === 'down' && fault?.code === code,
        )
        .map(({ monitor }) => monitor),
    ),
  ]
  return { missed: withFault('missed'), failed: withFault('failed') }
}

/** Reads metrics: their latest points, and what those of a window come to. */
async function metricReader(
  reader: StoreReader,
  { alerts, metrics }: Config,
  now: number,
): Promise<AlertFacts['metric']> {
  const latest = new Map((await reader.latestMetrics()).map((point) => [point.metric, point]))
  const values = new Map<string, number | null>()
  const keyOf = (id: string, window: number | null): string => `${id} ${window}`
  for (const { figure, windows } of alerts.flatMap(({ when }) => when)) {
    const metric = metrics.find(({ id }) => figure === `metric.${id}`)
    if (!metric) continue
    const point = latest.get(metric.id)
    const isFresh = point !== undefined && now - point.at <= validFor(metric)
    if (windows.length === 0) values.set(keyOf(metric.id, null), isFresh ? point.value : null)
    for (const window of windows) {
      const points = await reader.metricPoints(metric.id, { from: now - window + 1, to: now + 1 })
      values.set(keyOf(metric.id, window), summarisePoints(metric.summary, points))
    }
  }
  return (id, window) => values.get(keyOf(id, window)) ?? null
}
