import { describe, expect, test } from 'vitest'
import {
  aCheck,
  aDownCheck,
  allChecks,
  allTime,
  seededRandom,
  day,
  checkHistory,
  hour,
  minute,
  start,
  expectTrueRollups,
} from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Checks go in and come out. */
export function checksContract({ store }: StoreUnderTest): void {
  describe('checks', () => {
    test('come back as they were recorded, oldest first, faults and all', async () => {
      const checks = [
        aCheck(),
        aCheck({ at: start + 30_000, took: null }),
        aCheck({ at: start + 60_000, took: 0 }),
        aDownCheck({ at: start + 90_000 }),
        aDownCheck({ at: start + 120_000 }),
        aDownCheck({ at: start + 150_000, fault: { code: 'status', detail: '503 — « occupé » 🚧' } }),
        aCheck({ at: start + 180_000, health: 'degraded', took: 2400.1 }),
        aCheck({
          at: start + 210_000,
          health: 'unknown',
          took: null,
          fault: { code: 'cut_off', detail: '' },
        }),
        aCheck({ at: start + 3 * day, took: 86_400_000 }),
      ]
      await store().commit({ checks })
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
    })

    test('of a long history come back whole, and cut to the interval asked for', async () => {
      const checks = checkHistory(1_000)
      for (let i = 0; i < checks.length; i += 7) await store().commit({ checks: checks.slice(i, i + 7) })
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
      const within = { from: checks[333]!.at, to: checks[777]!.at }
      expect(await store().checks('api-http', '', within)).toEqual(checks.slice(333, 777))
    })

    test('with a long detail come back uncut', async () => {
      const checks = [1, 2, 3].map((n) =>
        aDownCheck({ at: start + n, fault: { code: 'body', detail: `${n} `.repeat(3_000) } }),
      )
      await store().commit({ checks })
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
    })

    test('in any order end up the same, and so do their rollups', async () => {
      const checks = checkHistory(600)
      const random = seededRandom(7)
      const shuffled = checks
        .map((check) => ({ check, key: random() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ check }) => check)
      for (let i = 0; i < shuffled.length; i += 25)
        await store().commit({ checks: shuffled.slice(i, i + 25) })
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
      await expectTrueRollups(store())
    })

    test('recorded twice count once', async () => {
      const checks = checkHistory(300)
      await store().commit({ checks })
      await store().commit({ checks })
      await store().commit({ checks: checks.slice(100, 150) })
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
      await expectTrueRollups(store())
    })

    test('at the same instant: the one recorded later stays, in the rollups too', async () => {
      const checks = checkHistory(300)
      await store().commit({ checks })
      for (const i of [0, 150, 299]) {
        const replaced = aDownCheck({ at: checks[i]!.at })
        await store().commit({ checks: [aCheck({ at: replaced.at, took: 1 }), replaced] })
        checks[i] = replaced
      }
      expect(await store().checks('api-http', '', allTime)).toEqual(checks)
      expect(await store().latestChecks()).toEqual([checks[299]])
      await expectTrueRollups(store())
    })

    test('of several monitors and regions stay apart', async () => {
      const checks = [
        aCheck({ took: 1 }),
        aCheck({ region: 'eu', took: 2 }),
        aCheck({ monitor: 'web-http', took: 3 }),
      ]
      await store().commit({ checks })
      expect(await store().checks('api-http', 'eu', allTime)).toEqual([checks[1]])
      expect(await store().checks('web-http', '', allTime)).toEqual([checks[2]])
      expect(await store().checks('web-http', 'eu', allTime)).toEqual([])
    })

    test('that make no sense are refused, with all that came with them', async () => {
      for (const check of [aCheck({ at: start + 0.5 }), aCheck({ took: -1 }), aCheck({ took: NaN })])
        await expect(store().commit({ checks: [aCheck({ monitor: 'web' }), check] })).rejects.toThrow(
          RangeError,
        )
      expect(await allChecks(store())).toEqual([])
      expect(await store().series()).toEqual([])
    })
  })

  describe('the latest check of each series', () => {
    test('is told with its fault', async () => {
      const down = aDownCheck({ at: start + minute })
      await store().commit({ checks: [aCheck(), down, aCheck({ monitor: 'web-http' })] })
      expect(await store().latestChecks()).toEqual([down, aCheck({ monitor: 'web-http' })])
      await store().commit({ checks: [aCheck({ at: start + 2 * minute })] })
      expect((await store().latestChecks())[0]).toEqual(aCheck({ at: start + 2 * minute }))
    })

    test('is not the one recorded last when that is an older one', async () => {
      await store().commit({ checks: [aCheck({ at: start + hour })] })
      await store().commit({ checks: [aDownCheck({ at: start })] })
      expect(await store().latestChecks()).toEqual([aCheck({ at: start + hour })])
      expect((await store().series())[0]?.firstAt).toBe(start)
    })
  })
}
