import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { allChecks, allTime, seededRandom, dayOf, hourOf, comparable, rollupsOf } from './builders.ts'
import { batch } from './crash-batch.ts'
import { aDatabaseFile } from './database-file.ts'

const location = aDatabaseFile()
afterEach(() => location.dispose())

const byMonitor = (a: { monitor: string; at: number }, b: typeof a): number =>
  a.monitor < b.monitor ? -1 : a.monitor > b.monitor ? 1 : a.at - b.at

/** Let a child commit from a batch on and kill it after some time; resolves to the last number it had acknowledged. */
function runUntilKilled(ms: number, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'crash-child.ts'),
      location.file,
      `${from}`,
    ])
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => {
      // The time runs from the first commit on, so that a slow start does not make an empty test.
      if (output === '') setTimeout(() => child.kill('SIGKILL'), ms)
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(errors))
      // The last line may be cut off; what was printed before it was acknowledged.
      else resolve(Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1)))
    })
  })
}

test('what was acknowledged survives kill -9, whole, and nothing by halves', async () => {
  const random = seededRandom(Date.now())
  let next = 0
  for (let round = 0; round < 6; round++) {
    const acknowledged = await runUntilKilled(50 + random() * 350, next)
    const store = await location.open()
    const incidents = (await store.incidents()).map(({ id }) => id)
    // One more may have been committed and not been heard of.
    const committed = incidents.length
    expect(committed).toBeGreaterThan(acknowledged)
    expect(committed).toBeLessThanOrEqual(acknowledged + 2)

    const expected = Array.from({ length: committed }, (_, n) => batch(n))
    const checks = (await allChecks(store)).toSorted(byMonitor)
    expect(checks).toEqual(expected.flatMap((facts) => facts.checks!).toSorted(byMonitor))
    expect((await store.transitions(allTime)).length).toBe(committed)
    expect(comparable(await store.rollups('hour', allTime))).toEqual(comparable(rollupsOf(checks, hourOf)))
    expect(comparable(await store.rollups('day', allTime))).toEqual(comparable(rollupsOf(checks, dayOf)))
    await store.close()

    const db = new Database(location.file)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(
      db.prepare("SELECT count(*) FROM notifications WHERE key LIKE 'notification-%'").pluck().get(),
    ).toBe(committed)
    db.close()
    next = committed
  }
  expect(next).toBeGreaterThan(20)
})
