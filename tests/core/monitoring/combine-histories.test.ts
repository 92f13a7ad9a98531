import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combineTimelines } from '../../../collector/core/monitoring/combine-timelines.ts'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { naiveAgreement, naiveLast } from './naive-regions.ts'

const span = 60
const names = ['a', 'b', 'c', 'd']
const health = fc.constantFrom<KnownHealth>('up', 'degraded', 'down', 'unknown')
const quorum = fc.oneof(
  fc.constantFrom<'majority' | 'all'>('majority', 'all'),
  fc.integer({ min: 1, max: 5 }),
)
const line = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: span - 1 }), health }), { maxLength: 12 })
  .map((steps) => steps.toSorted((one, other) => one.at - other.at))
const lines = fc.array(line, { minLength: 1, maxLength: 4 })
/** Who was to watch, and from when on; changes may fall on one instant with changes of health, never on one another. */
const assignments = fc
  .uniqueArray(
    fc.record({
      from: fc.integer({ min: 0, max: span - 1 }),
      regions: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      quorum,
    }),
    { minLength: 1, maxLength: 3, selector: ({ from }) => from },
  )
  .map((all) => all.toSorted((one, other) => one.from - other.from))

test('what regions say together is, at every instant, what the rules say of each instant by itself', () => {
  fc.assert(
    fc.property(lines, assignments, (all, assigned) => {
      const timelines = new Map(all.map((steps, i) => [names[i]!, steps]))
      const together = combineTimelines(timelines, assigned)
      for (let t = 0; t < span; t++) {
        const { regions, quorum: needed } = assigned.findLast(({ from }) => from <= t) ?? assigned[0]!
        const healths = regions.map((id) => naiveLast(timelines.get(id) ?? [], t)?.health ?? 'unknown')
        expect(naiveLast(together, t)?.health ?? 'unknown', `at ${t}`).toBe(naiveAgreement(healths, needed))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the changes of what they say together are in order, and each says something else than the one before', () => {
  fc.assert(
    fc.property(lines, quorum, (all, needed) => {
      const timelines = new Map(all.map((steps, i) => [names[i]!, steps]))
      if (timelines.size === 1) return
      const together = combineTimelines(timelines, [
        { from: 0, regions: [...timelines.keys()], quorum: needed },
      ])
      for (const [i, step] of together.entries()) {
        if (i === 0) continue
        expect(step.at).toBeGreaterThan(together[i - 1]!.at)
        expect(step.health).not.toBe(together[i - 1]!.health)
      }
    }),
    { numRuns: 500 },
  )
})
