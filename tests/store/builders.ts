import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import type { Check, FaultCode } from '../../collector/core/monitoring/check.ts'
import type { Notification } from '../../collector/core/delivery/notification.ts'
import type { Subscriber } from '../../collector/core/subscription/subscriber.ts'
import type { KnownHealth } from '../../collector/core/monitoring/health.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { addTo, emptySketch, encode } from '../../collector/core/availability/latency-sketch.ts'
import type { HealthState } from '../../collector/core/monitoring/health-state.ts'
import type { Transition } from '../../collector/core/monitoring/transition.ts'
import { expect } from 'vitest'
import type { Rollup } from '../../collector/store/check-store.ts'
import type { Store } from '../../collector/store/store.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** A Sunday midnight, UTC. */
export const start = Date.UTC(2026, 10, 1)

export const aCheck = (more: Partial<Check> = {}): Check => ({
  monitor: 'api-http',
  region: '',
  at: start,
  health: 'up',
  took: 12.3,
  ...more,
})

export const aDownCheck = (more: Partial<Check> = {}): Check =>
  aCheck({ health: 'down', took: 5000, fault: { code: 'timeout', detail: 'no answer in 5 s' }, ...more })

export const aState = (more: Partial<HealthState> = {}): HealthState => ({
  health: 'up',
  since: start,
  before: 'up',
  lastAt: start,
  recent: [{ at: start, health: 'up' }],
  ...more,
})

export const aTransition = (more: Partial<Transition> = {}): Transition => ({
  monitor: 'api-http',
  region: '',
  at: start,
  seenAt: start,
  health: 'up',
  ...more,
})

export const anIncident = (more: Partial<Incident> = {}): Incident => ({
  id: 'abcdef012345',
  title: { fr: 'API indisponible', en: 'API down' },
  impact: 'critical',
  priority: 'P1',
  startedAt: start,
  detectedAt: start + 30_000,
  acknowledgedAt: null,
  automatic: true,
  about: 'api',
  updates: [anUpdate()],
  falseAlarm: null,
  version: 1,
  ...more,
})

export const anAnnouncement = (more: Partial<Announcement> = {}): Announcement => ({
  id: 'hello0000001',
  title: { fr: 'Bonjour', en: 'Hello' },
  body: 'x',
  until: null,
  pinned: false,
  publishedAt: start,
  author: 'Ann',
  version: 1,
  ...more,
})

export const aNotification = (more: Partial<Notification> = {}): Notification => ({
  key: 'incident/abcdef012345/update000001',
  topic: 'incident/abcdef012345',
  owedAt: start,
  dueAt: start,
  follows: null,
  subject: { kind: 'announcement', id: 'abcdef012345' },
  ...more,
})

export const aSubscriber = (more: Partial<Subscriber> = {}): Subscriber => ({
  id: 'subscriber01',
  kind: 'email',
  address: 'ada@example.com',
  owner: null,
  components: null,
  kinds: ['incidents', 'maintenance'],
  locale: 'en',
  state: 'unconfirmed',
  createdAt: start,
  confirmedAt: null,
  bounces: 0,
  keys: null,
  ...more,
})

export const anUpdate = (more: Partial<Incident['updates'][number]> = {}): Incident['updates'][number] => ({
  id: 'update000001',
  at: start,
  status: 'investigating',
  body: 'Nous regardons.',
  components: { api: 'major_outage' },
  author: 'collector',
  ...more,
})

/** The same numbers at every run: a test that fails can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const codes: readonly FaultCode[] = ['timeout', 'refused', 'status', 'slow']

/** Checks of one series every `every` ms with some jitter, most of them up, the rest of every kind there is. */
export function checkHistory(
  count: number,
  { seed = 1, every = 30_000, from = start, monitor = 'api-http', region = '' } = {},
): Check[] {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: count }, (_, i) => {
    const at = from + i * every + Math.floor(random() * every * 0.4)
    const health: KnownHealth = random() < 0.9 ? 'up' : pick(['up', 'degraded', 'down', 'unknown'] as const)
    const took = random() < 0.05 ? null : Math.round(10 * Math.exp(random() * 9)) / 10
    return health === 'up'
      ? { monitor, region, at, health, took }
      : {
          monitor,
          region,
          at,
          health,
          took,
          fault: { code: pick(codes), detail: `n° ${Math.floor(random() * 3)}, é` },
        }
  })
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rollups as plainly as they can be made: from all raw checks, each put where it belongs. */
export function rollupsOf(checks: readonly Check[], startOf: (at: number) => number): Rollup[] {
  const groups = Map.groupBy(
    checks.filter((check) => check.health !== 'unknown'),
    (check) => JSON.stringify([check.monitor, check.region, startOf(check.at)]),
  )
  const rollups = [...groups.values()].map((group) => {
    const latencies = group
      .filter((check) => check.health !== 'down')
      .map((check) => check.took)
      .filter((took) => took !== null)
    const having = (health: KnownHealth): number => group.filter((check) => check.health === health).length
    return {
      monitor: group[0]!.monitor,
      region: group[0]!.region,
      at: startOf(group[0]!.at),
      up: having('up'),
      degraded: having('degraded'),
      down: having('down'),
      tookSum: latencies.reduce((sum, took) => sum + Math.round(took * 10), 0) / 10,
      sketch: encode(addTo(emptySketch, latencies)),
    }
  })
  return rollups.toSorted(
    (a, b) => compareText(a.monitor, b.monitor) || compareText(a.region, b.region) || a.at - b.at,
  )
}

/** Rollups with their bytes as text, so that they compare and print well. */
export const comparable = (rollups: readonly Rollup[]): unknown[] =>
  rollups.map((rollup) => ({ ...rollup, sketch: Buffer.from(rollup.sketch).toString('hex') }))

export const hourOf = (at: number): number => Math.floor(at / hour) * hour
export const dayOf = (at: number): number => Math.floor(at / day) * day
/** The series of `aCheck`. */
export const api = { monitor: 'api-http', region: '' }
export const allTime = { from: 0, to: Infinity }

/** Every raw check in a store. */
export async function allChecks(store: Store): Promise<Check[]> {
  const found: Check[] = []
  for (const { monitor, region } of await store.series())
    found.push(...(await store.checks(monitor, region, allTime)))
  return found
}

/** Rollups of a store must say what its raw checks say. */
export async function expectTrueRollups(store: Store): Promise<void> {
  const checks = await allChecks(store)
  expect(comparable(await store.rollups('hour', allTime))).toEqual(comparable(rollupsOf(checks, hourOf)))
  expect(comparable(await store.rollups('day', allTime))).toEqual(comparable(rollupsOf(checks, dayOf)))
}
