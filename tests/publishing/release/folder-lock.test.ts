import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lock } from '../../../collector/publishing/release/folder-lock.ts'
import { aFolder } from './builders.ts'

const aHolder = (holder: { host?: string; pid?: number }): string =>
  JSON.stringify({ host: hostname(), pid: process.ppid, id: 'other', ...holder })
const nobody = 2 ** 30

test('only one of many holds the lock at a time', async () => {
  const file = join(aFolder(), 'lock')
  let holders = 0
  let most = 0
  const work = async (): Promise<void> => {
    const unlock = await lock(file)
    most = Math.max(most, ++holders)
    await new Promise((resolve) => setTimeout(resolve, 2))
    holders--
    unlock()
  }
  await Promise.all(Array.from({ length: 8 }, work))
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

test('the lock of a living process is respected, and the message says what to do', async () => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, aHolder({}))
  await expect(lock(file, { patience: 60 })).rejects.toThrow(
    /another process has been publishing here .* delete .*lock/,
  )
  expect(readFileSync(file, 'utf8')).toBe(aHolder({}))
})

test.each([
  ['of a dead process', aHolder({ pid: nobody }), 0],
  ['with our own process id, from before a restart', aHolder({ pid: process.pid }), 0],
  ['of another machine that has been silent for a minute', aHolder({ host: 'elsewhere' }), 61_000],
  ['that its maker could not even write', '', 5_000],
])('a lock %s is taken over', async (_, content, age) => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, content)
  const then = new Date(Date.now() - age)
  utimesSync(file, then, then)
  const unlock = await lock(file, { patience: 100 })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid })
  unlock()
})

test('a lock of another machine that was renewed lately is respected', async () => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, aHolder({ host: 'elsewhere', pid: nobody }))
  await expect(lock(file, { patience: 60 })).rejects.toThrow(/another process/)
})
