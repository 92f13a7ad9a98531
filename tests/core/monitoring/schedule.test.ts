import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  firstCheckAt,
  nextCheckAt,
  nextSlot,
  scheduleGridOf,
  isTooLate,
} from '../../../collector/core/monitoring/schedule.ts'

const wall = Date.UTC(2026, 10, 22, 15)

test('slots never drift: each is a whole number of intervals from the first', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 1_000, max: 86_400_000 }),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      (id, every, now) => {
        const slots = scheduleGridOf(id, every, wall, 5_000)
        const next = nextSlot(slots, now)
        expect(next).toBeGreaterThan(now)
        expect(next - now).toBeLessThanOrEqual(every + 1e-6)
        const turns = (next - slots.origin) / every
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-6)
      },
    ),
  )
})

test('a restart keeps the phase of every monitor', () => {
  const before = scheduleGridOf('api-health', 30_000, wall, 1_000)
  const after = scheduleGridOf('api-health', 30_000, wall + 47_000, 0)
  const wallOf = (slots: { origin: number }, at: number, mono: number) =>
    (((at + slots.origin - mono) % 30_000) + 30_000) % 30_000
  expect(wallOf(before, wall, 1_000)).toBeCloseTo(wallOf(after, wall + 47_000, 0), 3)
})

test('a thousand monitors are spread evenly over their interval', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let i = 0; i < 1_000; i++) {
    const { origin } = scheduleGridOf(`monitor-${i}`, 30_000, 0, 0)
    tenths[Math.floor((((origin % 30_000) + 30_000) % 30_000) / 3_000)]!++
  }
  expect(Math.min(...tenths)).toBeGreaterThan(60)
  expect(Math.max(...tenths)).toBeLessThan(150)
})

test('an unconfirmed change is looked at sooner, without moving the grid', () => {
  const slots = { origin: 0, every: 30_000 }
  expect(nextCheckAt(slots, 1_000, true, 5_000)).toBe(6_000)
  expect(nextCheckAt(slots, 28_000, true, 5_000)).toBe(30_000)
  expect(nextCheckAt(slots, 1_000, false, 5_000)).toBe(30_000)
})

test('the first look comes soon', () => {
  for (const id of ['a', 'b', 'api-health']) {
    expect(firstCheckAt(id, 30_000, 100)).toBeLessThan(5_100)
    expect(firstCheckAt(id, 1_000, 100)).toBeLessThan(600)
  }
})

test('what a sleeping machine missed is skipped, what is a little late is not', () => {
  expect(isTooLate(0, 3_600_000, 30_000)).toBe(true)
  expect(isTooLate(0, 400, 1_000)).toBe(false)
  expect(isTooLate(0, 10_000, 30_000)).toBe(false)
})
