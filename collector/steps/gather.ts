import type { ComponentFacts, Gathered, Measured } from '../core/assemble.ts'
import { shownWindow } from '../core/assemble.ts'
import { dayInterval, dayOf } from '../core/calendar.ts'
import type { Config } from '../core/config.ts'
import type { Incident } from '../core/incident.ts'
import type { Maintenance } from '../core/maintenance.ts'
import type { LatencyPoint, Percentiles } from '../core/snapshot.ts'
import { type Sketch, decode, emptySketch, merge, quantile } from '../core/sketch.ts'
import { togetherLine } from '../core/regions.ts'
import { foldClock } from '../core/timeline.ts'
import type { Transition } from '../core/transition.ts'
import type { Rollup, Store } from '../store/store.ts'

const hour = 3_600_000
/** Where there is one collector, its region has no name. */
const ownRegion = ''
/** How far back the response-time chart reaches, ms. */
const chart = 48 * hour

/** Reads what a snapshot is made of, and remembers what cannot change any more: closed days, closed hours, incidents. */
export type Gatherer = {
  gather(now: number): Promise<Gathered>
  /** Notices this process has just committed: no need to read them again. */
  learn(changed: {
    readonly incidents?: readonly Incident[]
    readonly maintenances?: readonly Maintenance[]
  }): void
  /** Somebody else has written: believe nothing that is remembered. */
  forget(): void
  /** Somebody else has written notices. */
  forgetNotices(): void
}

/**
 * @param live what only the running collector knows
 * @param collecting a collector keeps the timelines of this very process up to now
 */
export function gatherer(
  store: Store,
  config: Config,
  live: () => { readonly cutOff: boolean; readonly demo: boolean },
  collecting = true,
): Gatherer {
  const { timezone } = config.page
  const componentOf = new Map(config.components.flatMap((c) => c.monitors.map((m) => [m.id, c.id] as const)))
  const days = measures<Measured>((sketch, checks) => ({ checks, ...percentiles(sketch) }))
  const hours = measures<LatencyPoint>((sketch, checks, at) => ({ at, checks, ...percentiles(sketch) }))
  let incidents: Map<string, Incident> | null = null
  let maintenances: Map<string, Maintenance> | null = null
  // Every component has the same days, and the calendar is slow to ask.
  let dates = new Map<number, string>()
  function dateOf(at: number): string {
    let date = dates.get(at)
    if (date === undefined) dates.set(at, (date = dayOf(at, timezone)))
    return date
  }

  return {
    async gather(now) {
      const window = shownWindow(now, config)
      const monitors = [...componentOf.keys()]
      // What has been read once stays true, but for the hour and the day that the latest checks may still touch.
      const newDays = days.since ?? window.from
      const newHours = Math.max(hours.since ?? 0, Math.floor((now - chart) / hour) * hour)
      const [series, latest, transitions, dayRows, hourRows, appeared, read, planned, programme] =
        await Promise.all([
          store.series(),
          store.latestChecks(),
          store.transitions({ from: window.from, to: now + 1 }),
          store.rollups('day', { from: newDays, to: now + 1 }, monitors),
          store.rollups('hour', { from: newHours, to: now + 1 }, monitors),
          store.components(),
          incidents ?? store.incidents(),
          maintenances ?? store.maintenances(),
          store.programme(),
        ])
      incidents ??= new Map((read as readonly Incident[]).map((incident) => [incident.id, incident]))
      maintenances ??= new Map((planned as readonly Maintenance[]).map((one) => [one.id, one]))
      days.take(dayRows, componentOf)
      hours.take(hourRows, componentOf)
      days.settle(dayInterval(dayOf(now - hour, timezone), timezone).from, window.from)
      hours.settle(Math.floor((now - 60_000) / hour) * hour, Math.floor((now - chart) / hour) * hour)

      const lines = byMonitor(transitions)
      const seriesOf = Map.groupBy(series, (one) => one.monitor)
      const checked = new Map<string, number>()
      for (const check of latest)
        checked.set(check.monitor, Math.max(check.at, checked.get(check.monitor) ?? 0))
      const first = new Map<string, number>()
      for (const one of series)
        if (one.firstAt !== null)
          first.set(one.monitor, Math.min(one.firstAt, first.get(one.monitor) ?? Infinity))

      if (dates.size > 2 * config.page.historyDays) dates = new Map()
      const facts = new Map<string, ComponentFacts>()
      for (const component of config.components) {
        const timelines = component.monitors.map((monitor) => {
          const line = lines.get(monitor.id) ?? []
          const regions = (seriesOf.get(monitor.id) ?? []).map(({ region, state }) => {
            const seen = line.filter((one) => one.region === region)
            // A running collector lets time pass for its own region. For the others, and where none runs, time itself
            // says that nobody looked.
            return state && !(collecting && region === ownRegion)
              ? [...seen, ...foldClock(state, now, monitor).transitions]
              : seen
          })
          return togetherLine(regions)
        })
        const firsts = component.monitors
          .map((monitor) => first.get(monitor.id))
          .filter((at) => at !== undefined)
        const checks = component.monitors
          .map((monitor) => checked.get(monitor.id))
          .filter((at) => at !== undefined)
        facts.set(component.id, {
          firstAt:
            component.monitors.length === 0
              ? (appeared.get(component.id) ?? null)
              : firsts.length > 0
                ? Math.min(...firsts)
                : null,
          checkedAt: checks.length > 0 ? Math.max(...checks) : null,
          timelines,
          days: new Map([...days.of(component.id)].map(([at, measured]) => [dateOf(at), measured])),
          latency: [...hours.of(component.id).values()].toSorted((a, b) => a.at - b.at),
        })
      }
      // What was taken off the page stays in the store, for the record.
      const told = [...incidents.values()]
        .filter((one) => !one.withdrawn)
        .toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1))
      const work = [...maintenances.values()]
        .filter((one) => !one.withdrawn)
        .toSorted((a, b) => b.scheduledFor - a.scheduledFor || (a.id < b.id ? -1 : 1))
      return { now, config, facts, incidents: told, maintenances: work, programme, ...live() }
    },
    learn(changed) {
      for (const incident of changed.incidents ?? []) incidents?.set(incident.id, incident)
      for (const one of changed.maintenances ?? []) maintenances?.set(one.id, one)
    },
    forgetNotices() {
      incidents = null
      maintenances = null
    },
    forget() {
      incidents = null
      maintenances = null
      days.forget()
      hours.forget()
    },
  }
}

