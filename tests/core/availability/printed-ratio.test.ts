import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printed, printedMean } from '../../../collector/core/availability/printed-ratio.ts'

test('two decimals below 99.9, three from there, all floored', () => {
  expect(printed(180_000, 86_400_000)).toBe('99.79')
  expect(printed(240_000, 2_592_000_000)).toBe('99.990')
  expect(printed(1, 1_000)).toBe('99.900')
  expect(printed(101, 100_000)).toBe('99.89')
  expect(printed(1, 3)).toBe('66.66')
  expect(printed(1_000, 1_000)).toBe('0.00')
  expect(printed(999, 1_000)).toBe('0.10')
})

test('100 is printed only where nothing was down', () => {
  expect(printed(0, 1)).toBe('100')
  expect(printed(1, 10 ** 12)).toBe('99.999')
})

test('nothing observed prints nothing', () => {
  expect(printed(0, 0)).toBe(null)
  expect(printedMean([])).toBe(null)
  expect(printedMean([{ down: 0, observed: 0 }])).toBe(null)
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
        expect(printed(down, observed)).toBe(digits >= 99_900n ? whole : whole.slice(0, -1))
      },
    ),
  )
})

test('a group of equals reads as each of its components does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 11 }), fc.nat(10 ** 6), (observed, lost) => {
      const ratio = { down: Math.min(lost, observed), observed }
      expect(printedMean([ratio])).toBe(printed(ratio.down, ratio.observed))
      expect(printedMean([ratio, ratio, ratio])).toBe(printed(ratio.down, ratio.observed))
    }),
  )
})

test('each component weighs the same in a mean, however long it was observed', () => {
  const month = { down: 0, observed: 2_592_000_000 }
  const minute = { down: 60_000, observed: 60_000 }
  expect(printedMean([month, minute])).toBe('50.00')
  expect(printedMean([month, { down: 0, observed: 0 }])).toBe('100')
})

test('a hundred components, one of them down for a millisecond, do not print 100', () => {
  const whole = Array.from({ length: 99 }, () => ({ down: 0, observed: 7_776_000_000 }))
  expect(printedMean([...whole, { down: 1, observed: 7_776_000_000 }])).toBe('99.999')
})
