import fc from 'fast-check'
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

test('a monitor is looked at once per slot, however early its timer fires and however soon its target answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 1_000, noNaN: true }),
      fc.integer({ min: 30, max: 4_000 }),
      async (early, lasts, start, every) => {
        const clock = fakeClock(Date.UTC(2026, 10, 1, 12) + Math.floor(start))
        clock.stall(start)
        /** As timers of a machine whose clock and whose timers do not agree. */
        const hasty = { ...clock, after: (delay: number, run: () => void) => clock.after(delay - early, run) }
        const looks: number[] = []
        const scheduler = startScheduler([monitor('near', every)], {
          clock: hasty,
          concurrency: 1,
          async check() {
            looks.push(clock.monotonic())
            if (lasts > 0) await sleep(clock, lasts)
            return false
          },
        })
        await clock.advance(every * 6)
        const stopped = scheduler.stop()
        await clock.advance(10)
        await stopped
        const onGrid = looks.slice(1)
        expect(onGrid.length).toBeGreaterThanOrEqual(4)
        for (const [i, at] of onGrid.slice(1).entries()) expect(at - onGrid[i]!).toBeGreaterThan(every / 2)
      },
    ),
    { numRuns: 60 },
  )
})

test('a new configuration keeps the slots of what stays, and the look that is under way', async () => {
  const clock = fakeClock()
  const looks: string[] = []
  const began = (id: string): number[] =>
    looks.filter((one) => one.startsWith(`${id} `)).map((one) => Number(one.split(' ')[1]))
  const stays = monitor('stays', 1_000)
  const slow = monitor('slow', 1_000)
  const scheduler = startScheduler([stays, slow, monitor('goes', 1_000)], {
    clock,
    concurrency: 10,
    async check({ id, port }) {
      looks.push(`${id} ${clock.monotonic()} ${port}`)
      if (id === 'slow' && port === 1) await sleep(clock, 5_000)
      return false
    },
  })
  await clock.advance(3_300)
  const before = began('goes').length
  const phase = began('stays').at(-1)! % 1_000
  scheduler.update([{ ...stays }, { ...slow, port: 2 }, monitor('comes', 1_000)])
  await clock.advance(10_000)
  expect(began('goes')).toHaveLength(before)
  expect(
    began('stays')
      .slice(1)
      .every((at) => Math.abs((at % 1_000) - phase) < 0.01),
  ).toBe(true)
  expect(began('stays')).toHaveLength(14)
  expect(began('comes').length).toBeGreaterThanOrEqual(10)
  // The look at what it was went on to its end, and nothing overlapped it.
  const ofSlow = looks.filter((one) => one.startsWith('slow '))
  expect(ofSlow.filter((one) => one.endsWith(' 1'))).toHaveLength(1)
  expect(ofSlow.filter((one) => one.endsWith(' 2')).length).toBeGreaterThanOrEqual(6)
  expect(began('slow')[1]! - began('slow')[0]!).toBeGreaterThanOrEqual(5_000)
  await scheduler.stop()
  expect(clock.waiting()).toBe(0)
})

test('a monitor with another interval is looked at soon, and then at the slots of that interval', async () => {
  const clock = fakeClock()
  const looks: number[] = []
  const scheduler = startScheduler([monitor('m', 3_600_000)], {
    clock,
    concurrency: 1,
    check: () => Promise.resolve(looks.push(clock.monotonic()) < 0),
  })
  await clock.advance(10_000)
  scheduler.update([monitor('m', 100)])
  await clock.advance(1_000)
  expect(looks.length).toBeGreaterThanOrEqual(9)
  await scheduler.stop()
})
