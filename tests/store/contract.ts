import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Conflict, type Store, StoreError } from '../../collector/store/store.ts'
import {
  aCheck,
  aDownCheck,
  aState,
  aTransition,
  allChecks,
  always,
  anIncident,
  anUpdate,
  chance,
  day,
  dayOf,
  history,
  hour,
  hourOf,
  minute,
  readable,
  rollupsOf,
  second,
  start,
} from './builders.ts'

/** A place that stores can be opened on: several on the same one see the same facts. */
export type Place = {
  open(options?: { readonly timezone?: string }): Promise<Store>
  /** Closes what is still open and leaves nothing behind. */
  dispose(): Promise<void>
}

const expectRollupsToBeTrue = async (store: Store): Promise<void> => {
  const checks = await allChecks(store)
  expect(readable(await store.rollups('hour', always))).toEqual(readable(rollupsOf(checks, hourOf)))
  expect(readable(await store.rollups('day', always))).toEqual(readable(rollupsOf(checks, dayOf)))
}

/** What every store must do. */
export function storeContract(name: string, newPlace: () => Promise<Place>): void {
  describe(name, () => {
    let place: Place
    let store: Store
    beforeEach(async () => {
      place = await newPlace()
      store = await place.open()
    })
    afterEach(() => place.dispose())
    const api = { monitor: 'api-http', region: '' }

    describe('checks', () => {
      test('come back as they were recorded, oldest first, faults and all', async () => {
        const checks = [
          aCheck(),
          aCheck({ at: start + 30 * second, took: null }),
          aCheck({ at: start + 60 * second, took: 0 }),
          aDownCheck({ at: start + 90 * second }),
          aDownCheck({ at: start + 120 * second }),
          aDownCheck({ at: start + 150 * second, fault: { code: 'status', detail: '503 — « occupé » 🚧' } }),
          aCheck({ at: start + 180 * second, health: 'degraded', took: 2400.1 }),
          aCheck({
            at: start + 210 * second,
            health: 'unknown',
            took: null,
            fault: { code: 'cut_off', detail: '' },
          }),
          aCheck({ at: start + 3 * day, took: 86_400_000 }),
        ]
        await store.commit({ checks })
        expect(await store.checks('api-http', '', always)).toEqual(checks)
      })

      test('of a long history come back whole, and cut to the interval asked for', async () => {
        const checks = history(1_000)
        for (let i = 0; i < checks.length; i += 7) await store.commit({ checks: checks.slice(i, i + 7) })
        expect(await store.checks('api-http', '', always)).toEqual(checks)
        const within = { from: checks[333]!.at, to: checks[777]!.at }
        expect(await store.checks('api-http', '', within)).toEqual(checks.slice(333, 777))
      })

      test('with a long detail come back uncut', async () => {
        const checks = [1, 2, 3].map((n) =>
          aDownCheck({ at: start + n, fault: { code: 'body', detail: `${n} `.repeat(3_000) } }),
        )
        await store.commit({ checks })
        expect(await store.checks('api-http', '', always)).toEqual(checks)
      })

      test('in any order end up the same, and so do their rollups', async () => {
        const checks = history(600)
        const random = chance(7)
        const shuffled = checks
          .map((check) => ({ check, key: random() }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ check }) => check)
        for (let i = 0; i < shuffled.length; i += 25)
          await store.commit({ checks: shuffled.slice(i, i + 25) })
        expect(await store.checks('api-http', '', always)).toEqual(checks)
        await expectRollupsToBeTrue(store)
      })

      test('recorded twice count once', async () => {
        const checks = history(300)
        await store.commit({ checks })
        await store.commit({ checks })
        await store.commit({ checks: checks.slice(100, 150) })
        expect(await store.checks('api-http', '', always)).toEqual(checks)
        await expectRollupsToBeTrue(store)
      })

      test('at the same instant: the one recorded later stays, in the rollups too', async () => {
        const checks = history(300)
        await store.commit({ checks })
        for (const i of [0, 150, 299]) {
          const replaced = aDownCheck({ at: checks[i]!.at })
          await store.commit({ checks: [aCheck({ at: replaced.at, took: 1 }), replaced] })
          checks[i] = replaced
        }
        expect(await store.checks('api-http', '', always)).toEqual(checks)
        expect(await store.latestChecks()).toEqual([checks[299]])
        await expectRollupsToBeTrue(store)
      })

      test('of several monitors and regions stay apart', async () => {
        const checks = [
          aCheck({ took: 1 }),
          aCheck({ region: 'eu', took: 2 }),
          aCheck({ monitor: 'web-http', took: 3 }),
        ]
        await store.commit({ checks })
        expect(await store.checks('api-http', 'eu', always)).toEqual([checks[1]])
        expect(await store.checks('web-http', '', always)).toEqual([checks[2]])
        expect(await store.checks('web-http', 'eu', always)).toEqual([])
      })

      test('that make no sense are refused, with all that came with them', async () => {
        for (const wrong of [aCheck({ at: start + 0.5 }), aCheck({ took: -1 }), aCheck({ took: NaN })])
          await expect(store.commit({ checks: [aCheck({ monitor: 'web' }), wrong] })).rejects.toThrow(
            RangeError,
          )
        expect(await allChecks(store)).toEqual([])
        expect(await store.series()).toEqual([])
      })
    })

    describe('the latest check of each series', () => {
      test('is told with its fault', async () => {
        const down = aDownCheck({ at: start + minute })
        await store.commit({ checks: [aCheck(), down, aCheck({ monitor: 'web-http' })] })
        expect(await store.latestChecks()).toEqual([down, aCheck({ monitor: 'web-http' })])
        await store.commit({ checks: [aCheck({ at: start + 2 * minute })] })
        expect((await store.latestChecks())[0]).toEqual(aCheck({ at: start + 2 * minute }))
      })

      test('is not the one recorded last when that is an older one', async () => {
        await store.commit({ checks: [aCheck({ at: start + hour })] })
        await store.commit({ checks: [aDownCheck({ at: start })] })
        expect(await store.latestChecks()).toEqual([aCheck({ at: start + hour })])
        expect((await store.series())[0]?.firstAt).toBe(start)
      })
    })

    describe('rollups', () => {
      test('equal the raw checks after every single commit', async () => {
        const checks = [
          ...history(150, { every: 2 * minute }),
          ...history(150, { every: 2 * minute, monitor: 'web', seed: 2 }),
        ]
        checks.sort((a, b) => a.at - b.at)
        for (let i = 0; i < checks.length; i += 3) {
          await store.commit({ checks: checks.slice(i, i + 3) })
          if (i % 30 === 0) await expectRollupsToBeTrue(store)
        }
        await expectRollupsToBeTrue(store)
      })

      test('do not count checks discarded as unknown', async () => {
        await store.commit({
          checks: [aCheck({ health: 'unknown' }), aCheck({ at: start + 1, health: 'unknown' })],
        })
        expect(await store.rollups('hour', always)).toEqual([])
        await store.commit({ checks: [aCheck({ at: start + 2 })] })
        expect(await store.rollups('hour', always)).toMatchObject([
          { up: 1, degraded: 0, down: 0, tookSum: 12.3 },
        ])
        await store.commit({ checks: [aCheck({ at: start + 2, health: 'unknown' })] })
        expect(await store.rollups('hour', always)).toEqual([])
        expect(await store.rollups('day', always)).toEqual([])
      })

      test('are cut to the interval and the monitors asked for', async () => {
        await store.commit({
          checks: ['a', 'b', 'c'].flatMap((monitor) => history(400, { monitor, every: 2 * minute })),
        })
        const within = { from: start + 2 * hour, to: start + 4 * hour }
        const found = await store.rollups('hour', within, ['c', 'a', 'nobody'])
        expect(found.map(({ monitor, at }) => [monitor, at])).toEqual([
          ['a', start + 2 * hour],
          ['a', start + 3 * hour],
          ['c', start + 2 * hour],
          ['c', start + 3 * hour],
        ])
        expect(await store.rollups('hour', within, [])).toEqual([])
      })

      test('of days follow the zone the store was opened with', async () => {
        const paris = await place.open({ timezone: 'Europe/Paris' })
        // The night the clocks go back: this day has 25 hours.
        const midnight = Date.parse('2026-10-24T22:00:00Z')
        const checks = history(27 * 12, { from: midnight - hour, every: 5 * minute })
        for (const check of checks) await paris.commit({ checks: [check] })
        const startOf = (at: number): number =>
          at < midnight ? midnight - day : at < midnight + 25 * hour ? midnight : midnight + 25 * hour
        expect(readable(await paris.rollups('day', always))).toEqual(readable(rollupsOf(checks, startOf)))
      })

      test('of days are cut anew when the zone changes, and by all who have the store open', async () => {
        const checks = history(3_000)
        await store.commit({ checks: checks.slice(0, 2_000) })
        const tokyo = await place.open({ timezone: 'Asia/Tokyo' })
        await store.commit({ checks: checks.slice(2_000) })
        const startOf = (at: number): number => dayOf(at + 9 * hour) - 9 * hour
        const truth = readable(rollupsOf(checks, startOf))
        expect(readable(await tokyo.rollups('day', always))).toEqual(truth)
        expect(readable(await store.rollups('day', always))).toEqual(truth)
      })
    })

    describe('series', () => {
      test('carry their fold and when they began', async () => {
        await store.commit({ checks: [aCheck({ at: start + 5 })], states: [{ ...api, state: aState() }] })
        expect(await store.series()).toEqual([
          { ...api, firstAt: start + 5, state: aState(), prunedBefore: null, prunedState: null, refolds: 0 },
        ])
        const later = aState({ health: 'down', before: 'up', recent: [] })
        await store.commit({ states: [{ ...api, state: later }] })
        expect((await store.series())[0]).toMatchObject({ firstAt: start + 5, state: later })
      })
    })

    describe('transitions', () => {
      const at = (n: number, more = {}) => aTransition({ at: start + n, seenAt: start + n + 1, ...more })

      test('in an interval come with the one in force at its start, in order', async () => {
        const a = [at(0), at(100, { health: 'down' }), at(200), at(300, { health: 'degraded' })]
        const b = [at(150, { monitor: 'b' })]
        await store.commit({ transitions: [...b, ...a.toReversed()] })
        expect(await store.transitions({ from: start + 150, to: start + 300 })).toEqual([a[1], a[2], ...b])
        expect(await store.transitions({ from: start + 100, to: start + 101 })).toEqual([a[1]])
        expect(await store.transitions({ from: start + 1_000, to: start + 2_000 }, ['b'])).toEqual(b)
        expect(await store.transitions({ from: 0, to: start })).toEqual([])
      })

      test('at the same instant replace one another', async () => {
        await store.commit({ transitions: [at(0), at(0, { health: 'down' })] })
        expect(await store.transitions(always)).toEqual([at(0, { health: 'down' })])
      })

      test('are exchanged from an instant on by a refold, with state and checks', async () => {
        await store.commit({
          transitions: [at(0), at(100, { health: 'down' }), at(200), at(100, { monitor: 'b' })],
          checks: [aCheck({ at: start + hour })],
        })
        await store.refold(api, start + 100, [at(150, { health: 'degraded' })], aState({ since: 7 }), [
          aDownCheck({ at: start + 150 }),
        ])
        expect(await store.transitions(always)).toEqual([
          at(0),
          at(150, { health: 'degraded' }),
          at(100, { monitor: 'b' }),
        ])
        expect((await store.checks('api-http', '', always)).map((check) => check.at)).toEqual([
          start + 150,
          start + hour,
        ])
        const [series] = (await store.series()).filter((one) => one.monitor === 'api-http')
        expect(series).toMatchObject({ firstAt: start + 150, state: { since: 7 }, refolds: 1 })
        await expectRollupsToBeTrue(store)
      })
    })

    describe('incidents', () => {
      test('are kept whole and grow by one version', async () => {
        const first = anIncident()
        await store.commit({ incidents: [first] })
        expect(await store.incident(first.id)).toEqual(first)
        const second = anIncident({ version: 2, acknowledgedAt: start + minute })
        await store.commit({ incidents: [second] })
        expect(await store.incident(first.id)).toEqual(second)
        expect(await store.incident('nobody')).toBeNull()
      })

      test('of a wrong version are refused with the current one, and nothing is written', async () => {
        const current = anIncident()
        await store.commit({ incidents: [current] })
        const before = await store.revision()
        const facts = { checks: [aCheck()], incidents: [anIncident({ id: 'other', version: 1 })] }
        for (const version of [1, 3]) {
          const refused = store.commit({ ...facts, incidents: [...facts.incidents, anIncident({ version })] })
          await expect(refused).rejects.toThrow(Conflict)
          await expect(refused).rejects.toMatchObject({ current })
        }
        await expect(
          store.commit({ incidents: [anIncident({ id: 'new', version: 2 })] }),
        ).rejects.toMatchObject({
          name: 'Conflict',
          current: null,
        })
        expect(await store.incidents()).toEqual([current])
        expect(await allChecks(store)).toEqual([])
        expect(await store.revision()).toBe(before)
      })

      test('are listed newest first, and those that touch an interval', async () => {
        const resolved = (at: number) => [anUpdate(), anUpdate({ id: 'u2', at, status: 'resolved' })]
        const old = anIncident({ id: 'old', startedAt: start, updates: resolved(start + hour) })
        const short = anIncident({
          id: 'short',
          startedAt: start + 5 * hour,
          updates: resolved(start + 5 * hour),
        })
        const open = anIncident({ id: 'open', startedAt: start + 2 * hour })
        await store.commit({ incidents: [old, open, short] })
        const ids = async (from: number, to: number): Promise<string[]> =>
          (await store.incidents({ from: start + from, to: start + to })).map(({ id }) => id)
        expect((await store.incidents()).map(({ id }) => id)).toEqual(['short', 'open', 'old'])
        expect(await ids(0, hour)).toEqual(['old'])
        expect(await ids(hour, 2 * hour)).toEqual([])
        expect(await ids(3 * hour, 5 * hour)).toEqual(['open'])
        expect(await ids(5 * hour, 6 * hour)).toEqual(['short', 'open'])
      })
    })

    test('a component keeps its earliest appearance', async () => {
      await store.commit({
        components: [
          { component: 'api', firstAt: 20 },
          { component: 'web', firstAt: 5 },
        ],
      })
      await store.commit({
        components: [
          { component: 'api', firstAt: 10 },
          { component: 'web', firstAt: 50 },
        ],
      })
      expect(await store.components()).toEqual(
        new Map([
          ['api', 10],
          ['web', 5],
        ]),
      )
    })

    describe('pruning', () => {
      const checks = history(1_000)
      const before = start + 3 * hour
      const left = checks.filter((check) => check.at >= before)
      const pruneAll = async (limit: number): Promise<number> => {
        let gone = 0
        for (let n = 1; n > 0; gone += n) {
          n = await store.prune(api, before, aState({ since: 9 }), limit)
          expect(n).toBeLessThanOrEqual(limit)
        }
        return gone
      }

      test('takes raw checks piece by piece, leaves the rollups and remembers the fold', async () => {
        await store.commit({ checks, states: [{ ...api, state: aState() }] })
        const hours = await store.rollups('hour', always)
        expect(await pruneAll(100)).toBe(checks.length - left.length)
        expect(await store.checks('api-http', '', always)).toEqual(left)
        expect(readable(await store.rollups('hour', always))).toEqual(readable(hours))
        expect(await store.series()).toMatchObject([
          { firstAt: checks[0]!.at, prunedBefore: before, prunedState: { since: 9 }, state: aState() },
        ])
        expect(await store.prune(api, start + hour, aState({ since: 1 }), 100)).toBe(0)
        expect(await store.series()).toMatchObject([{ prunedBefore: before, prunedState: { since: 9 } }])
      })

      test('hides at once what is to go', async () => {
        await store.commit({ checks })
        await store.prune(api, before, aState(), 64)
        expect(await store.checks('api-http', '', always)).toEqual(left)
      })

      test('of a monitor that is no more leaves its rollups and its latest check', async () => {
        await store.commit({ checks })
        const days = await store.rollups('day', always)
        let gone = 0
        for (let n = 1; n > 0; gone += n) n = await store.prune(api, start + 30 * day, aState(), 500)
        expect(gone).toBe(checks.length)
        expect(readable(await store.rollups('day', always))).toEqual(readable(days))
        expect(await store.latestChecks()).toEqual([checks.at(-1)])
        const next = aCheck({ at: start + 31 * day })
        await store.commit({ checks: [next] })
        expect(await store.checks('api-http', '', always)).toEqual([next])
      })

      test('is for good: a check from before is refused and spoils no rollup', async () => {
        await store.commit({ checks })
        await pruneAll(1_000)
        const days = readable(await store.rollups('day', always))
        await expect(store.commit({ checks: [aCheck({ at: before - 1 })] })).rejects.toThrow(StoreError)
        await store.commit({ checks: [checks.find((check) => check.at >= before)!] })
        expect(readable(await store.rollups('day', always))).toEqual(days)
      })
    })

    describe('two who have it open', () => {
      test('see what the other committed, and that something was', async () => {
        const other = await place.open()
        const [mine, foreign] = [await store.revision(), await store.foreignRevision()]
        await other.commit({ checks: [aCheck()] })
        expect(await store.checks('api-http', '', always)).toEqual([aCheck()])
        expect(await store.revision()).not.toBe(mine)
        expect(await store.foreignRevision()).not.toBe(foreign)
        expect(await store.revision()).toBe(await other.revision())
      })

      test('can tell their own commits from those of others', async () => {
        const foreign = await store.foreignRevision()
        const revision = await store.revision()
        await store.commit({ checks: [aCheck()] })
        expect(await store.foreignRevision()).toBe(foreign)
        expect(await store.revision()).not.toBe(revision)
      })

      test('may write to one series at once, in any order, and count each check once', async () => {
        const other = await place.open()
        const checks = history(400)
        const late = checks.filter((_, i) => i % 3 === 0)
        const live = checks.filter((_, i) => i % 3 !== 0)
        const feed = async (to: Store, list: typeof checks, size: number): Promise<void> => {
          for (let i = 0; i < list.length; i += size) await to.commit({ checks: list.slice(i, i + size) })
        }
        await Promise.all([feed(store, live, 5), feed(other, late, 20)])
        expect(await other.checks('api-http', '', always)).toEqual(checks)
        await expectRollupsToBeTrue(store)
      })

      test('never both win with the same incident', async () => {
        const other = await place.open()
        await store.commit({ incidents: [anIncident()] })
        const written = await Promise.allSettled(
          [store, other].map((one) => one.commit({ incidents: [anIncident({ version: 2 })] })),
        )
        expect(written.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      })
    })

    test('commits asked for at once are made in that order', async () => {
      const versions = [1, 2, 3, 4, 5]
      await Promise.all(versions.map((version) => store.commit({ incidents: [anIncident({ version })] })))
      expect((await store.incident(anIncident().id))?.version).toBe(5)
    })

    test('says that it can take facts', async () => {
      const revision = await store.revision()
      await store.probe()
      expect(await store.revision()).toBe(revision)
    })

    test('has a size', async () => {
      const before = await store.size()
      await store.commit({ checks: history(5_000) })
      expect(await store.size()).toBeGreaterThan(before)
    })

    test('keeps everything over a restart', async () => {
      const checks = history(500)
      const facts = { checks, transitions: [aTransition()], incidents: [anIncident()] }
      await store.commit({ ...facts, states: [{ ...api, state: aState() }] })
      await store.close()
      const again = await place.open()
      expect(await again.checks('api-http', '', always)).toEqual(checks)
      expect(await again.transitions(always)).toEqual(facts.transitions)
      expect(await again.incidents()).toEqual(facts.incidents)
      expect((await again.series())[0]?.state).toEqual(aState())
    })

    test('once closed, says so, and closing again does no harm', async () => {
      await store.close()
      await store.close()
      await expect(store.commit({ checks: [aCheck()] })).rejects.toThrow(StoreError)
      await expect(store.series()).rejects.toThrow('closed')
    })
  })
}
