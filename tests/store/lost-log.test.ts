import { execFileSync } from 'node:child_process'
import { renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
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

const incident = (id: string) => ({ incidents: [anIncident({ id })] })

/** A store with one incident in its file and one that is in the write-ahead log alone. */
async function aStore(): Promise<Store> {
  const first = await location.open()
  await first.commit(incident('in-the-file'))
  await first.close()
  const store = await location.open()
  await store.commit(incident('in-the-log'))
  expect(store.trouble()).toBe(null)
  return store
}

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

/** Another process opens the file, writes to it and leaves. */
function writeElsewhere(file: string): void {
  const library = join(import.meta.dirname, '../../node_modules/better-sqlite3')
  const script = `const db = new (require(${JSON.stringify(library)}))(${JSON.stringify(file)})
    db.exec("CREATE TABLE elsewhere (x); INSERT INTO elsewhere VALUES ('y')")
    db.close()`
  execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' })
}

test.each([
  ['-wal', 'was removed'],
  ['-shm', 'was removed'],
])('without its %s nothing more is acknowledged, and nothing is lost', async (suffix, why) => {
  const store = await aStore()
  rmSync(location.file + suffix)
  await expect(store.commit(incident('later'))).rejects.toMatchObject({
    name: 'StoreError',
    transient: true,
    message: expect.stringMatching(
      new RegExp(`^status\\.db${suffix} ${why} while it was in use: .*start it again`),
    ),
  })
  expect(store.trouble()).not.toBe(null)
  await store.close()
  expect(incidentsIn(store.rescued()!)).toEqual(['in-the-file', 'in-the-log'])
  expect(incidentsIn(location.file)).toEqual(['in-the-file', 'in-the-log'])
})

test('a log that was emptied takes nothing more, and the file stays whole', async () => {
  const store = await aStore()
  truncateSync(`${location.file}-wal`)
  await expect(store.commit(incident('later'))).rejects.toThrow('status.db-wal was cut short')
  expect(store.trouble()).not.toBe(null)
  await store.close()
  expect(store.rescued()).toBe(null)
  expect(incidentsIn(location.file)).toEqual(['in-the-file'])
})

test.each([
  [['-shm'], 'status.db-shm', ['in-the-file', 'in-the-log']],
  [['-wal', '-shm'], 'status.db-wal', ['in-the-file']],
])(
  'where another process has begun a new %j, what both have stored is kept',
  async (suffixes, name, inTheFile) => {
    const store = await aStore()
    for (const suffix of suffixes) rmSync(location.file + suffix)
    writeElsewhere(location.file)
    await expect(store.commit(incident('later'))).rejects.toThrow(`${name} was replaced`)
    expect(store.trouble()).not.toBe(null)
    await store.close()
    expect(incidentsIn(store.rescued()!)).toEqual(['in-the-file', 'in-the-log'])
    expect(incidentsIn(location.file)).toEqual(inTheFile)
    const db = new SQLite(location.file)
    expect(db.prepare('SELECT x FROM elsewhere').pluck().all()).toEqual(['y'])
    db.close()
  },
)

test('a log that another process only began anew does not keep what was stored from the file', async () => {
  const store = await aStore()
  rmSync(`${location.file}-wal`)
  // By the index the log has frames.
  expect(() => writeElsewhere(location.file)).toThrow('disk I/O error')
  await expect(store.commit(incident('later'))).rejects.toThrow('status.db-wal was replaced')
  await store.close()
  expect(incidentsIn(location.file)).toEqual(['in-the-file', 'in-the-log'])
})

test('a log that is put back is written to again', async () => {
  const store = await aStore()
  renameSync(`${location.file}-wal`, `${location.file}.aside`)
  await expect(store.commit(incident('later'))).rejects.toThrow('was removed')
  renameSync(`${location.file}.aside`, `${location.file}-wal`)
  await store.commit(incident('later'))
  expect(store.trouble()).toBe(null)
})

test('a log that SQLite itself cuts is no loss', async () => {
  const store = await aStore()
  const other = new SQLite(location.file)
  for (let round = 1; round <= 20; round++) {
    await store.commit({
      checks: Array.from({ length: 500 }, (_, at) => aCheck({ at: round * 1e9 + at * 1_000 })),
    })
    other.pragma(round % 2 ? 'wal_checkpoint(TRUNCATE)' : 'wal_checkpoint(RESTART)')
    expect(store.trouble()).toBe(null)
  }
  other.close()
  await store.commit(incident('later'))
  expect(store.trouble()).toBe(null)
})
