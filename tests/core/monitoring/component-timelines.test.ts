import { expect, test } from 'vitest'
import {
  type SeriesFacts,
  componentTimelines,
} from '../../../collector/core/monitoring/component-timelines.ts'
import type { Monitor } from '../../../collector/core/monitoring/monitor.ts'
import { emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'

const minute = 60_000
const cadence = { every: minute, timeout: 10_000, confirm: { failures: 2, successes: 1, retryEvery: 5_000 } }
const aMonitor = (id: string): Monitor => ({
  ...cadence,
  id,
  component: 'api',
  kind: 'heartbeat',
  timezone: 'UTC',
  grace: 0,
  lasts: 60_000,
  token: 't',
})
const aSeries = (monitor: string, lastAt: number): SeriesFacts => ({
  monitor,
  region: '',
  firstAt: 0,
  state: { ...emptyHealthState, health: 'up', since: 0, before: 'up', lastAt },
  component: 'api',
  cadence,
  assignments: [],
})
const up = (monitor: string) => [{ monitor, region: '', at: 0, seenAt: 0, health: 'up' as const }]

test('a monitor that is no longer configured counts until nobody looked, and is unknown from there on', () => {
  const { timelines, firstAt } = componentTimelines(
    { monitors: [aMonitor('now')] },
    [aSeries('now', 100 * minute), aSeries('gone', 10 * minute)],
    up,
    100 * minute,
    () => true,
  )
  expect(timelines).toEqual([
    up('now'),
    [...up('gone'), { at: 12 * minute + 10_000, seenAt: 100 * minute, health: 'unknown' }],
  ])
  expect(firstAt).toBe(0)
})

test('where no collector lets time pass, a configured monitor falls silent as well', () => {
  const [line] = componentTimelines(
    { monitors: [aMonitor('now')] },
    [aSeries('now', 10 * minute)],
    up,
    60 * minute,
    () => false,
  ).timelines
  expect(line?.at(-1)).toMatchObject({ at: 12 * minute + 10_000, health: 'unknown' })
})

test('a component of which nothing was ever recorded has silent lines for its monitors', () => {
  expect(
    componentTimelines(
      { monitors: [aMonitor('now')] },
      [],
      () => [],
      0,
      () => true,
    ),
  ).toEqual({
    timelines: [[]],
    regionTimelines: [new Map()],
    firstAt: null,
  })
})
