import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Interval,
  boundaries,
  clip,
  intersect,
  slices,
  subtract,
  total,
  union,
} from '../../../collector/core/time/interval.ts'

const most = 40
const point = fc.integer({ min: 0, max: most })
const interval: fc.Arbitrary<Interval> = fc.record({ from: point, to: point })
const several = fc.array(interval, { maxLength: 8 })

/** The instants of a list of intervals, one by one: what the arithmetic must agree with. */
function instants(intervals: readonly Interval[]): Set<number> {
  const all = new Set<number>()
  for (const { from, to } of intervals) for (let at = from; at < to; at++) all.add(at)
  return all
}

function isOrderly(intervals: readonly Interval[]): boolean {
  return intervals.every(({ from, to }, i) => from < to && (i === 0 || intervals[i - 1]!.to < from))
}

const holds = (claim: (a: Interval[], b: Interval[]) => void): void => {
  fc.assert(
    fc.property(several, several, (a, b) => {
      claim(a, b)
    }),
  )
}

test('a union holds the same instants, in order, disjoint and as few intervals as possible', () => {
  holds((a) => {
    expect(instants(union(a))).toEqual(instants(a))
    expect(isOrderly(union(a))).toBe(true)
  })
})

test('an intersection holds the instants of both', () => {
  holds((a, b) => {
    expect(instants(intersect(a, b))).toEqual(instants(a).intersection(instants(b)))
    expect(isOrderly(intersect(a, b))).toBe(true)
    expect(intersect(a, b)).toEqual(intersect(b, a))
  })
})

test('a difference holds the instants of the one that are not in the other', () => {
  holds((a, b) => {
    expect(instants(subtract(a, b))).toEqual(instants(a).difference(instants(b)))
    expect(isOrderly(subtract(a, b))).toBe(true)
  })
})

test('what is cut away and what is kept add up to the whole', () => {
  holds((a, b) => {
    expect(total(intersect(a, b)) + total(subtract(a, b))).toBe(total(a))
    expect(total(a)).toBe(instants(a).size)
  })
})

test('clipping keeps what lies inside', () => {
  fc.assert(
    fc.property(several, interval, (a, within) => {
      expect(instants(clip(a, within))).toEqual(instants(a).intersection(instants([within])))
    }),
  )
})

test('slices cover the interval, touch, and no interval begins or ends inside one', () => {
  fc.assert(
    fc.property(several, interval, (a, within) => {
      const pieces = slices(a, within)
      expect(instants(pieces)).toEqual(instants([within]))
      expect(pieces.every(({ from }, i) => i === 0 || pieces[i - 1]!.to === from)).toBe(true)
      for (const at of boundaries(a)) expect(pieces.some(({ from, to }) => from < at && at < to)).toBe(false)
    }),
  )
})

test('two accounts of one outage are counted once', () => {
  expect(
    total([
      { from: 0, to: 10 },
      { from: 5, to: 12 },
    ]),
  ).toBe(12)
})

test('intervals that touch become one, and empty ones vanish', () => {
  const touching = [
    { from: 5, to: 9 },
    { from: 0, to: 5 },
    { from: 7, to: 7 },
    { from: 12, to: 11 },
  ]
  expect(union(touching)).toEqual([{ from: 0, to: 9 }])
})
