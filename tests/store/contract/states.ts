import { describe, expect, test } from 'vitest'
import { Conflict, StateConflict } from '../../../collector/store/store.ts'
import { aCheck, allChecks, allTime, api, aState, aTransition, anIncident, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** States are replaced only by those that were computed from them. */
export function statesContract({ store, location }: StoreUnderTest): void {
  describe('the state of a series', () => {
    const state = (since: number, basedOn: number) => ({ ...api, state: aState({ since }), basedOn })

    test('has a revision that grows by one with each commit and each rebuilt timeline', async () => {
      await store().commit({ states: [state(1, 0)] })
      await store().commit({ states: [state(2, 1)] })
      expect(await store().series()).toMatchObject([{ state: { since: 2 }, stateRevision: 2 }])
      await store().rebuildTimeline({ ...api, basedOn: 2 }, 0, [], aState({ since: 3 }), [])
      expect(await store().series()).toMatchObject([{ state: { since: 3 }, stateRevision: 3 }])
      await store().commit({ checks: [aCheck()] })
      expect(await store().series()).toMatchObject([{ stateRevision: 3 }])
    })

    test('computed from another one than is stored is refused by name, and nothing is written', async () => {
      await store().commit({ states: [state(1, 0)] })
      const more = { checks: [aCheck()], transitions: [aTransition()], incidents: [anIncident()] }
      for (const basedOn of [0, 2]) {
        const refused = store().commit({ ...more, states: [state(9, basedOn)] })
        await expect(refused).rejects.toThrow(StateConflict)
        await expect(refused).rejects.toThrow(Conflict)
        await expect(refused).rejects.toMatchObject(api)
      }
      expect(await store().series()).toMatchObject([{ state: { since: 1 }, stateRevision: 1 }])
      expect(await allChecks(store())).toEqual([])
      expect(await store().transitions(allTime)).toEqual([])
      expect(await store().incidents()).toEqual([])
    })

    test('is not replaced by a timeline that was rebuilt from an older one', async () => {
      const other = await location().open()
      const [{ stateRevision } = { stateRevision: 0 }] = await other.series()
      await store().commit({ states: [state(1, 0)], checks: [aCheck({ at: start })] })
      const rebuilt = other.rebuildTimeline(
        { ...api, basedOn: stateRevision },
        0,
        [aTransition()],
        aState({ since: 5 }),
        [aCheck({ at: start - 1 })],
      )
      await expect(rebuilt).rejects.toThrow(StateConflict)
      expect(await store().series()).toMatchObject([{ state: { since: 1 }, rebuilds: 0, firstAt: start }])
      expect(await store().transitions(allTime)).toEqual([])
    })

    test('is replaced by one of two who compute the next at once', async () => {
      const other = await location().open()
      await store().commit({ states: [state(1, 0)] })
      const written = await Promise.allSettled(
        [store(), other].map((one, i) => one.commit({ states: [state(i, 1)] })),
      )
      expect(written.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await store().series()).toMatchObject([{ stateRevision: 2 }])
    })

    test('of one region is nothing to that of another', async () => {
      await store().commit({ states: [state(1, 0)] })
      await store().commit({ states: [{ ...state(2, 0), region: 'eu' }] })
      expect((await store().series()).map((one) => one.stateRevision)).toEqual([1, 1])
    })
  })
}
