import { expect, test } from 'vitest'
import { dayInterval, monthInterval } from '../../../collector/core/time/calendar.ts'
import { toCountedWindow, exclusionsOf, explain } from '../../../collector/core/explain/explain.ts'
import { evidenceOf, availabilityAt, historyOf } from '../../../collector/core/explain/evidence.ts'
import type { Explanation } from '../../../collector/core/explain/explanation.ts'
import { emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'
import { rebuild } from '../../../collector/core/monitoring/apply-checks.ts'
import { availability } from '../../../collector/core/availability/availability.ts'
import { parseNoticeLine } from '../../../collector/notices/jsonl/notice-line.ts'
import { aRandomHistory, noticeByClass } from './random-histories.ts'
import type { RawFacts } from './raw-facts.ts'
import { referenceDay, referenceMonth } from './reference-calendar.ts'
import { createReference } from './raw-facts-reference.ts'

const component = (id: string) => ({
  id,
  name: id,
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: [],
})
const page = {
  name: 'X',
  url: null,
  locale: 'en',
  locales: ['en'],
  timezone: 'UTC',
  historyDays: 90,
  theme: { accent: null, logo: null, css: null },
  contact: null,
}

/** Notices as an import reads them. */
function readAll(facts: RawFacts) {
  const read = [...facts.incidents, ...facts.maintenances].map((line) =>
    parseNoticeLine(
      JSON.stringify(line),
      { page, components: ['api', 'web'].map(component), notice: noticeByClass },
      facts.now,
    ),
  )
  for (const line of read) if (!line.ok) throw new Error(line.problems.join('\n'))
  const named = (id: string) => facts.incidents.find((one) => one.id === id)!
  return {
    incidents: read
      .flatMap((one) => (one.ok && one.kind === 'incident' ? [one.row] : []))
      .filter(({ id, about }) => about === 'api' || named(id).updates.some((one) => 'api' in one.components)),
    maintenances: read
      .flatMap((one) => (one.ok && one.kind === 'maintenance' ? [one.row] : []))
      .filter(({ components }) => components.includes('api')),
  }
}

/** What the collector makes of the same facts, step by step as it does. */
function collectorResult(facts: RawFacts, from: number) {
  const { monitors, now } = facts
  const { incidents, maintenances } = readAll(facts)
  const timelines = monitors.map(({ every, timeout, failures, successes, checks }) => {
    const settled = [...new Map(checks.map((look) => [look.at, look])).values()]
    const ordered = settled.toSorted((a, b) => a.at - b.at)
    const cadence = { every, timeout, confirm: { failures, successes, retryEvery: 5_000 } }
    return rebuild(emptyHealthState, ordered, cadence, now).transitions
  })
  const looked = monitors.flatMap(({ checks }) => checks.map(({ at }) => at))
  const firstAt = monitors.length > 0 ? Math.min(...looked) : facts.appearedAt
  const windows = maintenances.map((one) => toCountedWindow(one, facts.notice, facts.exclude))
  const within = { from, to: now }
  const history = historyOf(
    { id: 'api' },
    { firstAt, timelines },
    incidents,
    exclusionsOf({ windows }),
    within,
    now,
  )
  return { history, evidence: evidenceOf(history, windows, within, facts.goneAt) }
}

/** A reader with a spreadsheet: sums over the rows of an explanation. */
function recomputeFromRows({ rows }: Explanation) {
  const sum = (some: typeof rows, of = (row: (typeof rows)[number]): number => row.to - row.from): number =>
    some.reduce((so, row) => so + of(row), 0)
  const treated = (how: string) => rows.filter((row) => row.treatment === how)
  const observed = sum(treated('counted'))
  const down = Math.ceil(sum(rows, (row) => row.lost) / 1000)
  return {
    period: sum(rows),
    observed,
    down,
    excluded: sum(treated('excluded')),
    unknown: sum(treated('unknown')),
    availability: observed === 0 ? null : (observed - down) / observed,
  }
}

const runs = 2_500
const seeds = Array.from({ length: runs }, (_, i) => i + 1)

test('thousands of histories give the same figures, worked out slowly from the raw facts, to the millisecond', () => {
  const met = { down: 0, degraded: 0, excluded: 0, unknown: 0, observed: 0, cut: 0, raw: 0 }
  for (const seed of seeds) {
    const { facts, periods, zone } = aRandomHistory(seed)
    const { history, evidence } = collectorResult(facts, Math.min(...periods.map((one) => one.from)))
    const slow = createReference(facts)
    for (const { of, ...period } of periods) {
      const expected = slow.availability(period.from, period.to)
      const context = `seed ${seed}, ${of}, ${zone}`
      expect(availabilityAt(evidence, period, facts.now, facts.weights), context).toEqual(expected)
      if (facts.goneAt === null)
        expect(availability(history, period, facts.now, facts.weights), context).toEqual(expected)

      const explained = explain(evidence, period, facts.now, facts.weights, zone)
      expect(explained.availability, context).toEqual(expected)
      expect(expected, context).toMatchObject(recomputeFromRows(explained))
      for (const [i, row] of explained.rows.entries())
        if (row.from !== (explained.rows[i - 1]?.to ?? explained.countedInterval.from))
          throw new Error(`hole: ${context}`)

      for (const name of ['down', 'degraded', 'excluded', 'unknown', 'observed'] as const)
        if (expected[name] > 0) met[name]++
      if (expected.period > 0 && expected.period < period.to - period.from) met.cut++
      if (expected.raw !== expected.availability) met.raw++
    }
  }
  // The histories are worth something only where all of it happens.
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(runs / 10)
})

test('days and months of zones whose clocks change begin where their names do', () => {
  const zones = [
    'UTC',
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Asia/Kolkata',
  ]
  const dates = [
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-04-24',
    '2026-10-25',
    '2026-11-01',
    '2028-02-29',
  ]
  for (const zone of zones)
    for (const date of dates) {
      expect(dayInterval(date, zone), `${date} ${zone}`).toEqual(referenceDay(date, zone))
      const month = date.slice(0, 7)
      expect(monthInterval(month, zone), `${month} ${zone}`).toEqual(referenceMonth(month, zone))
    }
})
