import { expect, test } from 'vitest'
import type { KnownHealth } from '../../collector/core/monitoring/health.ts'
import { createHealthLog } from '../../collector/monitoring/health-log.ts'

/** The log with nothing known of faults, unless a test says so. */
const healthLogOf = (before: ReadonlyMap<string, KnownHealth>) => {
  const log = createHealthLog(before)
  return (transitions: ReturnType<typeof change>[], faults: ReadonlyMap<string, string> = new Map()) =>
    log(transitions, faults)
}

const change = (monitor: string, health: KnownHealth) => ({ monitor, region: '', at: 0, seenAt: 0, health })

test('what breaks and what recovers is told; that all is well from the beginning is not', () => {
  const healthLog = healthLogOf(new Map())
  expect(healthLog([change('a', 'up')])).toEqual([])
  const faults = new Map([['a', 'answered 503, expected 200 to 299']])
  expect(healthLog([change('a', 'down')], faults)).toEqual([
    { level: 'warn', text: 'a is down: answered 503, expected 200 to 299' },
  ])
  expect(healthLog([change('a', 'up')])).toEqual([{ level: 'info', text: 'a is up' }])
})

test('a gap is no news, and neither is what is the same after it', () => {
  const healthLog = healthLogOf(new Map([['b', 'down']]))
  expect(healthLog([change('a', 'unknown'), change('b', 'unknown')])).toEqual([])
  expect(healthLog([change('a', 'up'), change('b', 'down')])).toEqual([])
  expect(healthLog([change('b', 'up')])).toEqual([{ level: 'info', text: 'b is up' }])
})

test('many at once are counted', () => {
  const healthLog = healthLogOf(new Map())
  const lines = healthLog(Array.from({ length: 1_000 }, (_, i) => change(`m${i}`, 'down')))
  expect(lines).toEqual([{ level: 'warn', text: 'm0, m1, m2, m3, m4 and 995 more are down' }])
})

test('what fell and rose within one line of the log is reported as it is now', () => {
  const healthLog = healthLogOf(new Map())
  expect(healthLog([change('a', 'down'), change('a', 'up')])).toEqual([{ level: 'info', text: 'a is up' }])
})
