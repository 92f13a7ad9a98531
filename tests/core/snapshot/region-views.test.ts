import { expect, test } from 'vitest'
import type { HealthStep } from '../../../collector/core/monitoring/combine-timelines.ts'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import type { Quorum } from '../../../collector/core/monitoring/quorum.ts'
import { regionFacts } from '../../../collector/core/snapshot/region-views.ts'

const regions = ['paris', 'oslo', 'rome'].map((id) => ({ id, name: id.toUpperCase() }))
const nothing = { checks: 0, mean: null, p50: null, p95: null, p99: null }
const readings = () => ({ checkedAt: null, response: nothing, hoursToday: nothing })

/** One monitor with what each region says of it since instant 10. */
const seen = (healths: Readonly<Record<string, KnownHealth>>, quorum: Quorum = 'majority') => ({
  monitor: { watchedFrom: { regions: Object.keys(healths), quorum } },
  timelines: new Map(
    Object.entries(healths).map(([id, health]) => [id, [{ at: 10, health }] as readonly HealthStep[]]),
  ),
})

const facts = (...monitors: ReturnType<typeof seen>[]) =>
  regionFacts(
    monitors.map(({ monitor }) => monitor),
    monitors.map(({ timelines }) => timelines),
    regions,
    readings,
  )

test('a component that fewer than two regions watch says nothing of regions', () => {
  expect(facts(seen({ paris: 'down' }))).toBeNull()
  expect(regionFacts([{}], [new Map([['', [{ at: 1, health: 'down' }]]])], [], readings)).toBeNull()
})

test('each region has the state of what is watched from there, in the order of the configuration', () => {
  const both = facts(
    seen({ rome: 'up', oslo: 'degraded', paris: 'down' }, 'all'),
    seen({ paris: 'up', rome: 'unknown' }),
  )
  expect(both!.regions.map(({ id, status, statusSince }) => [id, status, statusSince])).toEqual([
    ['paris', 'partial_outage', 10],
    ['oslo', 'degraded_performance', 10],
    ['rome', 'operational', 10],
  ])
})

test('a state goes back to the change it began with, not to one that said the same again', () => {
  const { monitor } = seen({ paris: 'up', oslo: 'up' })
  const steps: HealthStep[] = [
    { at: 1, health: 'down' },
    { at: 5, health: 'up' },
    { at: 9, health: 'up' },
  ]
  const [paris, oslo] = regionFacts([monitor], [new Map([['paris', steps]])], regions, readings)!.regions
  expect([paris!.statusSince, oslo!.statusSince]).toEqual([5, null])
  expect(oslo!.status).toBe('unknown')
})

test('a minority that sees it down is counted; where it counts as down, or nobody does, there is none', () => {
  const minority = (...monitors: ReturnType<typeof seen>[]) => facts(...monitors)!.downFrom
  expect(minority(seen({ paris: 'down', oslo: 'up', rome: 'up' }))).toEqual({ down: 1, of: 3 })
  expect(minority(seen({ paris: 'down', oslo: 'unknown', rome: 'unknown' }))).toEqual({ down: 1, of: 3 })
  expect(minority(seen({ paris: 'down', oslo: 'down', rome: 'up' }, 'all'))).toEqual({ down: 2, of: 3 })
  expect(minority(seen({ paris: 'down', oslo: 'down', rome: 'up' }))).toBeUndefined()
  expect(minority(seen({ paris: 'down', oslo: 'up', rome: 'up' }, 1))).toBeUndefined()
  expect(minority(seen({ paris: 'up', oslo: 'degraded', rome: 'unknown' }))).toBeUndefined()
})

test('monitors that each another region sees down are not added up', () => {
  const first = seen({ paris: 'down', oslo: 'up', rome: 'up' })
  const second = seen({ paris: 'up', oslo: 'down', rome: 'up' })
  expect(facts(first, second)!.downFrom).toEqual({ down: 1, of: 3 })
  expect(facts(first, seen({ paris: 'up', oslo: 'down' }))!.downFrom).toEqual({ down: 1, of: 2 })
})
