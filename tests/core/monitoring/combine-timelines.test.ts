import { expect, test } from 'vitest'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { combineTimelines } from '../../../collector/core/monitoring/combine-timelines.ts'
import type { Quorum, RegionAssignment } from '../../../collector/core/monitoring/quorum.ts'

/** `up@0 down@5` as a timeline. */
const line = (text: string) =>
  text === ''
    ? []
    : text.split(' ').map((step) => {
        const [health, at] = step.split('@')
        return { at: Number(at), health: health as KnownHealth }
      })
const timelines = (regions: Readonly<Record<string, string>>) =>
  new Map(Object.entries(regions).map(([region, text]) => [region, line(text)]))
const from = (at: number, regions: string, quorum: Quorum = 'majority'): RegionAssignment => ({
  from: at,
  regions: regions.split(''),
  quorum,
})
const combine = (regions: Readonly<Record<string, string>>, ...assignments: RegionAssignment[]) =>
  combineTimelines(timelines(regions), assignments)

test('a monitor watched from one region is what that region sees', () => {
  expect(combine({ a: 'up@0 down@5' }, from(0, 'a'))).toEqual(line('up@0 down@5'))
  expect(combine({}, from(0, 'a'))).toEqual([])
  expect(combine({ a: 'up@0', b: 'down@0' }, from(0, 'a'))).toEqual(line('up@0'))
})

test('without an assignment all regions watch, and the majority decides', () => {
  expect(combine({ a: 'up@0 down@5' })).toEqual(line('up@0 down@5'))
  expect(combine({ a: 'up@0 down@5', b: 'up@0' })).toEqual(line('up@0'))
  expect(combine({})).toEqual([])
})

// NUMBERS.md, cases 11 and 12; minutes.
test('three regions: it is down where two say so', () => {
  expect(combine({ a: 'up@0 down@10 up@20', b: 'up@0 down@14 up@22', c: 'up@0' }, from(0, 'abc'))).toEqual(
    line('up@0 down@14 up@20'),
  )
  expect(
    combine({ a: 'up@0 down@10 up@20', b: 'up@0 down@14 up@22', c: 'up@0 unknown@10 up@30' }, from(0, 'abc')),
  ).toEqual(line('up@0 down@14 up@20'))
  expect(combine({ a: 'up@0 down@10 up@20' }, from(0, 'abc'))).toEqual(line('up@0 unknown@10 up@20'))
})

test('two regions: both must say so, unless one is enough', () => {
  expect(combine({ a: 'up@0 down@10 up@40', b: 'up@0' }, from(0, 'ab'))).toEqual(line('up@0'))
  expect(combine({ a: 'up@0 down@10 up@40', b: 'up@0' }, from(0, 'ab', 1))).toEqual(
    line('up@0 down@10 up@40'),
  )
})

test('the outage begins when the region that completes the number says it began', () => {
  expect(combine({ a: 'up@0 down@10', b: 'up@0 degraded@5 down@12', c: 'up@0' }, from(0, 'abc'))).toEqual(
    line('up@0 degraded@10 down@12'),
  )
})

test('changes at one instant are one change', () => {
  expect(combine({ a: 'up@0 down@5', b: 'down@0 up@5' }, from(0, 'ab', 1))).toEqual(line('down@0'))
})

test('who watches may change: each instant goes by the regions of its time', () => {
  const seen = { a: 'up@0 down@10 up@20 down@50', b: 'up@30', c: 'up@30' }
  expect(combine(seen, from(0, 'a'), from(30, 'abc'))).toEqual(line('up@0 down@10 up@20'))
  expect(combine(seen, from(0, 'a'), from(30, 'abc'), from(60, 'a'))).toEqual(
    line('up@0 down@10 up@20 down@60'),
  )
})

test('a region that left no longer weighs', () => {
  expect(combine({ a: 'up@0', b: 'down@0' }, from(0, 'ab', 1), from(10, 'a'))).toEqual(line('down@0 up@10'))
})
