import { describe, expect, test } from 'vitest'
import {
  aCheck,
  allTime,
  day,
  dayOf,
  checkHistory,
  hour,
  minute,
  comparable,
  rollupsOf,
  start,
  expectTrueRollups,
} from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Rollups say what the raw checks say, at any instant. */
export function rollupsContract({ store, location }: StoreUnderTest): void {
  describe('rollups', () => {
    test('equal the raw checks after every single commit', async () => {
      const checks = [
        ...checkHistory(150, { every: 2 * minute }),
        ...checkHistory(150, { every: 2 * minute, monitor: 'web', seed: 2 }),
      ]
      checks.sort((a, b) => a.at - b.at)
      for (let i = 0; i < checks.length; i += 3) {
        await store().commit({ checks: checks.slice(i, i + 3) })
        if (i % 30 === 0) await expectTrueRollups(store())
      }
      await expectTrueRollups(store())
    })

    test('do not count checks discarded as unknown', async () => {
      await store().commit({
        checks: [aCheck({ health: 'unknown' }), aCheck({ at: start + 1, health: 'unknown' })],
      })
      expect(await store().rollups('hour', allTime)).toEqual([])
      await store().commit({ checks: [aCheck({ at: start + 2 })] })
      expect(await store().rollups('hour', allTime)).toMatchObject([
        { up: 1, degraded: 0, down: 0, tookSum: 12.3 },
      ])
      await store().commit({ checks: [aCheck({ at: start + 2, health: 'unknown' })] })
      expect(await store().rollups('hour', allTime)).toEqual([])
      expect(await store().rollups('day', allTime)).toEqual([])
    })

    test('are cut to the interval and the monitors asked for', async () => {
      await store().commit({
        checks: ['a', 'b', 'c'].flatMap((monitor) => checkHistory(400, { monitor, every: 2 * minute })),
      })
      const within = { from: start + 2 * hour, to: start + 4 * hour }
      const found = await store().rollups('hour', within, ['c', 'a', 'nobody'])
      expect(found.map(({ monitor, at }) => [monitor, at])).toEqual([
        ['a', start + 2 * hour],
        ['a', start + 3 * hour],
        ['c', start + 2 * hour],
        ['c', start + 3 * hour],
      ])
      expect(await store().rollups('hour', within, [])).toEqual([])
    })

    test('of days follow the zone the store was opened with', async () => {
      const paris = await location().open({ timezone: 'Europe/Paris' })
      // The night the clocks go back: this day has 25 hours.
      const midnight = Date.parse('2026-10-24T22:00:00Z')
      const checks = checkHistory(27 * 12, { from: midnight - hour, every: 5 * minute })
      for (const check of checks) await paris.commit({ checks: [check] })
      const startOf = (at: number): number =>
        at < midnight ? midnight - day : at < midnight + 25 * hour ? midnight : midnight + 25 * hour
      expect(comparable(await paris.rollups('day', allTime))).toEqual(comparable(rollupsOf(checks, startOf)))
    })

    test('of days are cut again when the zone changes, and by all who have the store open', async () => {
      const checks = checkHistory(3_000)
      await store().commit({ checks: checks.slice(0, 2_000) })
      const tokyo = await location().open({ timezone: 'Asia/Tokyo' })
      await store().commit({ checks: checks.slice(2_000) })
      const truth = comparable(rollupsOf(checks, (at) => dayOf(at + 9 * hour) - 9 * hour))
      expect(comparable(await tokyo.rollups('day', allTime))).toEqual(truth)
      expect(comparable(await store().rollups('day', allTime))).toEqual(truth)
    })
  })
}
