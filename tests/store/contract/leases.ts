import { describe, expect, test } from 'vitest'
import type { Lease } from '../../../collector/store/lease.ts'
import { Conflict, LeaseLost } from '../../../collector/store/store.ts'
import { anIncident, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const ttl = 10_000

/** What one of several processes does alone. */
export function leasesContract({ store, location }: StoreUnderTest): void {
  const acquire = (holder: string, now = start, name = 'publish') =>
    store().acquireLease(name, holder, now, ttl)
  const commitUnder = (lease: Lease | null, id: string) =>
    store().commit({ lease: lease!, incidents: [anIncident({ id })] })

  describe('a lease', () => {
    test('is held by one at a time, until its end', async () => {
      expect(await acquire('a')).toEqual({
        name: 'publish',
        holder: 'a',
        generation: 1,
        expiresAt: start + ttl,
      })
      expect(await acquire('b', start + ttl - 1)).toBeNull()
      expect(await acquire('b', start + ttl)).toMatchObject({ holder: 'b', generation: 2 })
      expect(await acquire('a', start + ttl)).toBeNull()
    })

    test('is nothing to one of another name', async () => {
      await acquire('a')
      expect(await acquire('b', start, 'freeze')).toMatchObject({ holder: 'b', generation: 1 })
    })

    test('is taken by one of two processes that ask at once', async () => {
      const other = await location().open()
      const taken = await Promise.all([
        store().acquireLease('publish', 'a', start, ttl),
        other.acquireLease('publish', 'b', start, ttl),
      ])
      expect(taken.filter((lease) => lease !== null)).toHaveLength(1)
    })

    test('lasts as long as it is renewed', async () => {
      const lease = (await acquire('a'))!
      expect(await store().renewLease(lease, start + 5_000, ttl)).toEqual({
        ...lease,
        expiresAt: start + 5_000 + ttl,
      })
      expect(await acquire('b', start + ttl)).toBeNull()
      expect(await acquire('b', start + 5_000 + ttl)).toMatchObject({ holder: 'b' })
    })

    test('may be renewed late while nobody has taken it, and not once somebody has', async () => {
      const lease = (await acquire('a'))!
      expect(await store().renewLease(lease, start + 2 * ttl, ttl)).toMatchObject({ generation: 1 })
      await acquire('b', start + 5 * ttl)
      expect(await store().renewLease(lease, start + 5 * ttl, ttl)).toBeNull()
    })

    test('given back is free at once, and is not renewed', async () => {
      const lease = (await acquire('a'))!
      await store().releaseLease(lease)
      expect(await store().renewLease(lease, start, ttl)).toBeNull()
      expect(await acquire('b')).toMatchObject({ holder: 'b', generation: 2 })
      await store().releaseLease(lease)
      expect(await acquire('c')).toBeNull()
    })

    test('asked for again by its holder comes with a higher generation', async () => {
      const before = await acquire('a')
      expect(await acquire('a')).toMatchObject({ generation: 2 })
      await expect(commitUnder(before, 'stale')).rejects.toThrow(LeaseLost)
    })

    test('lets its holder commit, and refuses a former one with all that came with it', async () => {
      const former = await acquire('a')
      await commitUnder(former, 'first')
      const current = await acquire('b', start + ttl)
      await expect(commitUnder(former, 'stale')).rejects.toThrow(LeaseLost)
      await expect(commitUnder(former, 'stale')).rejects.toThrow(Conflict)
      await commitUnder(current, 'second')
      await store().releaseLease(current!)
      await expect(commitUnder(current, 'late')).rejects.toThrow(LeaseLost)
      expect((await store().incidents()).map(({ id }) => id)).toEqual(['first', 'second'])
    })

    test('nobody ever had lets nobody commit', async () => {
      await expect(store().commit({ lease: { name: 'publish', generation: 1 } })).rejects.toThrow(LeaseLost)
    })

    test('keeps its generation over a restart', async () => {
      await acquire('a')
      await store().close()
      const again = await location().open()
      expect(await again.acquireLease('publish', 'b', start + ttl, ttl)).toMatchObject({ generation: 2 })
    })
  })
}
