import { systemClock } from '../../collector/app/system-clock.ts'
import { expect, onTestFinished, test } from 'vitest'
import type { Check, Outcome } from '../../collector/core/monitoring/check.ts'
import type { HeartbeatMonitor, TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { type HealthState, emptyHealthState } from '../../collector/core/monitoring/health-state.ts'
import { createConnectivity } from '../../collector/monitoring/connectivity.ts'
import { createHeartbeats } from '../../collector/monitoring/heartbeats.ts'
import { startStallDetector } from '../../collector/monitoring/stall-detector.ts'
import { runCheck } from '../../collector/monitoring/run-check.ts'

const clock = systemClock()
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Nothing else in this process can run meanwhile. */
const standStill = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
}
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
  const attention = startStallDetector(clock)
  onTestFinished(attention.stop)
  let taken: Check | null = null
  await runCheck(monitor, {
    clock,
    region: '',
    checkStarted: () => {},
    probe,
    isConnected,
    stalledSince: attention.stalledSince,
    record: (check) => (taken = check),
    hasUnconfirmedChange: () => false,
    onOutcome: () => {},
  })
  return taken!
}

test('a target is blamed for what it did', async () => {
  const check = await looked(async () => {
    await sleep(20)
    return down
  })
  expect(check).toMatchObject({ health: 'down', fault: { code: 'timeout' } })
})

test('a probe that timed out because we stood still blames nobody', async () => {
  const check = await looked(async () => {
    await sleep(1)
    standStill(700)
    return down
  })
  expect(check).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
})

test('what answered although we stood still, answered', async () => {
  const check = await looked(async () => {
    await sleep(1)
    standStill(700)
    return { health: 'up', took: 3 }
  })
  expect(check.health).toBe('up')
})

test('a probe that began while we were cut off blames nobody, even if the network is back', async () => {
  let reached = false
  const network = createConnectivity(
    () => Promise.resolve(reached),
    clock,
    () => {},
  )
  await network.isConnected()
  const check = await looked(async () => {
    reached = true
    await sleep(1_100)
    return down
  }, network.isConnected)
  expect(network.isCutOff()).toBe(false)
  expect(check).toMatchObject({ health: 'unknown', fault: { code: 'cut_off' } })
  expect((await looked(() => Promise.resolve(down), network.isConnected)).health).toBe('down')
})

const job: HeartbeatMonitor = {
  kind: 'heartbeat',
  id: 'backup',
  component: 'backup',
  every: 100,
  timeout: 0,
  grace: 20,
  token: 't',
  confirm: { failures: 1, successes: 1, retryEvery: 100 },
}

test('a beat that could not reach us is not missed, and one is expected again once it can', async () => {
  let reachable = false
  const taken: Check[] = []
  let state: HealthState = { ...emptyHealthState, health: 'up', lastAt: Date.now() }
  const beats = createHeartbeats([job], {
    clock,
    region: '',
    state: () => state,
    record(check) {
      taken.push(check)
      state = { ...state, health: 'down', lastAt: check.at }
    },
    reachable: () => Promise.resolve(reachable),
  })
  await sleep(150)
  await beats.recordMissed()
  await sleep(150)
  await beats.recordMissed()
  expect(taken).toEqual([])
  reachable = true
  await sleep(60)
  await beats.recordMissed()
  expect(taken).toEqual([])
  await sleep(80)
  await beats.recordMissed()
  expect(taken.map((check) => check.fault?.code)).toEqual(['missed'])
})