const percentiles = (sketch: Sketch): Percentiles => ({
  p50: quantile(sketch, 0.5),
  p95: quantile(sketch, 0.95),
  p99: quantile(sketch, 0.99),
})

function byMonitor(transitions: readonly Transition[]): Map<string, Transition[]> {
  const lines = new Map<string, Transition[]>()
  for (const transition of transitions) {
    const line = lines.get(transition.monitor)
    if (line) line.push(transition)
    else lines.set(transition.monitor, [transition])
  }
  return lines
}

/** Rollups of monitors, merged by component and instant, with a memory of what is settled. */
function measures<T>(summary: (sketch: Sketch, checks: number, at: number) => T) {
  const known = new Map<string, Map<number, T>>()
  let since: number | null = null
  return {
    /** Instants before this need not be read again; null when nothing is remembered. */
    get since() {
      return since
    },
    of: (component: string): ReadonlyMap<number, T> => known.get(component) ?? new Map<number, T>(),
    /** Merge fresh rows over what is remembered: they are complete for their instants. */
    take(rows: readonly Rollup[], componentOf: ReadonlyMap<string, string>) {
      const merged = new Map<string, Map<number, { sketch: Sketch; checks: number }>>()
      for (const row of rows) {
        const component = componentOf.get(row.monitor)
        if (component === undefined) continue
        const at = merged.get(component) ?? new Map<number, { sketch: Sketch; checks: number }>()
        merged.set(component, at)
        const so = at.get(row.at)
        const sketch = row.sketch.length > 0 ? decode(row.sketch) : emptySketch
        at.set(row.at, {
          sketch: so ? merge(so.sketch, sketch) : sketch,
          checks: (so?.checks ?? 0) + row.up + row.degraded + row.down,
        })
      }
      for (const [component, instants] of merged) {
        const mine = known.get(component) ?? new Map<number, T>()
        known.set(component, mine)
        for (const [at, { sketch, checks }] of instants) mine.set(at, summary(sketch, checks, at))
      }
    },
    /** From now on only instants from `open` on are read; those before `from` are dropped. */
    settle(open: number, from: number) {
      since = open
      for (const instants of known.values())
        for (const at of instants.keys()) if (at < from) instants.delete(at)
    },
    forget() {
      known.clear()
      since = null
    },
  }
}
