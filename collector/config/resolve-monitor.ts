import type { ConfirmationPolicy, Monitor, MonitorKind } from '../core/monitoring/monitor.ts'
import { longestGap } from '../core/monitoring/cron-schedule.ts'
import { day } from '../core/time/units.ts'
import type { ResolvedMonitorBase } from './schema/monitor-fields.ts'
import { type MonitorEntry, resolvers } from './schema/monitor.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** The id of a monitor that has none of its own. */
export const monitorId = (component: string, kind: string): string => `${component}-${kind}`

type MonitorDefaults = ConfigurationEntry['defaults']
type ActiveMonitorEntry = Exclude<MonitorEntry, { kind: 'heartbeat' }>

function resolveConfirm(own: ActiveMonitorEntry['confirm'], defaults: MonitorDefaults): ConfirmationPolicy {
  const shared = defaults?.confirm
  return {
    failures: own?.failures ?? shared?.failures ?? 2,
    successes: own?.successes ?? shared?.successes ?? 1,
    retryEvery: own?.retry_every ?? shared?.retry_every ?? 5000,
  }
}

/** Any day will do: a gap depends on the day only where clocks change. */
const gapsCountedFrom = Date.UTC(2026, 0, 1)

/** The time between two beats, ms; of a schedule, the longest. One of both is given (`references.ts`). */
const heartbeatInterval = (
  { every, schedule, timezone }: Extract<MonitorEntry, { kind: 'heartbeat' }>,
  pageTimezone: string,
): number =>
  schedule === undefined
    ? (every ?? day)
    : (longestGap({ pattern: schedule, timezone: timezone ?? pageTimezone }, gapsCountedFrom) ?? day)

/** A monitor with every default filled in; durations in milliseconds. */
export function resolveMonitor(
  entry: MonitorEntry,
  component: string,
  defaults: MonitorDefaults,
  pageTimezone: string,
): Monitor {
  const id = entry.id ?? monitorId(component, entry.kind)
  const base =
    entry.kind === 'heartbeat'
      ? {
          // A beat that did not come has been waited for long enough; a beat that came is there.
          every: heartbeatInterval(entry, pageTimezone),
          timeout: entry.grace ?? 60_000,
          confirm: { failures: 1, successes: 1, retryEvery: heartbeatInterval(entry, pageTimezone) },
        }
      : {
          every: entry.every ?? defaults?.every ?? 30_000,
          timeout: entry.timeout ?? defaults?.timeout ?? 10_000,
          confirm: resolveConfirm(entry.confirm, defaults),
        }
  const resolve = resolvers[entry.kind] as (
    entry: MonitorEntry,
    base: ResolvedMonitorBase<MonitorKind>,
    pageTimezone: string,
  ) => Monitor
  return resolve(entry, { id, component, ...base }, pageTimezone)
}
