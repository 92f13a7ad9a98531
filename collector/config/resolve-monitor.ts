import type {
  ConfirmationPolicy,
  Monitor,
  MonitorKind,
  SpeedExpectation,
} from '../core/monitoring/monitor.ts'
import { longestGap } from '../core/monitoring/cron-schedule.ts'
import { day } from '../core/time/units.ts'
import type { MonitorEntry } from './schema/monitor.ts'
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

type ExpectationEntry = {
  readonly within?: number | undefined
  readonly degraded_above?: number | undefined
  readonly certificate_days?: number | undefined
  readonly body_contains?: string | undefined
  readonly body_lacks?: string | undefined
  readonly body_matches?: string | undefined
}

/** Only the keys that are there, so that a monitor compares equal to one written by hand. */
const definedKeys = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never

const speedExpectation = (expect: ExpectationEntry | undefined): SpeedExpectation =>
  definedKeys({ within: expect?.within, degradedAbove: expect?.degraded_above })
const certificateExpectation = (expect: ExpectationEntry | undefined): { certificateDays?: number } =>
  definedKeys({ certificateDays: expect?.certificate_days })
const bodyExpectation = (expect: ExpectationEntry | undefined) =>
  definedKeys({
    bodyContains: expect?.body_contains,
    bodyLacks: expect?.body_lacks,
    bodyMatches: expect?.body_matches,
  })

type ResolvedMonitorBase<K extends MonitorKind> = Pick<
  Extract<Monitor, { kind: K }>,
  'id' | 'component' | 'every' | 'timeout' | 'confirm'
>

type MonitorResolvers = {
  readonly [K in MonitorKind]: (
    entry: Extract<MonitorEntry, { kind: K }>,
    base: ResolvedMonitorBase<K>,
    pageTimezone: string,
  ) => Extract<Monitor, { kind: K }>
}

const ranges2xx = [[200, 299]] as const

/** One maker per kind: what the file says in, what the probes read out. */
const resolvers: MonitorResolvers = {
  http: (entry, base) => ({
    ...base,
    kind: 'http',
    url: entry.url,
    method: entry.method ?? 'GET',
    headers: entry.headers ?? {},
    ...definedKeys({ body: entry.body }),
    redirects: entry.redirects ?? 5,
    expect: {
      status: entry.expect?.status ?? ranges2xx,
      json: entry.expect?.json ?? [],
      header: entry.expect?.header ?? {},
      ...bodyExpectation(entry.expect),
      ...speedExpectation(entry.expect),
      ...certificateExpectation(entry.expect),
    },
  }),
  tcp: (entry, base) => ({
    ...base,
    kind: 'tcp',
    host: entry.host,
    port: entry.port,
    expect: speedExpectation(entry.expect),
  }),
  dns: (entry, base) => ({
    ...base,
    kind: 'dns',
    name: entry.name,
    type: entry.type ?? 'A',
    ...definedKeys({ server: entry.server }),
    expect: { ...speedExpectation(entry.expect), ...definedKeys({ records: entry.expect?.records }) },
  }),
  tls: (entry, base) => ({
    ...base,
    kind: 'tls',
    host: entry.host,
    port: entry.port ?? 443,
    ...definedKeys({ servername: entry.servername }),
    expect: { ...speedExpectation(entry.expect), ...certificateExpectation(entry.expect) },
  }),
  ping: (entry, base) => ({
    ...base,
    kind: 'ping',
    host: entry.host,
    expect: speedExpectation(entry.expect),
  }),
  heartbeat: (entry, base, pageTimezone) => ({
    ...base,
    kind: 'heartbeat',
    grace: entry.grace ?? 60_000,
    token: entry.token,
    timezone: entry.timezone ?? pageTimezone,
    ...definedKeys({ schedule: entry.schedule, lasts: entry.lasts }),
  }),
  websocket: (entry, base) => ({
    ...base,
    kind: 'websocket',
    url: entry.url,
    headers: entry.headers ?? {},
    ...definedKeys({ send: entry.send }),
    expect: {
      ...bodyExpectation(entry.expect),
      ...speedExpectation(entry.expect),
      ...certificateExpectation(entry.expect),
    },
  }),
  prometheus: (entry, base) => ({
    ...base,
    kind: 'prometheus',
    url: entry.url,
    headers: entry.headers ?? {},
    query: entry.query,
    expect: { value: entry.expect.value, ...speedExpectation(entry.expect) },
  }),
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
