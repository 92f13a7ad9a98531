import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendCheck, type Pack, type SeriesCheck, unpackChecks } from '../../collector/store/check-packs.ts'

const healths = ['up', 'degraded', 'down', 'unknown'] as const
const codes = ['timeout', 'status', 'cut_off'] as const
const aFault = fc.record({
  code: fc.constantFrom(...codes),
  // Few different ones, so that some are repeated.
  detail: fc.oneof(
    fc.constantFrom('', 'a', 'two words', 'é🚧'),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
  ),
})
const checksOf = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 10 ** 12 })),
      health: fc.constantFrom(...healths),
      took: fc.oneof(
        fc.constant(null),
        fc.integer({ min: 0, max: 10 ** 11 }).map((tenths) => tenths / 10),
      ),
      fault: fc.option(aFault, { nil: undefined }),
      every: fc.option(fc.constantFrom(60_000, 300_000, 86_400_000), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => {
    let at = -(10 ** 12)
    return list.map(({ gap, health, took, fault, every }): SeriesCheck => {
      at += gap
      return {
        at,
        health,
        took,
        ...(fault !== undefined && { fault }),
        ...(every !== undefined && { every }),
      }
    })
  })

const packOf = (checks: readonly SeriesCheck[]): Pack => {
  let pack: Pack | null = null
  for (const check of checks) pack = appendCheck(pack, check)
  return pack!
}

test('a pack gives back what was put in, whatever it was', () => {
  fc.assert(
    fc.property(checksOf, (checks) => {
      const pack = packOf(checks)
      expect(unpackChecks(pack.from, pack.bytes)).toEqual(checks)
      expect(pack).toMatchObject({ from: checks[0]!.at, last: checks.at(-1)!.at, count: checks.length })
    }),
    { numRuns: 500 },
  )
})

test('an ordinary check takes four bytes at most', () => {
  const checks = Array.from({ length: 64 }, (_, i) => ({
    at: i * 30_000 + ((i * 37) % 100),
    health: 'up' as const,
    took: 20 + ((i * 71) % 700),
  }))
  expect(packOf(checks).bytes.length / 64).toBeLessThanOrEqual(4)
})

test('a fault that repeats is written once', () => {
  const fault = { code: 'timeout' as const, detail: 'x'.repeat(200) }
  const checks = Array.from({ length: 50 }, (_, i): SeriesCheck => ({
    at: i * 5_000,
    health: 'down',
    took: null,
    fault,
  }))
  expect(packOf(checks).bytes.length).toBeLessThan(450)
})

test('a check that does not come after the last is refused', () => {
  const pack = packOf([{ at: 10, health: 'up', took: 1 }])
  expect(() => appendCheck(pack, { at: 10, health: 'up', took: 1 })).toThrow(RangeError)
})

test('a pack that was cut off is told from a whole one', () => {
  const pack = packOf([{ at: 10, health: 'up', took: 100 }])
  expect(() => unpackChecks(10, pack.bytes.subarray(0, 1))).toThrow(RangeError)
})
