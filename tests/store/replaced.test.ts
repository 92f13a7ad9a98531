import { copyFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../collector/store/store.ts'
import { aCheck, anIncident } from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

let location: ReturnType<typeof aDatabaseFile>
beforeEach(() => {
  location = aDatabaseFile()
})
afterEach(() => location.dispose())

/** A store with one incident in it. */
async function aStore(): Promise<Store> {
  const store = await location.open()
  await store.commit({ incidents: [anIncident({ id: 'acknowledged' })] })
  expect(store.trouble()).toBe(null)
  return store
}

const later = (store: Store): Promise<void> =>
  store.commit({ incidents: [anIncident({ id: 'written-later' })] })

/** Ids of the incidents in a file, read by nobody of ours. */
function incidentsIn(file: string): unknown[] {
  const db = new SQLite(file)
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    return db.prepare('SELECT id FROM incidents ORDER BY id').pluck().all()
  } finally {
    db.close()
  }
}

test('nothing is acknowledged once the database was removed, and all that was is kept in a copy beside it', async () => {
  const store = await aStore()
  for (const suffix of ['', '-wal', '-shm']) rmSync(location.file + suffix)
  await expect(later(store)).rejects.toMatchObject({
    name: 'StoreError',
    transient: true,
    message: expect.stringMatching(/^status\.db was removed while it was in use.*vigie restore FILE/),
  })
  expect(store.trouble()?.message).toContain('status.db was removed')
  await store.close()
  expect(incidentsIn(store.rescued()!)).toEqual(['acknowledged'])
  const others = (name: string): boolean => /^status\.db-|\.partial/.test(name)
  expect(readdirSync(dirname(location.file)).filter(others)).toEqual([])
})

test('a backup moved over the open database stays exactly as it was, after every closing and opening', async () => {
  const store = await aStore()
  const backup = `${location.file}.backup`
  await store.backup(backup)
  await store.commit({ incidents: [anIncident({ id: 'after-the-backup' })] })
  renameSync(backup, location.file)
  await expect(later(store)).rejects.toThrow('was replaced by another file')
  expect(store.trouble()).not.toBe(null)
  await store.close()
  expect(incidentsIn(location.file)).toEqual(['acknowledged'])
  expect(incidentsIn(store.rescued()!)).toEqual(['acknowledged', 'after-the-backup'])
})

test('an older copy that is written over the open database is noticed, though it is the same file', async () => {
  const first = await aStore()
  await first.close()
  const copy = `${location.file}.copy`
  copyFileSync(location.file, copy)
  const second = await location.open()
  await second.commit({ checks: Array.from({ length: 5_000 }, (_, at) => aCheck({ at: at * 60_000 + 1 })) })
  await second.close()
  const store = await location.open()
  copyFileSync(copy, location.file)
  await expect(later(store)).rejects.toThrow('was overwritten')
  expect(store.trouble()).not.toBe(null)
  await store.close()
  expect(incidentsIn(location.file)).toEqual(['acknowledged'])
})

test('a database that was emptied takes nothing more', async () => {
  const store = await aStore()
  truncateSync(location.file)
  await expect(later(store)).rejects.toThrow('was emptied')
  expect(store.trouble()).not.toBe(null)
  await store.close()
  expect(statSync(location.file).size).toBe(0)
})

test('a database that is no longer SQLite takes nothing more', async () => {
  const store = await aStore()
  writeFileSync(location.file, 'x'.repeat(8_192))
  await expect(later(store)).rejects.toThrow('was overwritten')
})

test('a file that is put back is written to again', async () => {
  const store = await aStore()
  const aside = `${location.file}.aside`
  renameSync(location.file, aside)
  await expect(later(store)).rejects.toThrow('was removed')
  renameSync(aside, location.file)
  await later(store)
  expect(store.trouble()).toBe(null)
  expect((await store.incidents()).map(({ id }) => id)).toContain('written-later')
})

test('what other processes write, checkpoint and close is no replacement', async () => {
  const store = await aStore()
  for (let round = 1; round <= 3; round++) {
    const other = await location.open()
    await other.commit({
      checks: Array.from({ length: 3_000 }, (_, at) => aCheck({ at: round * 1e9 + at * 1_000 })),
    })
    await other.close()
    const db = new SQLite(location.file)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    await store.commit({ incidents: [anIncident({ id: `round-${round}` })] })
    expect(store.trouble()).toBe(null)
  }
})

test('a read of one instant does not open another file than the one that is written', async () => {
  const store = await aStore()
  for (const suffix of ['', '-wal', '-shm']) rmSync(location.file + suffix)
  await expect(store.read((reader) => reader.incidents())).rejects.toThrow('was removed')
})
