import type { SnapshotInput } from '../../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../core/config/config.ts'
import { checklistOf, publicChecklist } from '../../core/deployment/checklist.ts'
import type { Deployment } from '../../core/deployment/deployment.ts'
import { lookBackStart, openMonths } from '../../core/snapshot/snapshot-window.ts'
import type { Check } from '../../core/monitoring/check.ts'
import type { Transition } from '../../core/monitoring/transition.ts'
import { dayInterval, dayOf, hourFloor } from '../../core/time/calendar.ts'
import { hour, minute } from '../../core/time/units.ts'
import type { Series } from '../../store/check-store.ts'
import type { ComponentRecord } from '../../store/component-store.ts'
import type { StoreReader } from '../../store/store.ts'
import { type GatherMemory, newChecksFrom, renewMemory, seriesKey } from './gather-memory.ts'
import { regionKeyOf } from './region-facts.ts'
import { createMixedResponses } from './response-times.ts'

/** How far back the response-time chart reaches, ms. */
export const chartSpan = 48 * hour

/** What was read of the store at one instant. */
export type StoredRows = {
  readonly memory: GatherMemory
  readonly months: readonly string[]
  /** How far back the snapshot looks, ms. */
  readonly from: number
  readonly series: readonly Series[]
  readonly componentOf: ReadonlyMap<string, string>
  readonly latest: readonly Check[]
  readonly transitions: readonly Transition[]
  readonly appeared: readonly ComponentRecord[]
} & Pick<SnapshotInput, 'recurringMaintenance'> & { readonly deployments: readonly Deployment[] }

/** Reads it: of what was read before, only what may have changed. Rejects with StoreError. */
export async function readStored(
  reader: StoreReader,
  config: Config,
  before: GatherMemory,
  now: number,
): Promise<StoredRows> {
  const { timezone } = config.page
  const notices = await renewMemory(before, reader)
  const frozen = new Set(notices.reports.map((report) => report.period))
  const months = openMonths(now, timezone, (month) => frozen.has(month))
  const from = lookBackStart(now, config, months)
  const series = await reader.series()
  const componentOf = componentsOfMonitors(config, series)
  const monitors = [...componentOf.keys()]
  const latest = await reader.latestChecks()
  const firstInstants = new Map(series.map((one) => [seriesKey(one), one.firstAt] as const))
  const newFrom = hourFloor(newChecksFrom(latest, before.latestAt, (key) => firstInstants.get(key) ?? null))
  // What has been read once stays true, but for the hour and the day that the latest checks may still touch, and for
  // those that checks fell into which were stored late.
  const settledDays = notices.days.since
  const newDays =
    settledDays === null || newFrom >= settledDays
      ? (settledDays ?? from)
      : Math.max(from, dayInterval(dayOf(newFrom, timezone), timezone).from)
  const chartFrom = hourFloor(now - chartSpan)
  const settledHours = notices.hours.since ?? chartFrom
  const newHours = Math.max(chartFrom, Math.min(settledHours, newFrom))
  const dayRows = await reader.rollups('day', { from: newDays, to: now + 1 }, monitors)
  const hourRows = await reader.rollups('hour', { from: newHours, to: now + 1 }, monitors)
  const days = notices.days.merge(dayRows, ({ monitor }) => componentOf.get(monitor))
  const hours = notices.hours.merge(hourRows, ({ monitor }) => componentOf.get(monitor))
  const regionHours = notices.regionHours.merge(hourRows, regionKeyOf(config, componentOf))
  const openDay = dayInterval(dayOf(now - hour, timezone), timezone).from
  const openHour = Math.floor((now - minute) / hour) * hour
  return {
    memory: {
      ...notices,
      days: days.settle(openDay, from),
      hours: hours.settle(openHour, chartFrom),
      regionHours: regionHours.settle(openHour, chartFrom),
      mixed: newFrom < settledHours ? createMixedResponses() : notices.mixed,
      latestAt: new Map(latest.map((check) => [seriesKey(check), check.at])),
    },
    months,
    from,
    series,
    componentOf,
    latest,
    transitions: await reader.transitions({ from, to: now + 1 }),
    appeared: await reader.componentRecords(),
    recurringMaintenance: await reader.recurringMaintenance(),
    deployments: await readDeployments(reader, config),
  }
}

/** Of each monitor its component. Checks of monitors that are no longer configured belong where they belonged then. */
function componentsOfMonitors(config: Config, series: readonly Series[]): ReadonlyMap<string, string> {
  const componentOf = new Map(config.components.flatMap((c) => c.monitors.map((m) => [m.id, c.id] as const)))
  for (const { monitor, component } of series)
    if (component !== null && !componentOf.has(monitor)) componentOf.set(monitor, component)
  return componentOf
}

/** All of them, with their check lists where readers see these. */
async function readDeployments(
  reader: StoreReader,
  { deployments: { checklist, publicChecklist: isPublic } }: Config,
): Promise<readonly Deployment[]> {
  const all = await reader.deployments()
  if (!isPublic || checklist.length === 0 || all.length === 0) return all
  const ticks = Map.groupBy(await reader.checklistTicks(), ({ deployment }) => deployment)
  return all.map((one) => ({
    ...one,
    checklist: publicChecklist(checklistOf(checklist, ticks.get(one.id) ?? [])),
  }))
}
