import { expect, test } from 'vitest'
import { StoreError } from '../../../collector/store/store.ts'
import { aCheck, aState, aTransition, allTime, api, anIncident, checkHistory } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** A store as a whole. */
export function lifecycleContract({ store, location }: StoreUnderTest): void {
  test('says that it can take facts', async () => {
    await expect(store().checkWritable()).resolves.toBeUndefined()
  })

  test('keeps everything over a restart', async () => {
    const checks = checkHistory(500)
    const facts = { checks, transitions: [aTransition()], incidents: [anIncident()] }
    await store().commit({ ...facts, states: [{ ...api, state: aState(), basedOn: 0 }] })
    await store().close()
    const again = await location().open()
    expect(await again.checks('api-http', '', allTime)).toEqual(checks)
    expect(await again.transitions(allTime)).toEqual(facts.transitions)
    expect(await again.incidents()).toEqual(facts.incidents)
    expect((await again.series())[0]?.state).toEqual(aState())
  })

  test('once closed, says so, and closing again does no harm', async () => {
    await store().close()
    await store().close()
    await expect(store().commit({ checks: [aCheck()] })).rejects.toThrow(StoreError)
    await expect(store().series()).rejects.toThrow('closed')
  })
}
