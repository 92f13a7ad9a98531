import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acquireLock } from '../../../collector/publishing/release/folder-lock.ts'
import { advanceUntil, fakeClock, settle } from '../../fake-clock.ts'
import { aFolder } from './builders.ts'

const holderText = (holder: { host?: string; pid?: number }): string =>
  JSON.stringify({ host: hostname(), pid: process.ppid, id: 'other', ...holder })
const deadPid = 2 ** 30

test('only one of many holds the lock at a time', async () => {
  const file = join(aFolder(), 'lock')
  let holders = 0
  let most = 0
  const clock = fakeClock()
  const work = async (): Promise<void> => {
    const unlock = await acquireLock(file, clock)
    most = Math.max(most, ++holders)
    await settle()
    holders--
    unlock()
  }
  await advanceUntil(clock, Promise.all(Array.from({ length: 8 }, work)))
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

test('the lock of a living process is respected, and the message says what to do', async () => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, holderText({}))
  const clock = fakeClock()
  await expect(advanceUntil(clock, acquireLock(file, clock))).rejects.toThrow(
    /another process has been publishing here for 30 s.* delete .*lock/,
  )
  expect(readFileSync(file, 'utf8')).toBe(holderText({}))
})

test.each([
  ['of a dead process', holderText({ pid: deadPid }), 0],
  ['with our own process id, from before a restart', holderText({ pid: process.pid }), 0],
  ['of another machine that has been silent for a minute', holderText({ host: 'elsewhere' }), 61_000],
  ['that its maker could not even write', '', 5_000],
])('a lock %s is taken over', async (_, content, age) => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, content)
  const then = new Date(Date.now() - age)
  utimesSync(file, then, then)
  const unlock = await acquireLock(file, fakeClock())
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid })
  unlock()
})

test('a lock of another machine that was renewed lately is respected', async () => {
  const file = join(aFolder(), 'lock')
  writeFileSync(file, holderText({ host: 'elsewhere', pid: deadPid }))
  const clock = fakeClock()
  await expect(advanceUntil(clock, acquireLock(file, clock))).rejects.toThrow(/another process/)
})

test('a holder renews its lock every two seconds, and no longer once it has given it back', async () => {
  const file = join(aFolder(), 'lock')
  const clock = fakeClock()
  const unlock = await acquireLock(file, clock)
  const old = new Date(Date.now() - 50_000)
  for (let n = 0; n < 2; n++) {
    utimesSync(file, old, old)
    await clock.advance(2_000)
    expect(statSync(file).mtimeMs).toBeGreaterThan(old.getTime())
  }
  unlock()
  expect(clock.waiting()).toBe(0)
})
