import { describe, expect, test } from 'vitest'
import { StoreError, type StoreReader } from '../../../collector/store/store.ts'
import { aCheck, aTransition, allTime, anIncident, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const everythingOf = async (reader: StoreReader) => ({
  incidents: await reader.incidents(),
  transitions: await reader.transitions(allTime),
  checks: await reader.checks('api-http', '', allTime),
  latest: await reader.latestChecks(),
  hours: await reader.rollups('hour', allTime),
  counts: await reader.changeCounts(),
})

/** Several reads of one instant. */
export function consistentReadsContract({ store, location }: StoreUnderTest): void {
  describe('reads of one instant', () => {
    test('see nothing of what anybody commits meanwhile, and the next ones see all of it', async () => {
      const other = await location().open()
      await store().commit({ checks: [aCheck()], incidents: [anIncident()] })
      const before = await everythingOf(store())
      const seen = await store().read(async (reader) => {
        const first = await reader.incidents()
        await other.commit({ incidents: [anIncident({ version: 2 })], checks: [aCheck({ at: start + 1 })] })
        const transitions = [aTransition()]
        await store().commit({ transitions, incidents: [anIncident({ id: 'another' })] })
        await store().rebuildTimeline(
          { monitor: 'api-http', region: '', basedOn: 0 },
          0,
          [aTransition({ at: start + 5 })],
          { health: 'up', since: start, before: 'up', lastAt: start, recent: [] },
          [aCheck({ at: start + 2 })],
        )
        expect(first).toEqual(before.incidents)
        return everythingOf(reader)
      })
      expect(seen).toEqual(before)
      const after = await store().read(everythingOf)
      expect(after).toEqual(await everythingOf(store()))
      expect(after.incidents).toHaveLength(2)
      expect(after.checks).toHaveLength(3)
    })

    test('may be under way several at once, each at its own instant', async () => {
      const gate = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const early = store().read(async (reader) => {
        const counts = await reader.changeCounts()
        begun.resolve()
        await gate.promise
        return { counts, incidents: await reader.incidents() }
      })
      await begun.promise
      await store().commit({ incidents: [anIncident()] })
      const late = await store().read((reader) => reader.incidents())
      gate.resolve()
      expect((await early).incidents).toEqual([])
      expect(late).toEqual([anIncident()])
      expect((await store().changeCounts()).notices).toBe((await early).counts.notices + 1)
    })

    test('reject as what uses them does, and leave nothing behind that hinders others', async () => {
      for (let n = 0; n < 20; n++)
        await expect(
          store().read(async (reader) => {
            await reader.series()
            throw new RangeError(`number ${n}`)
          }),
        ).rejects.toThrow(`number ${n}`)
      await store().commit({ checks: [aCheck()] })
      expect(await store().read((reader) => reader.latestChecks())).toEqual([aCheck()])
    })

    test('cannot go on once they are over', async () => {
      const kept = await store().read(async (reader) => reader)
      await expect(kept.incidents()).rejects.toThrow('over')
    })

    test('reject once the store is closed, those under way too', async () => {
      const begun = Promise.withResolvers<void>()
      const gate = Promise.withResolvers<void>()
      const reading = store().read(async (reader) => {
        begun.resolve()
        await gate.promise
        return reader.series()
      })
      await begun.promise
      await store().close()
      gate.resolve()
      await expect(reading).rejects.toThrow(StoreError)
      await expect(store().read((reader) => reader.series())).rejects.toThrow('closed')
    })
  })

  test('every commit of any process is counted by kind, and what was refused is not', async () => {
    const other = await location().open()
    const { notices, checks } = await store().changeCounts()
    await store().commit({ incidents: [anIncident()] })
    await other.commit({ incidents: [anIncident({ version: 2 })] })
    await expect(other.commit({ incidents: [anIncident({ version: 2 })] })).rejects.toThrow('version')
    expect(await store().changeCounts()).toMatchObject({ notices: notices + 2, checks })
  })

  test('points that may be of days gone by are a change of the past', async () => {
    const { metrics, metric_history: past } = await store().changeCounts()
    await store().commit({ metrics: [{ metric: 'cpu', at: start, value: 1 }], metricsAreRecent: true })
    expect(await store().changeCounts()).toMatchObject({ metrics: metrics + 1, metric_history: past })
    await store().commit({ metrics: [{ metric: 'cpu', at: start, value: 1 }] })
    expect(await store().changeCounts()).toMatchObject({ metrics: metrics + 2, metric_history: past + 1 })
  })
}
