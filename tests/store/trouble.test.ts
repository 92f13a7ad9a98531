import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Check } from '../../collector/core/monitoring/check.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { type Store, StoreError } from '../../collector/store/store.ts'
import { advanceUntil, fakeClock, settle } from '../fake-clock.ts'
import {
  aNotification,
  aCheck,
  allChecks,
  allTime,
  anIncident,
  hourOf,
  checkHistory,
  comparable,
  rollupsOf,
  start,
} from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

let location: ReturnType<typeof aDatabaseFile>
beforeEach(() => {
  location = aDatabaseFile()
})
afterEach(() => location.dispose())

const storeErrorOf = async (work: Promise<unknown>): Promise<StoreError> => {
  const error = await work.then(
    () => null,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(StoreError)
  return error as StoreError
}

/** Commits batches of new series until there is no room; resolves to what was acknowledged and what was not. */
async function fillDisk(store: Store): Promise<{ stored: Check[]; refused: Check[]; error: StoreError }> {
  const stored: Check[] = []
  for (let n = 0; n < 10_000; n++) {
    const checks = checkHistory(200, { monitor: `monitor-${String(n).padStart(5, '0')}`, seed: n })
    try {
      await store.commit({ checks })
      stored.push(...checks)
    } catch (error) {
      return { stored, refused: checks, error: error as StoreError }
    }
  }
  throw new Error('this disk has no end')
}

describe('a full disk', () => {
  test('loses nothing that was stored, is reported in one line, and heals once there is room', async () => {
    const store = await location.open({ maxPages: 120 })
    const { stored, refused, error } = await fillDisk(store)
    expect(error).toMatchObject({ name: 'StoreError', transient: true })
    expect(error.message).toMatch(/status\.db: the disk is full\..*\(SQLITE_FULL\)/)
    expect(await allChecks(store)).toEqual(stored)
    expect(await store.series()).toHaveLength(stored.length / 200)
    expect((await storeErrorOf(store.checkWritable())).transient).toBe(true)
    // A series that was made in the transaction that failed must not be remembered.
    expect(await store.checks(refused[0]!.monitor, '', allTime)).toEqual([])

    // Somebody makes room: the oldest raw checks go.
    const { monitor, region } = stored[0]!
    for (const name of new Set(stored.slice(0, stored.length / 2).map((check) => check.monitor))) {
      const state = { health: 'up', since: start, before: 'up', lastAt: start, recent: [] } as const
      await store.prune({ monitor: name, region }, hourOf(start + 10 ** 9), state, 10_000).catch(() => 0)
    }
    await store.checkWritable()
    await store.commit({ checks: refused })
    expect(await store.checks(refused[0]!.monitor, '', allTime)).toEqual(refused)
    expect(await store.checks(monitor, region, allTime)).toEqual([])
    expect(comparable(await store.rollups('hour', allTime, [refused[0]!.monitor]))).toEqual(
      comparable(rollupsOf(refused, hourOf)),
    )
  })

  test('of the real kind, a mount of 2 MB, does the same; skipped where mounting is forbidden', async ({
    skip,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-disk-'))
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
    if (mount.status !== 0) {
      rmdirSync(folder)
      skip('this machine does not let us mount a small disk')
    }
    const file = join(folder, 'status.db')
    const ballast = join(folder, 'ballast')
    let store: Store | null = null
    try {
      writeFileSync(ballast, Buffer.alloc(600_000))
      store = await openSqliteStore(file)
      const { stored, refused, error } = await fillDisk(store)
      expect(error).toMatchObject({ name: 'StoreError', transient: true })
      expect(await allChecks(store)).toEqual(stored)
      expect((await storeErrorOf(store.commit({ checks: refused }))).transient).toBe(true)
      expect((await storeErrorOf(store.checkWritable())).transient).toBe(true)
      rmSync(ballast)
      await store.checkWritable()
      await store.commit({ checks: refused })
      expect(await allChecks(store)).toEqual([...stored, ...refused])
      await store.close()
      const db = new Database(file)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
    } finally {
      await store?.close()
      spawnSync('umount', [folder])
      rmdirSync(folder)
    }
  })
})

describe('another program that holds the lock', () => {
  test('is waited for, without the event loop standing still', async () => {
    const clock = fakeClock()
    const store = await location.open({ clock })
    const other = new Database(location.file)
    other.exec('BEGIN IMMEDIATE')
    const committed = store.commit({ checks: [aCheck()] })
    for (let n = 0; n < 3; n++) {
      // It waits by a timer, during which others have their turn.
      await settle()
      expect(clock.nextIn()).toBe(20)
      await clock.advance(20)
    }
    other.exec('COMMIT')
    await advanceUntil(clock, committed)
    other.close()
    expect(await allChecks(store)).toEqual([aCheck()])
  })

  test('does not change the order of what was asked for', async () => {
    const clock = fakeClock()
    const store = await location.open({ clock })
    const other = new Database(location.file)
    other.exec('BEGIN IMMEDIATE')
    const first = store.commit({ incidents: [anIncident()] })
    await settle()
    expect(clock.waiting()).toBe(1)
    other.exec('COMMIT')
    other.close()
    // The lock is free, but the first is still asleep between two tries.
    const second = store.commit({ incidents: [anIncident({ version: 2 })] })
    await advanceUntil(clock, Promise.all([first, second]))
    expect((await store.incident(anIncident().id))?.version).toBe(2)
  })

  test('for too long is reported in one line, and what was to be written can be tried again', async () => {
    const clock = fakeClock()
    const store = await location.open({ clock, lockTimeout: 100 })
    const other = new Database(location.file)
    other.exec('BEGIN IMMEDIATE')
    const error = await storeErrorOf(advanceUntil(clock, store.commit({ checks: [aCheck()] })))
    expect(error.transient).toBe(true)
    expect(error.message).toMatch(/status\.db: another program is writing/)
    expect(await allChecks(store)).toEqual([])
    other.exec('ROLLBACK')
    other.close()
    await store.commit({ checks: [aCheck()] })
  })
})

test('a log that grew under a long reader is cut back afterwards', async () => {
  const store = await location.open()
  const log = (): number => statSync(`${location.file}-wal`).size
  const commits = async (payload: string): Promise<void> => {
    for (let n = 0; n < 70; n++)
      await store.commit({
        notifications: [aNotification({ key: `${payload.length}-${n}`, topic: payload })],
      })
  }
  const reader = new Database(location.file)
  reader.exec('BEGIN; SELECT * FROM settings')
  await commits('x'.repeat(600_000))
  expect(log()).toBeGreaterThan(36 * 2 ** 20)
  reader.exec('COMMIT')
  reader.close()
  await commits('')
  expect(log()).toBeLessThan(33 * 2 ** 20)
})

test('after a commit that failed half-way, the next one is right', async () => {
  const store = await location.open()
  const checks = checkHistory(300)
  await store.commit({ checks: checks.slice(0, 100) })
  for (let i = 100; i < 300; i += 20) {
    const batch = checks.slice(i, i + 20)
    await expect(store.commit({ checks: [...batch, aCheck({ monitor: 'new', at: 0.5 })] })).rejects.toThrow(
      RangeError,
    )
    await store.commit({ checks: batch, incidents: [anIncident({ version: (i - 80) / 20 })] })
  }
  expect(await allChecks(store)).toEqual(checks)
  expect(comparable(await store.rollups('hour', allTime))).toEqual(comparable(rollupsOf(checks, hourOf)))
})
