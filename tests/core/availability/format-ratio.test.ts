import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRatio, formatMeanRatio } from '../../../collector/core/availability/format-ratio.ts'

test('two decimals below 99.9, three from there, all floored', () => {
  expect(formatRatio(180_000, 86_400_000)).toBe('99.79')
  expect(formatRatio(240_000, 2_592_000_000)).toBe('99.990')
  expect(formatRatio(1, 1_000)).toBe('99.900')
  expect(formatRatio(101, 100_000)).toBe('99.89')
  expect(formatRatio(1, 3)).toBe('66.66')
  expect(formatRatio(1_000, 1_000)).toBe('0.00')
  expect(formatRatio(999, 1_000)).toBe('0.10')
})

test('100 is printed only where nothing was down', () => {
  expect(formatRatio(0, 1)).toBe('100')
  expect(formatRatio(1, 10 ** 12)).toBe('99.999')
})

test('nothing observed prints nothing', () => {
  expect(formatRatio(0, 0)).toBe(null)
  expect(formatMeanRatio([])).toBe(null)
  expect(formatMeanRatio([{ down: 0, observed: 0 }])).toBe(null)
})

test('what is printed is the exact floor, to the last millisecond of thirty years', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (observed, share) => {
        const down = Math.max(1, Math.round(observed * share))
        const digits = (BigInt(observed - down) * 100_000n) / BigInt(observed)
        const whole = `${digits / 1000n}.${String(digits % 1000n).padStart(3, '0')}`
        expect(formatRatio(down, observed)).toBe(digits >= 99_900n ? whole : whole.slice(0, -1))
      },
    ),
  )
})

test('a group of equals reads as each of its components does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 11 }), fc.nat(10 ** 6), (observed, lost) => {
      const ratio = { down: Math.min(lost, observed), observed }
      expect(formatMeanRatio([ratio])).toBe(formatRatio(ratio.down, ratio.observed))
      expect(formatMeanRatio([ratio, ratio, ratio])).toBe(formatRatio(ratio.down, ratio.observed))
    }),
  )
})

test('each component weighs the same in a mean, however long it was observed', () => {
  const month = { down: 0, observed: 2_592_000_000 }
  const minute = { down: 60_000, observed: 60_000 }
  expect(formatMeanRatio([month, minute])).toBe('50.00')
  expect(formatMeanRatio([month, { down: 0, observed: 0 }])).toBe('100')
})

test('a hundred components, one of them down for a millisecond, do not print 100', () => {
  const whole = Array.from({ length: 99 }, () => ({ down: 0, observed: 7_776_000_000 }))
  expect(formatMeanRatio([...whole, { down: 1, observed: 7_776_000_000 }])).toBe('99.999')
})
