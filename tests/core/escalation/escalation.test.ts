import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueSteps, escalationPlan } from '../../../collector/core/escalation/escalation.ts'

const start = Date.UTC(2026, 10, 20)
const minute = 60_000
const plan = [
  { after: 15 * minute, notify: ['sms'] },
  { after: 30 * minute, notify: ['phone'] },
]
const none: ReadonlySet<number> = new Set()

test('a step is due when its time has passed unanswered, and the next one is known', () => {
  const at = (minutes: number, owed = none) => dueSteps(plan, start, null, owed, start + minutes * minute)
  expect(at(14)).toEqual({ due: [], nextAt: start + 15 * minute })
  expect(at(15)).toEqual({ due: [0], nextAt: start + 30 * minute })
  expect(at(20, new Set([0]))).toEqual({ due: [], nextAt: start + 30 * minute })
  expect(at(30, new Set([0]))).toEqual({ due: [1], nextAt: null })
})

test('what came due while nobody looked is late, but due', () => {
  expect(dueSteps(plan, start, null, none, start + 600 * minute)).toEqual({ due: [0, 1], nextAt: null })
})

test('nothing is due once somebody has answered, be it after a step came due', () => {
  const answered = start + 20 * minute
  expect(dueSteps(plan, start, answered, none, start + 60 * minute)).toEqual({ due: [], nextAt: null })
})

test('a step is due at most once, whenever it is looked for, and each is in the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 5 }),
      fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 10 }),
      (times, looks) => {
        const steps = times.map((after) => ({ after, notify: null }))
        const owed = new Set<number>()
        const seen: number[] = []
        for (const look of [...looks.toSorted((a, b) => a - b), 120]) {
          const { due, nextAt } = dueSteps(steps, start, null, owed, start + look)
          expect(nextAt === null || nextAt > start + look).toBe(true)
          for (const index of due) owed.add(index)
          seen.push(...due)
        }
        expect(seen.toSorted((a, b) => a - b)).toEqual(times.map((_, index) => index))
      },
    ),
  )
})

test('a file names channels with one time, or steps with their own, or nobody: the same are told again', () => {
  expect(escalationPlan({ after: minute, to: ['sms'] })).toEqual([{ after: minute, notify: ['sms'] }])
  expect(escalationPlan({ after: minute, to: null })).toEqual([{ after: minute, notify: null }])
  expect(escalationPlan({ after: null, to: plan.toReversed() })).toEqual(plan)
  expect(escalationPlan({ after: minute, to: ['sms', plan[1]!] })).toEqual([
    { after: minute, notify: ['sms'] },
    plan[1],
  ])
  expect(escalationPlan({ after: null, to: null })).toEqual([])
  expect(escalationPlan({ after: minute, to: [] })).toEqual([])
})
