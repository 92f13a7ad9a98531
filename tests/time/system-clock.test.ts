import { expect, test } from 'vitest'
import { clockDoubt } from '../../collector/time/plausible-clock.ts'
import { type ClockJump, systemClock } from '../../collector/time/system-clock.ts'

const start = Date.UTC(2026, 10, 22, 12)
const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A machine whose clocks the test moves, and a collector's clock on it. */
function aMachine({ behind = 0 } = {}) {
  let wall = start
  let monotonic = 50
  let slept = 0
  const jumps: ClockJump[] = []
  const clock = systemClock(start + behind, (jump) => jumps.push(jump), {
    wall: () => wall,
    monotonic: () => monotonic,
    uptime: () => monotonic + slept + 3 * hour,
  })
  return {
    clock,
    jumps,
    wall: () => wall,
    set: (by: number) => void (wall += by),
    sleep(ms: number) {
      wall += ms
      slept += ms
    },
    /** Live for a while, looking at the clock every second; every look must find a later time than the one before. */
    live(ms: number): number {
      const from = clock.now()
      let last = from
      for (let i = 0; i < ms; i += second) {
        wall += second
        monotonic += second
        const now = clock.now()
        expect(now).toBeGreaterThan(last)
        last = now
      }
      return last - from
    },
  }
}

test.each([hour, -hour, day, -day])('a clock set wrong by %i ms and right again shifts nothing', (by) => {
  const machine = aMachine()
  machine.live(minute)
  machine.set(by)
  expect(machine.live(5 * minute)).toBe(5 * minute)
  machine.set(-by)
  expect(machine.live(minute)).toBe(minute)
  expect(machine.clock.now()).toBe(machine.wall())
  expect(machine.jumps.map((jump) => jump.kind)).toEqual(['doubted'])
})

test('a clock set forward for good is followed after a while, once', () => {
  const machine = aMachine()
  machine.set(hour)
  machine.live(15 * minute)
  expect(machine.clock.now()).toBe(machine.wall())
  expect(machine.jumps.map((jump) => jump.kind)).toEqual(['doubted', 'believed'])
  expect(machine.live(hour)).toBe(hour)
})

test('a clock set back for good is waited for, and caught up with', () => {
  const machine = aMachine()
  machine.set(-hour)
  machine.live(11 * hour)
  expect(Math.abs(machine.clock.now() - machine.wall())).toBeLessThanOrEqual(500)
  expect(machine.live(hour)).toBe(hour)
  expect(machine.jumps.map((jump) => jump.kind)).toEqual(['doubted', 'believed'])
})

test('the time the machine slept has passed', () => {
  const machine = aMachine()
  machine.live(minute)
  machine.sleep(3 * hour)
  expect(machine.clock.now()).toBe(machine.wall())
  expect(machine.jumps).toEqual([{ by: 3 * hour, kind: 'slept' }])
})

test('a clock set while the machine slept passes the sleep only', () => {
  const machine = aMachine()
  machine.sleep(hour)
  machine.set(day)
  expect(machine.clock.now()).toBe(start + hour)
})

test('a machine that starts behind its record goes on from there, and is set right at once', () => {
  const machine = aMachine({ behind: hour })
  expect(machine.clock.now()).toBe(start + hour)
  machine.live(minute)
  machine.set(hour + 20 * minute)
  expect(machine.clock.now()).toBe(machine.wall())
})

test('a clock set years ahead is never followed, and the distance can be asked for', () => {
  const machine = aMachine()
  machine.live(minute)
  expect(machine.clock.lead()).toBe(0)
  machine.set(3_650 * day)
  expect(machine.live(hour)).toBe(hour)
  expect(Math.round(machine.clock.lead() / day)).toBe(-3_650)
  machine.set(-3_650 * day)
  machine.live(minute)
  expect(machine.clock.now()).toBe(machine.wall())
})

test('at a start, a clock is doubted that is months after the last record or well before it', () => {
  const evidence = { now: start, lastRecordedAt: start - hour, lastWrittenAt: start - hour }
  expect(clockDoubt(evidence)).toBe(null)
  expect(clockDoubt({ now: start, lastRecordedAt: 0, lastWrittenAt: null })).toBe(null)
  const ahead = { ...evidence, now: start + 3_650 * day }
  expect(clockDoubt(ahead)).toMatch(/clock says 2036-11-.*3650 days after.*--accept-clock/)
  expect(clockDoubt(ahead, true)).toBe(null)
  // What was imported lately is a record of today, however old the history is.
  expect(clockDoubt({ now: start, lastRecordedAt: start - 400 * day, lastWrittenAt: start - day })).toBe(null)
  const future = { ...evidence, lastRecordedAt: start + 3_650 * day }
  expect(clockDoubt(future, true)).toMatch(/records of 2036-11-.*3650 days later.*vigie discard-future/)
  expect(clockDoubt({ ...evidence, lastRecordedAt: start + hour })).toBe(null)
})
