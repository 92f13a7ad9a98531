import type { ComponentFacts } from '../../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../core/config/config.ts'
import type { Check } from '../../core/monitoring/check.ts'
import { componentTimelines } from '../../core/monitoring/component-timelines.ts'
import { day } from '../../core/time/units.ts'
import type { DateMemo } from './date-memo.ts'
import { seriesKey } from './gather-memory.ts'
import type { StoredRows } from './read-stored.ts'
import { createRegionReader, regionInstants } from './region-facts.ts'

/** What a snapshot is made of for each component, by its id. */
export function componentFacts(
  { memory, series, componentOf, latest, transitions, appeared }: StoredRows,
  config: Config,
  dates: DateMemo,
  now: number,
  collecting: boolean,
): ReadonlyMap<string, ComponentFacts> {
  const transitionsOf = Map.groupBy(transitions, (transition) => transition.monitor)
  const seriesOf = Map.groupBy(series, (one) => componentOf.get(one.monitor) ?? '')
  const checked = checkedAtOf(config, latest)
  const first = new Map(appeared.map((one) => [one.component, one.firstAt]))
  const readRegions = createRegionReader(
    config,
    regionInstants(config, latest),
    memory.regionHours,
    dates,
    now,
  )
  const facts = new Map<string, ComponentFacts>()
  for (const component of config.components) {
    const history = componentTimelines(
      component,
      seriesOf.get(component.id) ?? [],
      (monitor) => transitionsOf.get(monitor) ?? [],
      now,
      (region) => collecting && isEvaluated(config, region),
    )
    const { timelines, firstAt } = history
    const watched = readRegions(component, history)
    facts.set(component.id, {
      firstAt: firstAt ?? (component.monitors.length === 0 ? (first.get(component.id) ?? null) : null),
      checkedAt: checked.get(component.id) ?? null,
      timelines,
      days: new Map([...memory.days.of(component.id)].map(([at, measured]) => [dates.dateOf(at), measured])),
      latency: [...memory.hours.of(component.id)]
        .map(([at, { checks: count, p50, p95, p99 }]) => ({ at, checks: count, p50, p95, p99 }))
        .toSorted((a, b) => a.at - b.at),
      ...(watched && { watched }),
    })
  }
  return facts
}

/** When each component was last looked at, ms; those that never were are left out. */
export function checkedAtOf(config: Config, latest: readonly Check[]): ReadonlyMap<string, number> {
  const byMonitor = new Map<string, number>()
  for (const { monitor, at } of latest) byMonitor.set(monitor, Math.max(at, byMonitor.get(monitor) ?? at))
  return new Map(
    config.components.flatMap(({ id, monitors }) => {
      const checks = monitors.flatMap((monitor) => byMonitor.get(monitor.id) ?? [])
      return checks.length > 0 ? [[id, Math.max(...checks)] as const] : []
    }),
  )
}

/** Whether a running collector keeps the timelines of a region up to now: its own, and those of its agents. */
const isEvaluated = ({ region, regions }: Pick<Config, 'region' | 'regions'>, other: string): boolean =>
  other === region || regions.some(({ id }) => id === other)

/** Longer than the silence of any monitor goes unnoticed, ms: what was not heard of for so long is unknown already. */
const longestSilence = 14 * day

/** Whether no series grows silent by the mere passing of time: each is watched from here, or has long been given up. */
export function isWatched({ series, latest }: StoredRows, config: Config, now: number): boolean {
  const { components } = config
  const configured = new Set(components.flatMap(({ monitors }) => monitors.map(({ id }) => id)))
  const latestAt = new Map(latest.map((check) => [seriesKey(check), check.at]))
  return series.every(
    (one) =>
      (configured.has(one.monitor) && isEvaluated(config, one.region)) ||
      (latestAt.get(seriesKey(one)) ?? -Infinity) < now - longestSilence,
  )
}
