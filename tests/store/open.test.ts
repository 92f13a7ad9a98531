import { spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, migrationsIn } from '../../collector/store/sqlite/migrate.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { StoreError } from '../../collector/store/store.ts'
import { aCheck, aDownCheck, allTime, anIncident, checkHistory, start } from './builders.ts'
import { aDatabaseFile } from './database-file.ts'

let location: ReturnType<typeof aDatabaseFile>
beforeEach(() => {
  location = aDatabaseFile()
})
afterEach(() => location.dispose())

const messageOf = async (attempt: Promise<unknown>): Promise<string> => {
  const error = await attempt.then(
    () => null,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(StoreError)
  const { message } = error as StoreError
  expect(message).toContain('status.db')
  expect(message.split('\n')).toHaveLength(1)
  return message
}

/** A file with this content is refused with a message like this, and stays as it is. */
const expectUnchanged = async (content: Buffer, message: RegExp): Promise<void> => {
  writeFileSync(location.file, content)
  expect(await messageOf(location.open())).toMatch(message)
  expect(readFileSync(location.file)).toEqual(content)
}

describe('a file that is no store of ours is left as it is, and the message says what it is:', () => {
  test('text', () =>
    expectUnchanged(Buffer.from('page:\n  name: Not a database\n'.repeat(200)), /not a SQLite database/))
  test('noise', () => expectUnchanged(Buffer.alloc(20_000, 'noise'), /not a SQLite database/))
  test("another program's database", async () => {
    const other = new Database(location.file)
    other.exec('CREATE TABLE customers (id INTEGER)')
    other.close()
    expect(await messageOf(location.open())).toMatch(/another program/)
    const after = new Database(location.file)
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['customers'])
    after.close()
  })
  test("a newer Vigie's", async () => {
    await (await location.open()).close()
    const db = new Database(location.file)
    db.pragma('user_version = 999')
    db.close()
    expect(await messageOf(location.open())).toMatch(/newer Vigie \(schema 999/)
  })
  test('one cut off in the middle', async () => {
    const store = await location.open()
    await store.commit({ checks: checkHistory(20_000) })
    await store.close()
    truncateSync(location.file, Math.floor(statSync(location.file).size / 8192) * 4096 - 100)
    const opening = location.open().then((damaged) => damaged.checks('api-http', '', allTime))
    expect(await messageOf(opening)).toMatch(/damaged/)
  })
  test('a folder', async () => {
    mkdirSync(location.file)
    expect(await messageOf(location.open())).toMatch(/cannot be opened/)
  })
  test.skipIf(process.getuid?.() === 0)('one that may not be written to', async () => {
    await (await location.open()).close()
    chmodSync(location.file, 0o400)
    expect(await messageOf(location.open())).toMatch(/rights/)
  })
})

test('a folder that is missing is made', async () => {
  const store = await openSqliteStore(join(dirname(location.file), 'a', 'b', 'status.db'))
  await store.close()
})

test('an empty file becomes a store', async () => {
  writeFileSync(location.file, '')
  const store = await location.open()
  await store.commit({ checks: [aCheck()] })
})

test('opening is durable, checked and of one schema: WAL, FULL, foreign keys, STRICT tables only', async () => {
  await (await location.open()).commit({ checks: [aCheck()] })
  const db = new Database(location.file)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  const tables = db.pragma('table_list') as { schema: string; name: string; strict: number }[]
  const loose = tables.filter(({ name, strict }) => !name.startsWith('sqlite_') && strict === 0)
  expect(loose).toEqual([])
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})

test('several processes may open a new file at once', async () => {
  const script = `
    import { openSqliteStore } from ${JSON.stringify(join(import.meta.dirname, '../../collector/store/sqlite/open-store.ts'))}
    const store = await openSqliteStore(process.argv[1], { timezone: 'Europe/Paris' })
    await store.commit({ components: [{ component: process.argv[2], firstAt: 1 }] })
    await store.close()`
  const processes = ['a', 'b', 'c', 'd'].map(
    (name) =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [
          '--input-type=module-typescript',
          '-e',
          script,
          location.file,
          name,
        ])
        let output = ''
        child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
        child.on('close', (code) => resolve(code === 0 ? '' : output))
      }),
  )
  expect(await Promise.all(processes)).toEqual(['', '', '', ''])
  const store = await location.open()
  expect([...(await store.components()).keys()].toSorted()).toEqual(['a', 'b', 'c', 'd'])
})

