import { expect, test } from 'vitest'
import { explain } from '../../../collector/core/explain/explain.ts'
import type { CountedWindow, Evidence } from '../../../collector/core/explain/explanation.ts'
import { defaultWeights } from '../../../collector/core/availability/availability.ts'

const at = (text: string): number => Date.parse(`2026-11-0${text}Z`)
const aWindow = (from: number, to: number, more: Partial<CountedWindow> = {}): CountedWindow => ({
  id: 'w1',
  title: 'Work',
  class: 'weekly',
  from,
  to,
  noticeGiven: 48 * 3_600_000,
  noticeDue: 24 * 3_600_000,
  late: false,
  cancelled: false,
  excluded: [{ from, to }],
  ...more,
})
const evidence: Evidence = {
  firstAt: at('1T06:00'),
  goneAt: null,
  slices: [
    { from: at('1T00:00'), to: at('1T06:00'), status: 'unknown' },
    { from: at('1T06:00'), to: at('1T23:50'), status: 'operational' },
    { from: at('1T23:50'), to: at('2T00:20'), status: 'partial_outage' },
    { from: at('2T00:20'), to: at('2T10:00'), status: 'operational' },
    { from: at('2T10:00'), to: at('2T11:00'), status: 'unknown' },
    { from: at('2T11:00'), to: at('3T00:00'), status: 'operational' },
  ],
  windows: [aWindow(at('2T00:10'), at('2T10:30'))],
}
const explanation = explain(
  evidence,
  { from: at('1T00:00'), to: at('4T00:00') },
  at('3T00:00'),
  defaultWeights,
  'UTC',
)

test('rows are cut at changes, at the edges of windows and at midnight, and cover what counts', () => {
  expect(
    explanation.rows.map(({ from, date, status, treatment }) => [
      new Date(from).toISOString().slice(8, 16),
      date.slice(8),
      status,
      treatment,
    ]),
  ).toEqual([
    ['01T06:00', '01', 'operational', 'counted'],
    ['01T23:50', '01', 'partial_outage', 'counted'],
    ['02T00:00', '02', 'partial_outage', 'counted'],
    ['02T00:10', '02', 'partial_outage', 'excluded'],
    ['02T00:20', '02', 'operational', 'excluded'],
    ['02T10:00', '02', 'unknown', 'excluded'],
    ['02T10:30', '02', 'unknown', 'unknown'],
    ['02T11:00', '02', 'operational', 'counted'],
  ])
  expect(explanation.countedInterval).toEqual({ from: at('1T06:00'), to: at('3T00:00') })
})

test('the rows add up to the figures', () => {
  const sum = (treatment: string): number =>
    explanation.rows
      .filter((row) => row.treatment === treatment)
      .reduce((so, { from, to }) => so + to - from, 0)
  const { availability, rows } = explanation
  expect(sum('counted')).toBe(availability.observed)
  expect(sum('excluded')).toBe(availability.excluded)
  expect(sum('unknown')).toBe(availability.unknown)
  expect(Math.ceil(rows.reduce((so, row) => so + row.lost, 0) / 1000)).toBe(availability.down)
  expect(availability.down).toBe(0.3 * 20 * 60_000)
})

test('a window told too late is listed and excludes nothing', () => {
  const late = explain(
    { ...evidence, windows: [aWindow(at('2T00:10'), at('2T10:30'), { late: true, excluded: [] })] },
    { from: at('2T00:00'), to: at('3T00:00') },
    at('3T00:00'),
    defaultWeights,
    'UTC',
  )
  expect(late.availability.excluded).toBe(0)
  expect(late.windows).toHaveLength(1)
})

test('a component counts from its beginning until it left the configuration, and no longer', () => {
  const { countedInterval } = explain(
    { ...evidence, goneAt: at('2T12:00') },
    { from: at('1T00:00'), to: at('4T00:00') },
    at('3T00:00'),
    defaultWeights,
    'UTC',
  )
  expect(countedInterval).toEqual({ from: at('1T06:00'), to: at('2T12:00') })
  const before = explain(evidence, { from: 0, to: 1 }, at('3T00:00'), defaultWeights, 'UTC')
  expect(before.availability).toMatchObject({ period: 0, availability: null, printed: null })
})
