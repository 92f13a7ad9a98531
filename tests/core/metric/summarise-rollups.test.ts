import { expect, test } from 'vitest'
import { summariseRollups } from '../../../collector/core/metric/summarise-rollups.ts'
import { addTo, emptySketch } from '../../../collector/core/availability/latency-sketch.ts'

const rollup = (at: number, ...values: number[]) => ({
  at,
  count: values.length,
  sum: values.reduce((so, one) => so + one, 0),
  min: Math.min(...values),
  max: Math.max(...values),
  last: values.at(-1)!,
  lastAt: at + values.length,
  sketch: addTo(emptySketch, values),
})

test('a mean weighs every point the same, whatever hour it fell in', () => {
  expect(summariseRollups('mean', [rollup(0, 1, 2, 3), rollup(10, 10)])).toMatchObject({
    value: 4,
    points: 4,
  })
  expect(summariseRollups('last', [rollup(10, 10), rollup(0, 1, 2, 3)])).toMatchObject({ value: 10 })
})

test('P95 never lies beyond what was measured', () => {
  for (const value of [1216, 0.0137, 99, 1])
    expect(summariseRollups('mean', [rollup(0, value)])).toMatchObject({ p95: value, min: value, max: value })
})

test('without points nothing is known', () => {
  expect(summariseRollups('sum', [])).toEqual({ value: null, min: null, max: null, p95: null, points: 0 })
})
