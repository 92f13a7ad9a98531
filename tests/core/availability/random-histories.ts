import type { KnownHealth, MeasuredStatus } from '../../../collector/core/monitoring/health.ts'
import type { Interval } from '../../../collector/core/time/interval.ts'
import type { RawIncident, RawMaintenance, RawFacts, RawMonitor } from './raw-facts.ts'
import { referenceDay, referenceMonth } from './reference-calendar.ts'

/** Where and when histories take place: clocks that change, by half an hour and at midnight too, leap days, year ends. */
const calendarCases = [
  { zone: 'Europe/Paris', date: '2026-03-29' },
  { zone: 'Europe/Paris', date: '2026-10-25' },
  { zone: 'UTC', date: '2028-02-29' },
  { zone: 'America/New_York', date: '2026-11-01' },
  { zone: 'Australia/Lord_Howe', date: '2026-04-05' },
  { zone: 'Africa/Cairo', date: '2026-04-24' },
  { zone: 'Asia/Kolkata', date: '2026-12-31' },
]
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const statuses: readonly MeasuredStatus[] = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
]
/** Notice due by class of maintenance. */
export const noticeByClass = { default: day, long: 7 * day, none: 0 }

/** A source of numbers from 0 to below 1 that is the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A history of one component, and the periods to be judged; the same for the same seed. */
export type RandomHistory = {
  readonly zone: string
  readonly facts: RawFacts
  readonly periods: readonly (Interval & { readonly of: string })[]
}

