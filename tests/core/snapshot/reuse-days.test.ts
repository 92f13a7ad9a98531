import { expect, test } from 'vitest'
import { reuseUnchangedDays } from '../../../collector/core/snapshot/reuse-days.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { aSnapshot } from '../../src/snapshots.ts'

const copy = (snapshot: Snapshot): Snapshot => structuredClone(snapshot)

test('days that did not change are the same objects, those that did are not', () => {
  const before = aSnapshot()
  const changed = copy(before)
  const [first] = changed.components
  const after: Snapshot = {
    ...changed,
    components: [
      { ...first!, days: first!.days.map((day, i) => (i === 3 ? { ...day, down: day.down + 1 } : day)) },
      ...changed.components.slice(1),
    ],
  }
  const reused = reuseUnchangedDays(after, before)
  expect(reused).toEqual(after)
  expect(reused.components[0]!.days[2]).toBe(before.components[0]!.days[2])
  expect(reused.components[0]!.days[3]).not.toBe(before.components[0]!.days[3])
})

test('a day later the window has moved on by one', () => {
  const before = aSnapshot()
  const moved = copy(before)
  const after: Snapshot = {
    ...moved,
    components: moved.components.map((one) => ({
      ...one,
      days: [...one.days.slice(1), { ...one.days.at(-1)!, date: '2999-01-01' }],
    })),
  }
  const reused = reuseUnchangedDays(after, before)
  expect(reused).toEqual(after)
  expect(reused.components[0]!.days[0]).toBe(before.components[0]!.days[1])
})

test('the first snapshot of all has nothing to reuse', () => {
  const first = aSnapshot()
  expect(reuseUnchangedDays(first, null)).toBe(first)
})
