import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aCheck, anIncident, checkHistory } from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

test('reads of one instant keep the log only until they are over', async () => {
  const location = aDatabaseFile()
  onTestFinished(() => location.dispose())
  const store = await location.open()
  const db = new Database(location.file)
  const isLogCut = (): boolean => {
    const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number; log: number }[]
    return row!.busy === 0 && row!.log === 0
  }
  await store.read(async (reader) => {
    await reader.series()
    await store.commit({ checks: checkHistory(500) })
    expect(isLogCut()).toBe(false)
  })
  expect(isLogCut()).toBe(true)
  await expect(store.read(() => Promise.reject(new Error('no more')))).rejects.toThrow('no more')
  await store.commit({ checks: [aCheck({ monitor: 'web' })] })
  expect(isLogCut()).toBe(true)
  db.close()
})

test('a database in memory has them, too', async () => {
  const store = await openSqliteStore(':memory:')
  await store.commit({ incidents: [anIncident()] })
  const seen = await store.read(async (reader) => {
    await store.commit({ incidents: [anIncident({ id: 'another' })] })
    return reader.incidents()
  })
  expect(seen).toEqual([anIncident()])
  expect(await store.read((reader) => reader.incidents())).toHaveLength(2)
  await store.close()
})
