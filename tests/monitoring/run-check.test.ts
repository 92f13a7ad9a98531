import { expect, onTestFinished, test } from 'vitest'
import type { Check, Outcome } from '../../collector/core/monitoring/check.ts'
import type { HeartbeatMonitor, TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { type FoldState, emptyFold } from '../../collector/core/monitoring/timeline.ts'
import { connectivity } from '../../collector/monitoring/connectivity.ts'
import { heartbeats } from '../../collector/monitoring/heartbeats.ts'
import { pulse } from '../../collector/monitoring/stall-detector.ts'
import { watch } from '../../collector/monitoring/run-check.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
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
  connected: (since: number) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Check> {
  const attention = pulse(clock)
  onTestFinished(attention.stop)
  let taken: Check | null = null
  await watch(monitor, {
    clock,
    region: '',
    looking: () => {},
    probe,
    connected,
    stoodStill: attention.stoodStill,
    take: (check) => (taken = check),
    unconfirmed: () => false,
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
  const network = connectivity(
    () => Promise.resolve(reached),
    clock,
    () => {},
  )
  await network.connected()
  const check = await looked(async () => {
    reached = true
    await sleep(1_100)
    return down
  }, network.connected)
  expect(network.cutOff()).toBe(false)
  expect(check).toMatchObject({ health: 'unknown', fault: { code: 'cut_off' } })
  expect((await looked(() => Promise.resolve(down), network.connected)).health).toBe('down')
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
  let state: FoldState = { ...emptyFold, health: 'up', lastAt: Date.now() }
  const beats = heartbeats([job], {
    clock,
    region: '',
    state: () => state,
    take(check) {
      taken.push(check)
      state = { ...state, health: 'down', lastAt: check.at }
    },
    reachable: () => Promise.resolve(reachable),
  })
  await sleep(150)
  await beats.pass()
  await sleep(150)
  await beats.pass()
  expect(taken).toEqual([])
  reachable = true
  await sleep(60)
  await beats.pass()
  expect(taken).toEqual([])
  await sleep(80)
  await beats.pass()
  expect(taken.map((check) => check.fault?.code)).toEqual(['missed'])
})