/** Make one. Instants are often those of something else, or a millisecond beside them: there the mistakes are. */
export function aRandomHistory(seed: number): RandomHistory {
  const random = numbers(seed)
  const chance = (share: number): boolean => random() < share
  const below = (count: number): number => Math.floor(random() * count)
  const pick = <T>(some: readonly T[]): T => some[below(some.length)]!
  const some = <T>(count: number, make: (i: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i))

  const { zone, date } = pick(calendarCases)
  const today = referenceDay(date, zone)
  const month = referenceMonth(date.slice(0, 7), zone)
  const begin = pick([today.from - 12 * hour, today.from, month.from - 2 * day]) + below(day)
  const known = [today.from, today.to, month.from, month.to, begin]
  const instant = (near = begin, within = 2 * day): number => {
    const at = chance(0.4) ? pick(known) + pick([0, 0, 0, 1, -1]) : near + below(within)
    known.push(at)
    return at
  }

  const monitor = (i: number): RawMonitor => {
    const every = pick([1_000, 30_000, minute, 661_003, 2 * hour])
    const timeout = pick([10, 999, 10_000])
    const reach = 2 * every + timeout
    const checks: { at: number; health: KnownHealth }[] = []
    let at = chance(0.7) ? begin + below(every) : instant()
    let health: KnownHealth = pick(['up', 'up', 'degraded', 'down'])
    for (let left = 5 + below(40); left > 0; left--) {
      if (chance(0.2)) health = pick(['up', 'up', 'degraded', 'down'])
      checks.push({ at, health: chance(0.05) ? 'unknown' : chance(0.1) ? pick(['up', 'down']) : health })
      known.push(at)
      // Again at the same instant: that one holds.
      if (chance(0.02)) continue
      at += chance(0.8)
        ? every
        : pick([1, 5_000, every + below(every), reach, reach + 1, 2 * reach, below(30 * reach) + 1])
    }
    return { id: `m${i}`, every, timeout, failures: 1 + below(3), successes: 1 + below(3), checks }
  }
  const monitors = some(pick([0, 1, 1, 1, 2, 2, 3]), monitor)

  const incident = (i: number): RawIncident => {
    const automatic = chance(0.3)
    const started = instant()
    const messages = some(1 + below(5), (n) =>
      n === 0 && chance(0.7) ? started : instant(started, 6 * hour),
    )
    const ends = chance(0.7)
    return {
      kind: 'incident',
      id: `i${i}`,
      title: 'It is gone',
      started_at: started,
      automatic,
      about: automatic && chance(0.8) ? 'api' : null,
      updates: messages
        .toSorted((a, b) => a - b)
        .map((at, n, all) => ({
          at,
          status:
            at >= started && ((ends && n === all.length - 1) || chance(0.1))
              ? pick(['resolved', 'resolved', 'postmortem'] as const)
              : pick(['investigating', 'identified', 'monitoring'] as const),
          body: 'We look.',
          author: automatic && chance(0.5) ? 'collector' : 'ada',
          components: Object.fromEntries(
            ['api', 'web'].filter(() => chance(0.6)).map((id) => [id, pick(statuses)]),
          ),
        })),
      false_alarm: chance(0.25) ? { reason: 'A broken probe', at: instant() } : null,
    }
  }

  const maintenance = (i: number): RawMaintenance => {
    const kind = pick(['default', 'default', 'long', 'none'] as const)
    const span = () => {
      const from = instant()
      return { from, until: Math.max(from + 1, chance(0.3) ? instant() : from + 1 + below(6 * hour)) }
    }
    const announcedBefore = (from: number): number =>
      from - noticeByClass[kind] + pick([0, 1, -1, hour, -hour, -9 * day])
    const first = span()
    const announced = [{ at: announcedBefore(first.from), ...first }]
    while (chance(0.4)) {
      const last = announced.at(-1)!
      // Moved, or only extended or shortened.
      const moved = chance(0.5)
        ? span()
        : { from: last.from, until: Math.max(last.from + 1, last.until + below(4 * hour) - 2 * hour) }
      announced.push({
        at: Math.max(last.at, chance(0.5) ? announcedBefore(moved.from) : instant()),
        ...moved,
      })
    }
    const { from, until } = announced.at(-1)!
    return {
      kind: 'maintenance',
      id: `w${i}`,
      title: 'Switch',
      components: pick([['api'], ['api', 'web'], ['api'], ['web']]),
      class: kind,
      published_at: announced[0]!.at,
      from,
      until,
      announced,
      started_at: chance(0.1) ? from - below(hour) : null,
      completed_at: chance(0.2) ? from + below(until - from + 10) : null,
      cancelled_at: chance(0.1) ? instant() : null,
      withdrawn: chance(0.05) ? { at: begin, by: 'ada' } : null,
    }
  }

  const incidents = some(pick([0, 0, 1, 2, 4]), incident)
  const maintenances = some(pick([0, 0, 1, 2, 4]), maintenance)
  // All of it has happened by now, but for windows that are yet to come.
  const happened = [
    begin,
    ...monitors.flatMap(({ checks }) => checks.map(({ at }) => at)),
    ...incidents.flatMap((one) => [
      one.started_at,
      one.false_alarm?.at ?? 0,
      ...one.updates.map(({ at }) => at),
    ]),
    ...maintenances.flatMap((one) => [one.published_at, ...one.announced.map(({ at }) => at)]),
  ]
  const now = Math.max(...happened) + pick([0, 1, 70_000, below(day), 40 * day])
  const free = { from: instant(), to: instant(begin, 4 * day) }
  return {
    zone,
    facts: {
      component: 'api',
      monitors,
      appearedAt: monitors.length === 0 && chance(0.8) ? instant() : null,
      goneAt: chance(0.15) ? instant() : null,
      incidents,
      maintenances,
      weights: {
        operational: 0,
        degraded_performance: pick([0, 0, 7, 125]),
        partial_outage: 300,
        major_outage: 1000,
      },
      exclude: pick(['announced', 'announced', 'announced', 'all', 'none']),
      notice: noticeByClass,
      now,
    },
    periods: [
      { of: `month ${date.slice(0, 7)}`, ...month },
      { of: `day ${date}`, ...today },
      { of: 'any', from: Math.min(free.from, free.to), to: Math.max(free.from, free.to) + 1 },
    ],
  }
}
