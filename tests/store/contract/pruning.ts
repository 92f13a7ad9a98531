import { describe, expect, test } from 'vitest'
import { StoreError } from '../../../collector/store/store.ts'
import { aCheck, aState, allTime, day, checkHistory, hour, comparable, start, api } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Raw checks go, what was made of them stays. */
export function pruningContract({ store }: StoreUnderTest): void {
  describe('pruning', () => {
    const checks = checkHistory(1_000)
    const before = start + 3 * hour
    const left = checks.filter((check) => check.at >= before)
    const pruneAll = async (limit: number): Promise<number> => {
      let gone = 0
      for (let n = 1; n > 0; gone += n) {
        n = await store().prune(api, before, aState({ since: 9 }), limit)
        expect(n).toBeLessThanOrEqual(limit)
      }
      return gone
    }

    test('takes raw checks piece by piece, leaves the rollups and remembers the fold', async () => {
      await store().commit({ checks, states: [{ ...api, state: aState(), basedOn: 0 }] })
      const hours = await store().rollups('hour', allTime)
      expect(await pruneAll(100)).toBe(checks.length - left.length)
      expect(await store().checks('api-http', '', allTime)).toEqual(left)
      expect(comparable(await store().rollups('hour', allTime))).toEqual(comparable(hours))
      expect(await store().series()).toMatchObject([
        { firstAt: checks[0]!.at, prunedBefore: before, prunedState: { since: 9 }, state: aState() },
      ])
      expect(await store().prune(api, start + hour, aState({ since: 1 }), 100)).toBe(0)
      expect(await store().series()).toMatchObject([{ prunedBefore: before, prunedState: { since: 9 } }])
    })

    test('hides at once what is to go', async () => {
      await store().commit({ checks })
      await store().prune(api, before, aState(), 64)
      expect(await store().checks('api-http', '', allTime)).toEqual(left)
    })

    test('of a monitor that is no more leaves its rollups and its latest check', async () => {
      await store().commit({ checks })
      const days = await store().rollups('day', allTime)
      let gone = 0
      for (let n = 1; n > 0; gone += n) n = await store().prune(api, start + 30 * day, aState(), 500)
      expect(gone).toBe(checks.length)
      expect(comparable(await store().rollups('day', allTime))).toEqual(comparable(days))
      expect(await store().latestChecks()).toEqual([checks.at(-1)])
      const next = aCheck({ at: start + 31 * day })
      await store().commit({ checks: [next] })
      expect(await store().checks('api-http', '', allTime)).toEqual([next])
    })

    test('is for good: a check from before is refused and spoils no rollup', async () => {
      await store().commit({ checks })
      await pruneAll(1_000)
      const days = comparable(await store().rollups('day', allTime))
      await expect(store().commit({ checks: [aCheck({ at: before - 1 })] })).rejects.toThrow(StoreError)
      await store().commit({ checks: [checks.find((check) => check.at >= before)!] })
      expect(comparable(await store().rollups('day', allTime))).toEqual(days)
    })
  })
}
