import { describe, expect, test } from 'vitest'
import type { IncidentUpdate } from '../../../collector/core/incident/incident.ts'
import type { Transition } from '../../../collector/core/monitoring/transition.ts'
import { Conflict } from '../../../collector/store/store.ts'
import {
  aCheck,
  aDownCheck,
  aState,
  aTransition,
  allChecks,
  allTime,
  anIncident,
  anUpdate,
  hour,
  minute,
  start,
  expectTrueRollups,
  api,
} from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const at = (n: number, more: Partial<Transition> = {}): Transition =>
  aTransition({ at: start + n, seenAt: start + n + 1, ...more })

const resolved = (when: number): readonly IncidentUpdate[] => [
  anUpdate(),
  anUpdate({ id: 'u2', at: when, status: 'resolved' }),
]

/** States, transitions, incidents, components. */
export function noticesContract({ store }: StoreUnderTest): void {
  describe('series', () => {
    test('carry their fold and when they began', async () => {
      await store().commit({
        checks: [aCheck({ at: start + 5 })],
        states: [{ ...api, state: aState(), basedOn: 0 }],
      })
      expect(await store().series()).toEqual([
        {
          ...api,
          firstAt: start + 5,
          state: aState(),
          stateRevision: 1,
          prunedBefore: null,
          prunedState: null,
          rebuilds: 0,
          component: null,
          cadence: null,
          assignments: [],
        },
      ])
      const later = aState({ health: 'down', before: 'up', recent: [] })
      await store().commit({ states: [{ ...api, state: later, basedOn: 1 }] })
      expect((await store().series())[0]).toMatchObject({ firstAt: start + 5, state: later })
    })
  })

  describe('transitions', () => {
    test('in an interval come with the one in force at its start, in order', async () => {
      const a = [at(0), at(100, { health: 'down' }), at(200), at(300, { health: 'degraded' })]
      const b = [at(150, { monitor: 'b' })]
      await store().commit({ transitions: [...b, ...a.toReversed()] })
      expect(await store().transitions({ from: start + 150, to: start + 300 })).toEqual([a[1], a[2], ...b])
      expect(await store().transitions({ from: start + 100, to: start + 101 })).toEqual([a[1]])
      expect(await store().transitions({ from: start + 1_000, to: start + 2_000 }, ['b'])).toEqual(b)
      expect(await store().transitions({ from: 0, to: start })).toEqual([])
    })

    test('at the same instant replace one another', async () => {
      await store().commit({ transitions: [at(0), at(0, { health: 'down' })] })
      expect(await store().transitions(allTime)).toEqual([at(0, { health: 'down' })])
    })

    test('are exchanged from an instant on by a refold, with state and checks', async () => {
      await store().commit({
        transitions: [at(0), at(100, { health: 'down' }), at(200), at(100, { monitor: 'b' })],
        checks: [aCheck({ at: start + hour })],
      })
      await store().rebuildTimeline(
        { ...api, basedOn: 0 },
        start + 100,
        [at(150, { health: 'degraded' })],
        aState({ since: 7 }),
        [aDownCheck({ at: start + 150 })],
      )
      expect(await store().transitions(allTime)).toEqual([
        at(0),
        at(150, { health: 'degraded' }),
        at(100, { monitor: 'b' }),
      ])
      expect((await store().checks('api-http', '', allTime)).map((check) => check.at)).toEqual([
        start + 150,
        start + hour,
      ])
      const series = (await store().series()).find(({ monitor }) => monitor === 'api-http')
      expect(series).toMatchObject({ firstAt: start + 150, state: { since: 7 }, rebuilds: 1 })
      await expectTrueRollups(store())
    })
  })

  describe('incidents', () => {
    test('are kept whole and grow by one version', async () => {
      const first = anIncident()
      await store().commit({ incidents: [first] })
      expect(await store().incident(first.id)).toEqual(first)
      const second = anIncident({ version: 2, acknowledgedAt: start + minute })
      await store().commit({ incidents: [second] })
      expect(await store().incident(first.id)).toEqual(second)
      expect(await store().incident('nobody')).toBeNull()
      expect(await store().incidentVersions()).toEqual(new Map([[second.id, second.version]]))
    })

    test('of a wrong version are refused with the current one, and nothing is written', async () => {
      const current = anIncident()
      await store().commit({ incidents: [current] })
      const facts = { checks: [aCheck()], incidents: [anIncident({ id: 'other', version: 1 })] }
      for (const version of [1, 3]) {
        const refused = store().commit({ ...facts, incidents: [...facts.incidents, anIncident({ version })] })
        await expect(refused).rejects.toThrow(Conflict)
        await expect(refused).rejects.toMatchObject({ current })
      }
      await expect(
        store().commit({ incidents: [anIncident({ id: 'new', version: 2 })] }),
      ).rejects.toMatchObject({
        name: 'Conflict',
        current: null,
      })
      expect(await store().incidents()).toEqual([current])
      expect(await allChecks(store())).toEqual([])
    })

    test('are listed newest first, and those that touch an interval', async () => {
      const old = anIncident({ id: 'old', startedAt: start, updates: resolved(start + hour) })
      const short = anIncident({
        id: 'short',
        startedAt: start + 5 * hour,
        updates: resolved(start + 5 * hour),
      })
      const open = anIncident({ id: 'open', startedAt: start + 2 * hour })
      await store().commit({ incidents: [old, open, short] })
      const ids = async (from: number, to: number): Promise<string[]> =>
        (await store().incidents({ from: start + from, to: start + to })).map(({ id }) => id)
      expect((await store().incidents()).map(({ id }) => id)).toEqual(['short', 'open', 'old'])
      expect(await ids(0, hour)).toEqual(['old'])
      expect(await ids(hour, 2 * hour)).toEqual([])
      expect(await ids(3 * hour, 5 * hour)).toEqual(['open'])
      expect(await ids(5 * hour, 6 * hour)).toEqual(['short', 'open'])
    })
  })

  test('a component keeps its earliest appearance', async () => {
    await store().commit({
      components: [
        { component: 'api', firstAt: 20 },
        { component: 'web', firstAt: 5 },
      ],
    })
    await store().commit({
      components: [
        { component: 'api', firstAt: 10 },
        { component: 'web', firstAt: 50 },
      ],
    })
    expect(await store().components()).toEqual(
      new Map([
        ['api', 10],
        ['web', 5],
      ]),
    )
  })
}
