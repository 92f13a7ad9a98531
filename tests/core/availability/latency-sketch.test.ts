import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addTo,
  countOf,
  decode,
  emptySketch,
  encode,
  merge,
  mergeAll,
  quantile,
} from '../../../collector/core/availability/latency-sketch.ts'

/** Latencies as they come: 0.1 ms apart, from nothing to a minute and a half, mostly small. */
const latency = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10),
  fc.integer({ min: 1, max: 900_000 }).map((tenths) => tenths / 10),
)
const latencies = fc.array(latency, { maxLength: 300 })

/** The value at the nearest rank, from all of them. */
function exact(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1]!
}

test('every quantile is within one percent of the exact one', () => {
  fc.assert(
    fc.property(
      fc.array(latency, { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const found = quantile(addTo(emptySketch, values), q)!
        const expected = exact(values, q)
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(expected * 0.010_000_001)
      },
    ),
  )
})

test('merging gives the sketch of all values, in any order', () => {
  fc.assert(
    fc.property(latencies, latencies, latencies, (a, b, c) => {
      const [one, two, three] = [a, b, c].map((values) => addTo(emptySketch, values))
      const whole = addTo(emptySketch, [...c, ...a, ...b])
      expect(mergeAll([one!, two!, three!])).toEqual(whole)
      expect(merge(three!, merge(two!, one!))).toEqual(whole)
      expect(addTo(merge(one!, two!), c)).toEqual(whole)
      expect(countOf(whole)).toBe(a.length + b.length + c.length)
    }),
  )
})

test('a sketch read back is the sketch that was written, and the same values write the same bytes', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const sketch = addTo(emptySketch, values)
      expect(decode(encode(sketch))).toEqual(sketch)
      expect(encode(addTo(emptySketch, values.toReversed()))).toEqual(encode(sketch))
    }),
  )
})

test('bins far apart, large counts and many zeros are written too', () => {
  const wide = { zeros: 70_000, keys: [-690, -1, 0, 1, 900], counts: [1, 31, 32, 33, 2 ** 40] }
  expect(decode(encode(wide))).toEqual(wide)
})

test('the empty sketch takes no bytes and has no quantiles', () => {
  expect(encode(emptySketch)).toHaveLength(0)
  expect(decode(new Uint8Array(0))).toEqual(emptySketch)
  expect(quantile(emptySketch, 0.5)).toBe(null)
})

test('95 % are not said to be faster than what only 90 % were', () => {
  const nine = Array.from({ length: 9 }, () => 100)
  expect(quantile(addTo(emptySketch, [...nine, 5_000]), 0.95)).toBeGreaterThan(4_900)
  expect(quantile(addTo(emptySketch, [...nine, 5_000]), 0.9)).toBeLessThan(102)
})

test('a share that floating point makes a little too large asks for no further value', () => {
  expect(0.07 * 100).toBeGreaterThan(7)
  const sketch = addTo(emptySketch, [
    ...Array.from({ length: 7 }, () => 1),
    ...Array.from({ length: 93 }, () => 50),
  ])
  expect(quantile(sketch, 0.07)).toBeLessThan(2)
})

test('adding leaves the sketch that was given as it was', () => {
  const before = addTo(emptySketch, [1, 2, 3])
  const copy = structuredClone(before)
  addTo(before, 2)
  expect(before).toEqual(copy)
  expect(emptySketch).toEqual({ zeros: 0, keys: [], counts: [] })
})

test('what is no latency is refused', () => {
  for (const value of [-1, Number.NaN, Infinity]) expect(() => addTo(emptySketch, value)).toThrow(RangeError)
})

test('bytes that end too early are refused', () => {
  const bytes = encode(addTo(emptySketch, [1, 10, 100]))
  expect(() => decode(bytes.slice(0, 2))).toThrow(RangeError)
})

/** An ordinary hour: around 120 ms, some a good deal slower, the same in every run. */
function ordinaryHour(seed: number): number[] {
  let state = seed
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  return Array.from({ length: 120 }, () => {
    const normal = Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6)
    return Math.round(1_200 * Math.exp(normal * 0.2 + (random() < 0.03 ? 1 : 0))) / 10
  })
}

test('an ordinary hour of 120 checks takes less than 60 bytes', () => {
  for (let seed = 1; seed <= 20; seed++)
    expect(encode(addTo(emptySketch, ordinaryHour(seed))).length).toBeLessThan(60)
})
