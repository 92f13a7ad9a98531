import { expect, test } from 'vitest'
import type { TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { sleep } from '../../collector/core/time/clock.ts'
import { startScheduler } from '../../collector/monitoring/scheduler.ts'
import { fakeClock } from '../fake-clock.ts'

const monitor = (id: string, every: number): TcpMonitor => ({
  kind: 'tcp',
  id,
  component: id,
  host: '127.0.0.1',
  port: 1,
  every,
  timeout: 1_000,
  expect: {},
  confirm: { failures: 2, successes: 1, retryEvery: 20 },
})

test('every monitor is checked on its grid, whatever another does', async () => {
  const clock = fakeClock()
  const checked: { id: string; at: number }[] = []
  const scheduler = startScheduler([monitor('quick', 100), monitor('stuck', 100)], {
    clock,
    concurrency: 10,
    async check({ id }) {
      checked.push({ id, at: clock.monotonic() })
      if (id === 'stuck') await sleep(clock, 2_000)
      return false
    },
  })
  await clock.advance(1_050)
  const quick = checked.filter((one) => one.id === 'quick').map((one) => one.at)
  expect(checked.filter((one) => one.id === 'stuck')).toHaveLength(1)
  expect(quick.length).toBeGreaterThanOrEqual(10)
  // All but the very first lie on one grid, 100 ms apart.
  const steps = quick.slice(2).map((at, i) => Math.round(at - quick[i + 1]!))
  expect(new Set(steps)).toEqual(new Set([100]))
  const stopped = scheduler.stop()
  await clock.advance(2_000)
  await stopped
})

test('no more probes run than allowed, and none is forgotten', async () => {
  const clock = fakeClock()
  let running = 0
  let most = 0
  const checked = new Set<string>()
  const scheduler = startScheduler(
    Array.from({ length: 20 }, (_, i) => monitor(`m${i}`, 200)),
    {
      clock,
      concurrency: 3,
      async check({ id }) {
        checked.add(id)
        most = Math.max(most, ++running)
        await sleep(clock, 5)
        running--
        return false
      },
    },
  )
  await clock.advance(600)
  expect(most).toBeLessThanOrEqual(3)
  expect(checked.size).toBe(20)
  const stopped = scheduler.stop()
  await clock.advance(10)
  await stopped
})

test('an unconfirmed change is checked again soon', async () => {
  const clock = fakeClock()
  let checks = 0
  const scheduler = startScheduler([monitor('flaky', 400)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(++checks < 5),
  })
  await clock.advance(200 + 4 * 20)
  expect(checks).toBeGreaterThanOrEqual(5)
  await scheduler.stop()
})

test('a monitor that comes late by more than half its interval is skipped, not caught up', async () => {
  const clock = fakeClock()
  let checks = 0
  const scheduler = startScheduler([monitor('m', 10_000)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(checks++ < 0),
  })
  await clock.advance(5_000)
  expect(checks).toBe(1)
  clock.stall(60_000)
  await clock.advance(0)
  expect(checks).toBe(1)
  await clock.advance(10_000)
  expect(checks).toBe(2)
  await scheduler.stop()
})

test('after it stopped nothing is checked', async () => {
  const clock = fakeClock()
  let checks = 0
  const scheduler = startScheduler([monitor('m', 50)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(checks++ < 0),
  })
  await clock.advance(200)
  await scheduler.stop()
  const before = checks
  await clock.advance(150)
  expect(checks).toBe(before)
  expect(clock.waiting()).toBe(0)
})
