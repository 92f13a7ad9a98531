import { systemClock } from '../../collector/app/system-clock.ts'
import { expect, test } from 'vitest'
import type { TcpMonitor } from '../../collector/core/monitoring/monitor.ts'
import { startScheduler } from '../../collector/monitoring/scheduler.ts'

const clock = systemClock()
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
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('every monitor is looked at on its grid, whatever another does', async () => {
  const seen: { id: string; at: number }[] = []
  const lookout = startScheduler([monitor('quick', 100), monitor('stuck', 100)], {
    clock,
    concurrency: 10,
    async check({ id }) {
      seen.push({ id, at: performance.now() })
      if (id === 'stuck') await sleep(2_000)
      return false
    },
  })
  await sleep(1_050)
  await lookout.stop()
  const quick = seen.filter((one) => one.id === 'quick').map((one) => one.at)
  expect(seen.filter((one) => one.id === 'stuck')).toHaveLength(1)
  expect(quick.length).toBeGreaterThanOrEqual(8)
  // All but the very first lie on one grid, 100 ms apart.
  const grid = quick.slice(1)
  for (const at of grid) {
    const off = (at - grid[0]!) % 100
    expect(Math.min(off, 100 - off)).toBeLessThan(40)
  }
})

test('no more probes are under way than allowed, and none is forgotten', async () => {
  let running = 0
  let most = 0
  const seen = new Set<string>()
  const lookout = startScheduler(
    Array.from({ length: 20 }, (_, i) => monitor(`m${i}`, 200)),
    {
      clock,
      concurrency: 3,
      async check({ id }) {
        seen.add(id)
        most = Math.max(most, ++running)
        await sleep(5)
        running--
        return false
      },
    },
  )
  await sleep(600)
  await lookout.stop()
  expect(most).toBeLessThanOrEqual(3)
  expect(seen.size).toBe(20)
})

test('an unconfirmed change is looked at again soon', async () => {
  let looks = 0
  const lookout = startScheduler([monitor('flaky', 400)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(++looks < 5),
  })
  await sleep(700)
  await lookout.stop()
  expect(looks).toBeGreaterThanOrEqual(5)
})

test('after it stopped nothing is looked at', async () => {
  let looks = 0
  const lookout = startScheduler([monitor('m', 50)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(looks++ < 0),
  })
  await sleep(200)
  await lookout.stop()
  const then = looks
  await sleep(150)
  expect(looks).toBe(then)
})
