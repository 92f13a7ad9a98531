import { expect, onTestFinished, test } from 'vitest'
import { createCertificateRecorder } from '../../collector/alerts/certificate-recorder.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Facts } from '../../collector/store/facts.ts'
import { fakeClock } from '../fake-clock.ts'
import { day, second } from './alert-fixture.ts'

async function aRecorder() {
  const clock = fakeClock()
  const store = await openSqliteStore(':memory:', { clock })
  onTestFinished(() => store.close())
  let commits = 0
  let isFull = false
  const writer = {
    commit(facts: Facts) {
      commits++
      return isFull ? Promise.reject(new Error('disk full')) : store.commit(facts)
    },
  }
  const recorder = createCertificateRecorder(writer, clock)
  const seen = async () =>
    (await store.latestCertificates()).map(({ monitor, expiresAt }) => [monitor, expiresAt])
  return { clock, recorder, seen, commits: () => commits, setFull: (full: boolean) => void (isFull = full) }
}

test('a certificate is written when it changes, not at each check, and servers that take turns do not write all the time', async () => {
  const { clock, recorder, seen, commits } = await aRecorder()
  const expiresAt = clock.now() + 90 * day
  for (let i = 0; i < 60; i++) {
    recorder.observe('api', { certificateExpiresAt: expiresAt })
    recorder.observe('tcp', {})
    await recorder.flush()
    await clock.advance(second)
  }
  expect([await seen(), commits()]).toEqual([[['api', expiresAt]], 1])
  for (let i = 0; i < 60; i++) {
    recorder.observe('api', { certificateExpiresAt: expiresAt + (i % 2) })
    await recorder.flush()
    await clock.advance(second)
  }
  expect(commits()).toBeLessThanOrEqual(7)
})

test('what could not be written is written later', async () => {
  const { clock, recorder, seen, setFull } = await aRecorder()
  setFull(true)
  recorder.observe('api', { certificateExpiresAt: clock.now() + day })
  await expect(recorder.flush()).rejects.toThrow('disk full')
  setFull(false)
  await recorder.flush(true)
  expect(await seen()).toEqual([['api', clock.now() + day]])
})
