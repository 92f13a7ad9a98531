import { expect, test } from 'vitest'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { combineRegionHealths, requiredRegions } from '../../../collector/core/monitoring/quorum.ts'

test('a majority is more than half, all are all, and a number is at most all', () => {
  expect([1, 2, 3, 4, 5].map((watching) => requiredRegions('majority', watching))).toEqual([1, 2, 2, 3, 3])
  expect([1, 2, 3].map((watching) => requiredRegions('all', watching))).toEqual([1, 2, 3])
  expect([1, 2, 3].map((watching) => requiredRegions(2, watching))).toEqual([1, 2, 2])
  expect(requiredRegions('majority', 0)).toBe(1)
})

test.each<[readonly KnownHealth[], number, KnownHealth]>([
  [['down', 'down', 'up'], 2, 'down'],
  [['down', 'up', 'up'], 2, 'up'],
  [['down', 'degraded', 'up'], 2, 'degraded'],
  [['down', 'unknown', 'unknown'], 2, 'unknown'],
  [['down', 'unknown', 'up'], 2, 'up'],
  [['down', 'unknown', 'down'], 2, 'down'],
  [['down', 'up'], 1, 'down'],
  [['degraded', 'up'], 1, 'degraded'],
  [['unknown', 'unknown'], 1, 'unknown'],
  [[], 1, 'unknown'],
])('%j with %i required is %s', (healths, required, expected) => {
  expect(combineRegionHealths(healths, required)).toBe(expected)
})
