import { handbookRules } from '../../collector/core/deployment/rollback-triggers.ts'
import { resolveIncidentTemplates } from '../../collector/config/incident-templates.ts'
import type { ComponentConfig, Config } from '../../collector/core/config/config.ts'
import type { Maintenance } from '../../collector/core/maintenance/maintenance.ts'
import { noObjectives } from '../../collector/core/slo/objective.ts'
import type { Health, KnownHealth } from '../../collector/core/monitoring/health.ts'
import type { Incident, IncidentUpdate } from '../../collector/core/incident/incident.ts'
import type { Cadence, Monitor } from '../../collector/core/monitoring/monitor.ts'
import { emptyHealthState, type Observation } from '../../collector/core/monitoring/health-state.ts'
import { rebuild } from '../../collector/core/monitoring/apply-checks.ts'
import { spans } from '../../collector/core/monitoring/timeline.ts'
import type { ComponentHistory } from '../../collector/core/availability/counted-slices.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'

/** The monitor of the worked cases: every 30 s, timeout 10 s, confirmed by 2 failures and 1 success. */
export const usualCadence: Cadence = {
  every: 30_000,
  timeout: 10_000,
  confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
}

export const cadence = (failures: number, successes: number): Cadence => ({
  ...usualCadence,
  confirm: { failures, successes, retryEvery: 5_000 },
})

/** An instant of the worked cases' day, 2026-11-01 UTC: `at('10:00:30')`. */
export const at = (time: string): number => Date.parse(`2026-11-01T${time.padEnd(8, ':00')}Z`)

/** That whole day. */
export const theDay = { from: at('00:00'), to: Date.parse('2026-11-02T00:00:00Z') }

export const during = (from: string, to: string) => ({ from: at(from), to: at(to) })

/** A check each 30 s through that day, `up` unless said otherwise; null where nobody looked. */
export function checksOfTheDay(healthAt: (at: number) => KnownHealth | null = () => 'up'): Observation[] {
  const checks: Observation[] = []
  for (let instant = theDay.from; instant < theDay.to; instant += usualCadence.every) {
    const health = healthAt(instant)
    if (health !== null) checks.push({ at: instant, health })
  }
  return checks
}

/** `down` from one time to another (exclusive), `up` otherwise. */
export const downDuring =
  (from: string, to: string) =>
  (instant: number): Health =>
    instant >= at(from) && instant < at(to) ? 'down' : 'up'

/** The timeline of that day's checks. */
export function timelineOf(checks: readonly Observation[], within = theDay) {
  return spans(rebuild(emptyHealthState, checks, usualCadence, within.to).transitions, within)
}

export const aHistory = (parts: Partial<ComponentHistory> = {}): ComponentHistory => ({
  firstAt: theDay.from,
  monitors: [],
  declarations: [],
  exclusions: [],
  falseAlarms: [],
  ...parts,
})

/** Checks as letters, one each `every`: `U` up, `G` degraded, `D` down, `X` discarded, `.` nobody looked. */
export function checksFromLetters(letters: string, every = usualCadence.every): Observation[] {
  const health: Record<string, KnownHealth> = { U: 'up', G: 'degraded', D: 'down', X: 'unknown' }
  return [...letters].flatMap((letter, i) => {
    const found = health[letter]
    return found === undefined ? [] : [{ at: i * every, health: found }]
  })
}

export const anUpdate = (parts: Partial<IncidentUpdate> = {}): IncidentUpdate => ({
  id: 'u1',
  at: at('10:00'),
  status: 'investigating',
  body: 'We are looking.',
  components: { api: 'major_outage' },
  author: 'ada',
  ...parts,
})

export const anIncident = (parts: Partial<Incident> = {}): Incident => ({
  id: 'incident0001',
  title: 'The API is gone',
  impact: 'major',
  priority: null,
  startedAt: at('10:00'),
  detectedAt: at('10:00'),
  acknowledgedAt: null,
  automatic: false,
  about: null,
  updates: [anUpdate()],
  falseAlarm: null,
  version: 1,
  ...parts,
})

const aMonitor = (component: string, n: number): Monitor => ({
  ...usualCadence,
  id: `${component}-${n}`,
  component,
  kind: 'tcp',
  host: 'h',
  port: 1,
  expect: {},
})

/** A component with as many monitors as asked for, alone and without a tier. */
export const aComponent = (
  id: string,
  parts: Partial<ComponentConfig> = {},
  monitors = 1,
): ComponentConfig => ({
  id,
  name: id,
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: Array.from({ length: monitors }, (_, n) => aMonitor(id, n)),
  ...parts,
})

/** The configuration of a page in UTC where nothing is promised. */
export const aConfig = (parts: Partial<Config> = {}): Config => ({
  page: {
    name: 'X',
    url: null,
    locale: 'fr',
    locales: ['fr', 'en'],
    timezone: 'UTC',
    historyDays: 90,
    theme: { accent: null, logo: null, css: null },
    contact: null,
  },
  components: [],
  region: '',
  store: '',
  regions: [],
  connectivity: [],
  uptime: { weights: defaultWeights, excludeMaintenance: 'announced' },
  incidents: {
    automatic: true,
    reopenWithin: 0,
    from: 'degraded_performance',
    templates: resolveIncidentTemplates(undefined, ['fr', 'en']),
  },
  priorities: {},
  tiers: [],
  objectives: noObjectives,
  metrics: [],
  deployments: handbookRules,
  retention: { checks: 30 * 86_400_000 },
  publish: { every: 60_000, after: [], hub: null },
  notice: { default: 86_400_000 },
  recurringMaintenance: [],
  templates: [],
  demo: null,
  secrets: [],
  channels: [],
  alerts: [],
  subscriptions: { emailChannel: null, emailsPerSecond: 50, webhook: false, push: false, url: null },
  escalations: {},
  ...parts,
})

/** A single window of work on the API, told when it was written. */
export const aMaintenance = (parts: Partial<Maintenance> = {}): Maintenance => ({
  id: 'window000001',
  title: 'Work',
  body: '',
  reason: null,
  alternatives: null,
  tasks: [],
  components: ['api'],
  impact: 'minor',
  class: 'default',
  scheduledFor: at('09:30'),
  scheduledUntil: at('11:00'),
  publishedAt: at('00:00'),
  announced: [{ at: at('00:00'), from: at('09:30'), to: at('11:00') }],
  startedAt: null,
  completedAt: null,
  cancelledAt: null,
  updates: [],
  programme: null,
  version: 1,
  ...parts,
})