const aPoint = { metric: 'cpu', at: start, value: 1 }

/** A folder of migrations. */
const folderWith = (files: Record<string, string>): string => {
  const folder = join(dirname(location.file), 'migrations')
  mkdirSync(folder)
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
  return folder
}

describe('migrations', () => {
  test('are run in the order of their numbers, each once', () => {
    const folder = folderWith({
      '0001_first.sql': 'CREATE TABLE a (n INTEGER) STRICT; INSERT INTO a VALUES (1);',
      '0002_second.sql': 'ALTER TABLE a ADD COLUMN m INTEGER; UPDATE a SET m = n + 1;',
      'readme.txt': 'not SQL',
    })
    const db = new Database(location.file)
    migrate(db, location.file, migrationsIn(folder).slice(0, 1))
    migrate(db, location.file, migrationsIn(folder))
    migrate(db, location.file, migrationsIn(folder))
    expect(db.prepare('SELECT * FROM a').all()).toEqual([{ n: 1, m: 2 }])
    expect(db.pragma('user_version', { simple: true })).toBe(2)
    db.close()
  })

  test('that fail leave the database at the version before', () => {
    const folder = folderWith({
      '0001_first.sql': 'CREATE TABLE a (n INTEGER) STRICT;',
      '0002_second.sql': 'CREATE TABLE b (n INTEGER) STRICT; INSERT INTO nothing VALUES (1);',
    })
    const db = new Database(location.file)
    expect(() => migrate(db, location.file, migrationsIn(folder))).toThrow('nothing')
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a'])
    db.close()
  })

  test('bring every older database to the newest schema, with all that was in it', async () => {
    const all = migrationsIn(join(import.meta.dirname, '../../collector/store/sqlite/migrations'))
    for (let version = 1; version < all.length; version++) {
      const old = aDatabaseFile()
      const db = new Database(old.file)
      migrate(db, old.file, all.slice(0, version))
      db.prepare("INSERT INTO series (monitor, region, state) VALUES ('api-http', '', ?)").run(
        '{"health":"up"}',
      )
      db.close()
      const store = await old.open()
      expect(await store.series()).toMatchObject([{ monitor: 'api-http', state: { health: 'up' } }])
      await store.commit({ checks: [aCheck()], incidents: [anIncident()], metrics: [aPoint] })
      expect(await store.changeCounts()).toMatchObject({
        checks: 1,
        notices: 1,
        metrics: 1,
        metric_history: 1,
      })
      await old.dispose()
    }
  })

  test('with a number missing or twice are refused', () => {
    const folder = folderWith({ '0001_a.sql': '', '0003_c.sql': '' })
    expect(() => migrationsIn(folder)).toThrow('0003_c.sql should be number 2')
  })
})

describe('a backup', () => {
  test('taken while the store is written to is whole and opens as a store', async () => {
    const store = await location.open()
    await store.commit({ checks: checkHistory(5_000) })
    const copy = join(dirname(location.file), 'copy.db')
    const backup = store.backup(copy)
    for (let n = 0; n < 50; n++)
      await store.commit({ checks: [aDownCheck({ monitor: 'web', at: start + n })] })
    await backup
    const restored = await openSqliteStore(copy)
    expect(await restored.checks('api-http', '', allTime)).toEqual(checkHistory(5_000))
    await restored.close()
    const db = new Database(copy)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })

  test('takes the place of an older one', async () => {
    const store = await location.open()
    const copy = join(dirname(location.file), 'copy.db')
    await store.backup(copy, { overwrite: true })
    await store.commit({ checks: [aCheck()] })
    await store.backup(copy, { overwrite: true })
    const restored = await openSqliteStore(copy)
    expect(await restored.checks('api-http', '', allTime)).toEqual([aCheck()])
    await restored.close()
  })

  test('that cannot be written says so and leaves nothing behind', async () => {
    const store = await location.open()
    const folder = dirname(location.file)
    await expect(store.backup(join(folder, 'missing', 'copy.db'))).rejects.toThrow(/copy\.db.*no folder/)
    mkdirSync(join(folder, 'taken.db'))
    await expect(store.backup(join(folder, 'taken.db'), { overwrite: true })).rejects.toThrow(
      /taken\.db cannot be written/,
    )
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
  })
})
