import { expect, test } from 'vitest'
import { detectRegression } from '../../../collector/core/slo/detect-regression.ts'
import { addTo, emptySketch } from '../../../collector/core/availability/latency-sketch.ts'

const checks = (count: number, took: number) => addTo(emptySketch, Array<number>(count).fill(took))

test('20 % slower is a warning, 50 % critical, 80 % a failure', () => {
  const level = (took: number) => detectRegression(checks(60, took), checks(600, 100)).level
  expect([100, 115, 125, 145, 156, 175, 186].map(level)).toEqual([
    'none',
    'none',
    'warning',
    'warning',
    'critical',
    'critical',
    'failure',
  ])
})

test('nothing is said with fewer than 30 checks on either side', () => {
  expect(detectRegression(checks(29, 500), checks(600, 100))).toMatchObject({
    change: null,
    level: 'unknown',
  })
  expect(detectRegression(checks(30, 500), checks(29, 100)).level).toBe('unknown')
  expect(detectRegression(checks(30, 500), checks(30, 100)).level).toBe('failure')
})

test('answers that take no time at all have no share by which they grew', () => {
  expect(detectRegression(checks(60, 5), checks(60, 0)).level).toBe('unknown')
})
