import { expect, onTestFinished, test } from 'vitest'
import type { Check, Outcome } from '../../collector/core/monitoring/check.ts'
import type { HeartbeatMonitor, TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { type HealthState, emptyHealthState } from '../../collector/core/monitoring/health-state.ts'
import { createConnectivity } from '../../collector/monitoring/connectivity.ts'
import { createHeartbeats } from '../../collector/monitoring/heartbeats.ts'
import { startStallDetector } from '../../collector/monitoring/stall-detector.ts'
import { runCheck } from '../../collector/monitoring/run-check.ts'
import { fakeClock } from '../fake-clock.ts'

const clock = fakeClock()
const monitor: TcpMonitor = {
  kind: 'tcp',
  id: 'a',
  component: 'api',
  host: '127.0.0.1',
  port: 1,
  every: 1_000,
  timeout: 500,
  expect: {},
  confirm: { failures: 1, successes: 1, retryEvery: 1_000 },
}
const down: Outcome = { health: 'down', took: 500, fault: { code: 'timeout', detail: 'no answer in 500 ms' } }

/** Look once with a probe of the test's. */
async function looked(
  probe: () => Promise<Outcome>,
  isConnected: (since: number) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Check> {
  const stallDetector = startStallDetector(clock)
  onTestFinished(stallDetector.stop)
  let taken: Check | null = null
  await runCheck(monitor, {
    clock,
    region: '',
    probe,
    reachability: { isConnected, stalledSince: stallDetector.stalledSince },
    states: { checkStarted: () => {}, hasUnconfirmedChange: () => false },
    recorder: { record: (check) => (taken = check) },
    onOutcome: () => {},
  })
  return taken!
}

test('a failure of the target is recorded as it is', async () => {
  const check = await looked(async () => {
    await clock.advance(20)
    return down
  })
  expect(check).toMatchObject({ health: 'down', fault: { code: 'timeout' } })
})

test('a probe that timed out while this process was stalled is unknown', async () => {
  const check = await looked(async () => {
    await clock.advance(1)
    clock.stall(700)
    return down
  })
  expect(check).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
})

test('what answered although this process was stalled, answered', async () => {
  const check = await looked(async () => {
    await clock.advance(1)
    clock.stall(700)
    return { health: 'up', took: 3 }
  })
  expect(check.health).toBe('up')
})

test('a probe that began while the network was unreachable is unknown, even if it is back', async () => {
  let reached = false
  const network = createConnectivity(() => Promise.resolve(reached), clock)
  await network.isConnected()
  const check = await looked(async () => {
    reached = true
    await clock.advance(1_100)
    return down
  }, network.isConnected)
  expect(network.isCutOff()).toBe(false)
  expect(check).toMatchObject({ health: 'unknown', fault: { code: 'cut_off' } })
  await clock.advance(1)
  expect((await looked(() => Promise.resolve(down), network.isConnected)).health).toBe('down')
})

const job: HeartbeatMonitor = {
  kind: 'heartbeat',
  timezone: 'UTC',
  id: 'backup',
  component: 'backup',
  every: 100,
  timeout: 0,
  grace: 20,
  lasts: 60_000,
  token: 't',
  confirm: { failures: 1, successes: 1, retryEvery: 100 },
}

test('a beat that could not reach us is not missed, and one is expected again once it can', async () => {
  let reachable = false
  const taken: Check[] = []
  let state: HealthState = { ...emptyHealthState, health: 'up', lastAt: clock.now() }
  const beats = createHeartbeats([job], {
    clock,
    region: '',
    state: () => state,
    record(check) {
      taken.push(check)
      state = { ...state, health: 'down', lastAt: check.at }
    },
    reachable: () => Promise.resolve(reachable),
    lastWorkedAt: null,
    startedJobs: new Map(),
    recordStart: () => Promise.resolve(),
    onNeverHeard: () => {},
  })
  await clock.advance(150)
  await beats.recordMissed()
  await clock.advance(150)
  await beats.recordMissed()
  expect(taken).toEqual([])
  reachable = true
  await clock.advance(60)
  await beats.recordMissed()
  expect(taken).toEqual([])
  await clock.advance(80)
  await beats.recordMissed()
  expect(taken.map((check) => check.fault?.code)).toEqual(['missed'])
})

test('a job that began and does not end is down after the time it may last, and says so', async () => {
  const taken: Check[] = []
  let state: HealthState = { ...emptyHealthState, health: 'up', lastAt: clock.now() }
  const long = { ...job, every: 3_600_000, lasts: 60_000 }
  const beats = createHeartbeats([long], {
    clock,
    region: '',
    state: () => state,
    record(check) {
      taken.push(check)
      state = { ...state, health: check.health === 'up' ? 'up' : 'down', lastAt: check.at }
    },
    reachable: () => Promise.resolve(true),
    lastWorkedAt: null,
    startedJobs: new Map(),
    recordStart: () => Promise.resolve(),
    onNeverHeard: () => {},
  })
  await beats.receive(long, 'start')
  const begun = clock.now()
  await clock.advance(59_000)
  await beats.recordMissed()
  expect(taken).toEqual([])
  await clock.advance(2_000)
  await beats.recordMissed()
  await beats.recordMissed()
  expect(taken).toMatchObject([
    {
      at: begun + 60_000,
      health: 'down',
      fault: { code: 'missed', detail: 'the job began and had not ended after 1m' },
    },
  ])
  await beats.receive(long, 3)
  await beats.receive(long, 0)
  expect(taken.slice(1)).toMatchObject([
    { health: 'down', fault: { code: 'failed', detail: 'the job ended with exit code 3' } },
    { health: 'up' },
  ])
})

test('a job that has never been heard of is reported once, when its first beat was due', async () => {
  const logLines: string[] = []
  const beats = createHeartbeats([job], {
    clock,
    region: '',
    state: () => emptyHealthState,
    record: () => {},
    reachable: () => Promise.resolve(true),
    lastWorkedAt: null,
    startedJobs: new Map(),
    recordStart: () => Promise.resolve(),
    onNeverHeard: ({ id }) => logLines.push(id),
  })
  await beats.recordMissed()
  await clock.advance(job.every + job.grace + 1)
  await beats.recordMissed()
  await beats.recordMissed()
  expect(logLines).toEqual(['backup'])
})

test('a job that began before a restart is held to its end, unless that may have come while nobody listened', async () => {
  const long = { ...job, every: 3_600_000, lasts: 60_000, grace: 10_000 }
  const missedAfter = async (stoppedFor: number): Promise<readonly number[]> => {
    const taken: Check[] = []
    const begunAt = clock.now() - 40_000 - Math.max(0, stoppedFor - 30_000)
    const beats = createHeartbeats([long], {
      clock,
      region: '',
      state: () => ({ ...emptyHealthState, health: 'up', lastAt: begunAt - 1_000 }),
      record: (check) => taken.push(check),
      reachable: () => Promise.resolve(true),
      lastWorkedAt: clock.now() - stoppedFor,
      startedJobs: new Map([[long.id, begunAt]]),
      recordStart: () => Promise.resolve(),
      onNeverHeard: () => {},
    })
    await clock.advance(24_000)
    await beats.recordMissed()
    expect(taken).toEqual([])
    await clock.advance(2_000)
    await beats.recordMissed()
    return taken.map(({ at }) => at - begunAt)
  }
  expect(await missedAfter(5_000)).toEqual([65_000])
  expect(await missedAfter(70_000)).toEqual([])
})
