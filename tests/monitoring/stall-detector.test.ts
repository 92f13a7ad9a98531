import { expect, onTestFinished, test } from 'vitest'
import { startStallDetector } from '../../collector/monitoring/stall-detector.ts'
import { fakeClock } from '../fake-clock.ts'

function aDetector() {
  const clock = fakeClock()
  const reported: number[] = []
  const detector = startStallDetector(clock, (lasted) => reported.push(lasted))
  onTestFinished(detector.stop)
  return { clock, reported, detector }
}

test('a process that did not get to run is reported, and discards what it missed', async () => {
  const { clock, reported, detector } = aDetector()
  const since = clock.monotonic()
  clock.stall(5_000)
  await clock.advance(100)
  expect(detector.stalledSince(since, 4_000)).toBe(true)
  expect(reported).toEqual([expect.closeTo(5_000, -3)])
})

test('a clock that goes forward by itself is a gap, and no stall of the event loop', async () => {
  const { clock, reported, detector } = aDetector()
  const since = clock.monotonic()
  clock.set(clock.now() + 3_600_000)
  await clock.advance(100)
  expect(detector.stalledSince(since, 60_000)).toBe(true)
  expect(reported).toEqual([])
})
