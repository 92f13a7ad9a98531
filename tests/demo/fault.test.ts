import { expect, test } from 'vitest'
import { faultAt, latencyAt } from '../../collector/demo/services/fault.ts'

const minute = 60_000
const service = {
  latency: 40,
  faults: [
    { kind: 'slow', every: 10 * minute, after: 3 * minute, lasts: minute },
    { kind: 'refused', every: 60 * minute, after: 59 * minute, lasts: 2 * minute },
  ],
} as const

const at = (minutes: number): unknown => faultAt(service, minutes * minute)

test('a fault begins, lasts and comes back as written, its end left out', () => {
  expect([1.5, 2.99, 4].map(at)).toEqual([null, null, null])
  expect([3, 3.99, 13, 1_003].map(at)).toEqual(['slow', 'slow', 'slow', 'slow'])
})

test('a fault may reach into the next period, and before the epoch the schedule is the same', () => {
  expect([59, 60.5, 61].map(at)).toEqual(['refused', 'refused', null])
  expect([-7, -0.5, -2].map(at)).toEqual(['slow', 'refused', null])
})

test('the time an answer takes swings about the usual and is the same each time', () => {
  for (let now = 0; now < 60 * minute; now += 7_919) {
    const latency = latencyAt(service, now)
    expect(latency).toBe(latencyAt(service, now))
    if (faultAt(service, now) === 'slow') expect(latency).toBe(3_000)
    else expect(Math.abs(latency - 40)).toBeLessThanOrEqual(14)
  }
})
