import { setImmediate } from 'node:timers/promises'
import type { Check } from '../core/monitoring/check.ts'
import type { Config } from '../core/config/config.ts'
import type { Incident } from '../core/incident/incident.ts'
import { createMonitorStates } from '../core/evaluation/monitor-states.ts'
import type { Monitor } from '../core/monitoring/monitor.ts'
import { seriesKey } from '../core/monitoring/series-name.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import { recordFigures } from './simulate-metrics.ts'
import { imagined } from './simulated-faults.ts'
import type { FactWriter } from '../store/facts.ts'
import type { CheckReader } from '../store/check-store.ts'
import type { NoticeReader } from '../store/notice-store.ts'

const hour = 3_600_000
/** Checks of the distant past are this far apart: ninety days in seconds, and the same curves. */
const coarse = 300_000
/** The last stretch has the real interval, so that the living collector takes it up without a gap. */
const recent = 2 * hour
const batch = 2_000

/**
 * Record `days` days of imagined past through the code that records the present: the same fold, the same incidents, the
 * same transactions, driven by a virtual clock.
 *
 * @param now the present, ms; the past ends just before it
 * @param onProgress told the share done, 0 to 1
 */
export async function recordHistory(
  store: FactWriter & NoticeReader & CheckReader,
  config: Config,
  days: number,
  now: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const from = now - days * 24 * hour
  const distant = now - recent
  const slow: Config = {
    ...config,
    components: config.components.map((component) => ({
      ...component,
      monitors: component.monitors.map((monitor) => ({ ...monitor, every: Math.max(coarse, monitor.every) })),
    })),
  }
  const states = await stretch(store, slow, new Map(), [], { from, to: distant }, now, (at) =>
    onProgress((at - from) / (now - from)),
  )
  await recordFigures(store, config, { from, to: now })
  await stretch(store, config, states, await store.incidents(), { from: distant, to: now }, now, () => {})
  onProgress(1)
}

/** Simulate one stretch of time; resolves to where the folds have come to. */
async function stretch(
  store: FactWriter & NoticeReader & CheckReader,
  config: Config,
  states: ReadonlyMap<string, HealthState>,
  incidents: readonly Incident[],
  span: { readonly from: number; readonly to: number },
  now: number,
  onTime: (at: number) => void,
): Promise<ReadonlyMap<string, HealthState>> {
  const monitorStates = createMonitorStates(config, config.region, states, incidents)
  const revisions = new Map(
    (await store.series())
      .filter((one) => one.region === config.region)
      .map((one) => [one.monitor, one.stateRevision]),
  )
  const monitors = config.components.flatMap((component) => component.monitors)
  let checks: Check[] = []
  let transitions: Transition[] = []
  let incidentsToStore: Incident[] = []

  async function flush(): Promise<void> {
    await store.commit({
      checks,
      transitions,
      incidents: incidentsToStore,
      states: monitors.map(({ id }) => ({
        monitor: id,
        region: config.region,
        state: monitorStates.state(id),
        basedOn: revisions.get(id) ?? 0,
      })),
    })
    for (const { id } of monitors) revisions.set(id, (revisions.get(id) ?? 0) + 1)
    checks = []
    transitions = []
    incidentsToStore = []
  }

  const lastAt = (monitor: string): number | null => monitorStates.state(monitor).lastAt
  for (const { monitor, at } of looks(monitors, span, lastAt, monitorStates.hasUnconfirmedChange)) {
    const passed = monitorStates.advance(at)
    const outcome = imagined(monitor.component, monitor.id, at, now)
    const check = outcome && toCheck(monitor, config.region, at, outcome)
    const seen = check && monitorStates.applyCheck(check, at)
    if (check) checks.push(check)
    for (const one of [passed, seen ?? { transitions: [], incidents: [] }]) {
      transitions.push(...one.transitions)
      incidentsToStore.push(...one.incidents)
    }
    if (checks.length >= batch) {
      await flush()
      onTime(at)
      // A signal to end is handled between two days, not after the last.
      await setImmediate()
    }
  }
  await flush()
  return new Map(
    monitors.map(({ id }) => [seriesKey({ monitor: id, region: config.region }), monitorStates.state(id)]),
  )
}

/**
 * An automatic incident as the collector would have written it had a person taken it over at an instant (ms): without its
 * messages from then on.
 */
export async function forgetLaterMessages(
  store: FactWriter,
  incident: Incident,
  at: number,
): Promise<Incident> {
  const updates = incident.updates.filter((update, i) => i === 0 || update.at < at)
  const shortened = { ...incident, updates, version: incident.version + 1 }
  await store.commit({ incidents: [shortened] })
  return shortened
}

const toCheck = (
  monitor: Monitor,
  region: string,
  at: number,
  outcome: NonNullable<ReturnType<typeof imagined>>,
): Check => ({
  monitor: monitor.id,
  region,
  at,
  health: outcome.health,
  took: outcome.took,
  ...(outcome.fault && { fault: outcome.fault }),
})

/**
 * Every look at every monitor in the order of time, re-checks included. A monitor that was looked at before goes on from
 * there at its pace: where the pace changes, nothing is left unseen.
 */
function* looks(
  monitors: readonly Monitor[],
  span: { readonly from: number; readonly to: number },
  lastAt: (monitor: string) => number | null,
  unconfirmed: (monitor: string) => boolean,
): Generator<{ monitor: Monitor; at: number }> {
  const next = monitors.map((monitor, i) => {
    const last = lastAt(monitor.id)
    return last === null
      ? span.from + Math.floor((monitor.every * i) / monitors.length)
      : last + monitor.every
  })
  for (;;) {
    let first = 0
    for (let i = 1; i < next.length; i++) if (next[i]! < next[first]!) first = i
    const at = next[first]
    if (at === undefined || at >= span.to) return
    const monitor = monitors[first]!
    yield { monitor, at }
    next[first] = at + (unconfirmed(monitor.id) ? monitor.confirm.retryEvery : monitor.every)
  }
}
