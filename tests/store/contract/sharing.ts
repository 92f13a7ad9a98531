import { describe, expect, test } from 'vitest'
import { type Store } from '../../../collector/store/store.ts'
import { aCheck, always, anIncident, history, expectTrueRollups } from '../builders.ts'
import type { Subject } from './subject.ts'

/** Several at once: connections, processes, commits. */
export function sharingContract({ store, place }: Subject): void {
  describe('two who have it open', () => {
    test('see what the other committed, and that something was', async () => {
      const other = await place().open()
      const [mine, foreign] = [await store().revision(), await store().foreignRevision()]
      await other.commit({ checks: [aCheck()] })
      expect(await store().checks('api-http', '', always)).toEqual([aCheck()])
      expect(await store().revision()).not.toBe(mine)
      expect(await store().foreignRevision()).not.toBe(foreign)
      expect(await store().revision()).toBe(await other.revision())
    })

    test('can tell their own commits from those of others', async () => {
      const foreign = await store().foreignRevision()
      const revision = await store().revision()
      await store().commit({ checks: [aCheck()] })
      expect(await store().foreignRevision()).toBe(foreign)
      expect(await store().revision()).not.toBe(revision)
    })

    test('may write to one series at once, in any order, and count each check once', async () => {
      const other = await place().open()
      const checks = history(400)
      const late = checks.filter((_, i) => i % 3 === 0)
      const live = checks.filter((_, i) => i % 3 !== 0)
      const feed = async (to: Store, list: typeof checks, size: number): Promise<void> => {
        for (let i = 0; i < list.length; i += size) await to.commit({ checks: list.slice(i, i + size) })
      }
      await Promise.all([feed(store(), live, 5), feed(other, late, 20)])
      expect(await other.checks('api-http', '', always)).toEqual(checks)
      await expectTrueRollups(store())
    })

    test('never both win with the same incident', async () => {
      const other = await place().open()
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
