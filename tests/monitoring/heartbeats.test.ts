import { expect, test } from 'vitest'
import type { Check } from '../../collector/core/monitoring/check.ts'
import type { HeartbeatMonitor } from '../../collector/core/monitoring/monitor.ts'
import { type HealthState, emptyHealthState } from '../../collector/core/monitoring/health-state.ts'
import { type HeartbeatDeps, createHeartbeats } from '../../collector/monitoring/heartbeats.ts'
import { fakeClock } from '../fake-clock.ts'

const minute = 60_000
const job: HeartbeatMonitor = {
  kind: 'heartbeat',
  timezone: 'UTC',
  id: 'backup',
  component: 'backup',
  every: 60 * minute,
  timeout: 0,
  grace: 10 * minute,
  lasts: 10 * minute,
  token: 'sesame-sesame',
  confirm: { failures: 1, successes: 1, retryEvery: minute },
}

/** A collector that has just heard a beat of the job, with its checks since, in minutes. */
function listening(monitor: HeartbeatMonitor, deps: Partial<HeartbeatDeps> = {}) {
  const clock = fakeClock()
  const began = clock.now()
  const checks: Check[] = []
  let state: HealthState = { ...emptyHealthState, health: 'up', lastAt: began }
  const beats = createHeartbeats([monitor], {
    clock,
    region: '',
    state: () => state,
    record(check) {
      checks.push(check)
      state = { ...state, health: check.health === 'up' ? 'up' : 'down', lastAt: check.at }
    },
    reachable: () => Promise.resolve(true),
    lastWorkedAt: null,
    startedJobs: new Map(),
    recordStart: () => Promise.resolve(),
    onNeverHeard: () => {},
    ...deps,
  })
  return {
    beats,
    clock,
    /** Let so many minutes pass, as a collector that looks every minute. */
    async wait(minutes: number) {
      for (let passed = 0; passed < minutes; passed++) {
        await clock.advance(minute)
        await beats.recordMissed()
      }
    },
    seen: () => checks.map(({ at, health, fault }) => [(at - began) / minute, health, fault?.detail]),
    took: () => checks.map(({ took }) => took),
  }
}

test('a job that began and does not end within its grace is down', async () => {
  const { beats, wait, seen } = listening(job)
  await wait(20)
  await beats.receive(job, 'start')
  await wait(11)
  expect(seen()).toEqual([[30, 'down', 'the job began and had not ended after 10m']])
})

test('a job that began in time has what it lasts, however little its grace is', async () => {
  const long = { ...job, lasts: 45 * minute }
  const { beats, wait, seen, took } = listening(long)
  await wait(62)
  await beats.receive(long, 'start')
  await wait(44)
  await beats.receive(long, 'ok')
  expect(seen()).toEqual([[106, 'up', undefined]])
  expect(took()).toEqual([44 * minute])
})

test('a second start is another run, and one after the other without an end is no beat', async () => {
  const { beats, wait, seen } = listening(job)
  await beats.receive(job, 'start')
  for (let run = 0; run < 20; run++) {
    await wait(5)
    await beats.receive(job, 'start')
  }
  expect(seen()).toEqual([[70, 'down', 'no beat in time']])
})

test('a second run of a job that was interrupted ends it', async () => {
  const { beats, wait, seen } = listening(job)
  await beats.receive(job, 'start')
  await wait(8)
  await beats.receive(job, 'start')
  await wait(8)
  await beats.receive(job, 'ok')
  await wait(60)
  expect(seen()).toEqual([[16, 'up', undefined]])
})

test('a job that fails, with a start or without, is down at once, and what it ran is measured', async () => {
  const { beats, wait, seen, took } = listening(job)
  await beats.receive(job, 'fail')
  await beats.receive(job, 'start')
  await wait(2)
  await beats.receive(job, 9)
  await wait(20)
  expect(seen()).toEqual([
    [0, 'down', 'the job said that it failed'],
    [2, 'down', 'the job ended with exit code 9'],
  ])
  expect(took()).toEqual([null, 2 * minute])
})

test('a job that ends after it was given up is up again, with how long it ran', async () => {
  const { beats, wait, seen, took } = listening(job)
  await beats.receive(job, 'start')
  await wait(15)
  await beats.receive(job, 'ok')
  expect(seen().map(([at, health]) => [at, health])).toEqual([
    [10, 'down'],
    [15, 'up'],
  ])
  expect(took()).toEqual([null, 15 * minute])
})

test('a job whose first signal ever is a start that never ends is down; so is one that begins for ever', async () => {
  const unknown = { state: () => emptyHealthState }
  const once = listening(job, unknown)
  await once.beats.receive(job, 'start')
  await once.wait(11)
  expect(once.seen()).toEqual([[10, 'down', 'the job began and had not ended after 10m']])
  const looping = listening(job, unknown)
  for (let run = 0; run < 15; run++) {
    await looping.beats.receive(job, 'start')
    await looping.wait(5)
  }
  expect(looping.seen()[0]).toEqual([70, 'down', 'no beat in time'])
})

test('being cut off before a job began does not excuse that it never ends', async () => {
  const asked: number[] = []
  const { beats, clock, wait } = listening(job, {
    reachable: (since) => Promise.resolve((asked.push(since), true)),
  })
  await wait(20)
  await beats.receive(job, 'start')
  const begun = clock.monotonic()
  await wait(10)
  expect(asked).toEqual([begun])
})

test('another configuration holds for a job that runs; another token is another job', async () => {
  const { beats, wait, seen } = listening(job)
  await beats.receive(job, 'start')
  const longer = { ...job, lasts: 30 * minute }
  beats.update([longer])
  await wait(29)
  expect(seen()).toEqual([])
  await wait(2)
  expect(seen()).toEqual([[30, 'down', 'the job began and had not ended after 30m']])
  await beats.receive(longer, 'ok')
  await beats.receive(longer, 'start')
  beats.update([{ ...longer, token: 'another-token' }])
  await wait(40)
  expect(seen()).toHaveLength(2)
})
