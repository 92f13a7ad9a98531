import { describe, expect, test } from 'vitest'
import type { Store } from '../../../collector/store/store.ts'
import { aCheck, aState, allTime, anIncident, checkHistory, expectTrueRollups } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Several at once: connections, processes, commits. */
export function sharingContract({ store, location }: StoreUnderTest): void {
  describe('two who have it open', () => {
    test('see what the other committed, and that something was', async () => {
      const other = await location().open()
      const { cursor } = await store().changesSince(null)
      await other.commit({ checks: [aCheck()] })
      expect(await store().checks('api-http', '', allTime)).toEqual([aCheck()])
      expect((await store().changesSince(cursor)).kinds).toEqual(new Set(['checks']))
    })

    test('can tell their own commits from those of others', async () => {
      const { cursor } = await store().changesSince(null)
      await store().commit({ checks: [aCheck()] })
      expect((await store().changesSince(cursor)).kinds).toEqual(new Set())
    })

    test('learn by kind what the other committed, once', async () => {
      const other = await location().open()
      const { cursor: start } = await store().changesSince(null)
      await other.commit({ checks: [aCheck()], incidents: [anIncident()] })
      await other.commit({ metrics: [{ metric: 'cpu', at: 1, value: 2 }] })
      const first = await store().changesSince(start)
      expect(first.kinds).toEqual(new Set(['checks', 'notices', 'metrics', 'metric_history']))
      expect((await store().changesSince(first.cursor)).kinds).toEqual(new Set())
      await other.rebuildTimeline({ monitor: 'api-http', region: '', basedOn: 0 }, 0, [], aState(), [])
      expect((await store().changesSince(first.cursor)).kinds).toEqual(new Set(['history']))
    })

    test('do not count what was refused', async () => {
      const other = await location().open()
      const { cursor } = await store().changesSince(null)
      const { cursor: own } = await other.changesSince(null)
      await expect(other.commit({ incidents: [anIncident({ version: 7 })] })).rejects.toThrow('')
      await store().commit({ incidents: [anIncident()] })
      expect((await store().changesSince(cursor)).kinds).toEqual(new Set())
      expect((await other.changesSince(own)).kinds).toEqual(new Set(['notices']))
    })

    test('may write to one series at once, in any order, and count each check once', async () => {
      const other = await location().open()
      const checks = checkHistory(400)
      const late = checks.filter((_, i) => i % 3 === 0)
      const live = checks.filter((_, i) => i % 3 !== 0)
      const feed = async (to: Store, list: typeof checks, size: number): Promise<void> => {
        for (let i = 0; i < list.length; i += size) await to.commit({ checks: list.slice(i, i + size) })
      }
      await Promise.all([feed(store(), live, 5), feed(other, late, 20)])
      expect(await other.checks('api-http', '', allTime)).toEqual(checks)
      await expectTrueRollups(store())
    })

    test('never both win with the same incident', async () => {
      const other = await location().open()
      await store().commit({ incidents: [anIncident()] })
      const written = await Promise.allSettled(
        [store(), other].map((one) => one.commit({ incidents: [anIncident({ version: 2 })] })),
      )
      expect(written.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    })
  })

  test('commits asked for at once are made in that order', async () => {
    const versions = [1, 2, 3, 4, 5]
    await Promise.all(versions.map((version) => store().commit({ incidents: [anIncident({ version })] })))
    expect((await store().incident(anIncident().id))?.version).toBe(5)
  })
}
