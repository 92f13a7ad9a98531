import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Health, type KnownHealth, compareHealth } from '../../../collector/core/monitoring/health.ts'
import {
  type HealthChange,
  type HealthState,
  type Observation,
  emptyHealthState,
} from '../../../collector/core/monitoring/health-state.ts'
import {
  rebuild,
  applyCheck,
  applySilence,
  isUnconfirmed,
} from '../../../collector/core/monitoring/apply-checks.ts'
import { spans } from '../../../collector/core/monitoring/timeline.ts'
import { cadence, checksFromLetters, usualCadence } from '../builders.ts'

/** The timeline of checks given as letters, told as `health@index of the check`. */
function transitionText(letters: string, failures = 2, successes = 1): string {
  return rebuild(emptyHealthState, checksFromLetters(letters), cadence(failures, successes))
    .transitions.map(({ at, health }) => `${health}@${at / usualCadence.every}`)
    .join(' ')
}

test('a monitor whose first check is up is up at once', () => {
  expect(transitionText('U')).toBe('up@0')
  expect(transitionText('U', 3, 3)).toBe('up@0')
})

test('a monitor whose first check is down is unknown until confirmed, then dated to that check', () => {
  expect(transitionText('D')).toBe('')
  expect(transitionText('DD')).toBe('down@0')
  expect(transitionText('G')).toBe('')
  expect(transitionText('GG')).toBe('degraded@0')
})

test('a first check that is down, then one that is up, is up from the second on', () => {
  expect(transitionText('DUU')).toBe('up@1')
})

test('health worsens to the mildest of the checks that confirm it', () => {
  expect(transitionText('UGD')).toBe('up@0 degraded@1')
  expect(transitionText('UDG')).toBe('up@0 degraded@1')
})

test('a check that confirmed degraded may be the first of those that confirm down', () => {
  expect(transitionText('UGDD')).toBe('up@0 degraded@1 down@2')
})

test('health improves to the worst of the checks that confirm it', () => {
  expect(transitionText('DDUG', 2, 2)).toBe('down@0 degraded@2')
  expect(transitionText('DDGUU', 2, 2)).toBe('down@0 degraded@2 up@3')
})

test('one good check starts the count of failures again', () => {
  expect(transitionText('UDUDUDU')).toBe('up@0')
})

test('a better check in between breaks a run of worse ones even when it is not up', () => {
  expect(transitionText('GGDUDU', 2, 2)).toBe('degraded@0')
})

test('a gap is unknown from twice the interval and the timeout after the last check', () => {
  const { transitions } = rebuild(emptyHealthState, checksFromLetters('U....U'), usualCadence)
  expect(transitions.map(({ at, health }) => ({ at, health }))).toEqual([
    { at: 0, health: 'up' },
    { at: 70_000, health: 'unknown' },
    { at: 150_000, health: 'up' },
  ])
})

test('a check at the very instant the gap would begin leaves none', () => {
  const checks: Observation[] = [
    { at: 0, health: 'up' },
    { at: 70_000, health: 'up' },
  ]
  expect(rebuild(emptyHealthState, checks, usualCadence).transitions).toHaveLength(1)
})

test('after a gap the first check resumes a downtime if it says the same', () => {
  const { transitions } = rebuild(emptyHealthState, checksFromLetters('UDD.....D'), cadence(2, 1))
  expect(transitions.map((one) => one.health)).toEqual(['up', 'down', 'unknown', 'down'])
  expect(transitions[3]!.at).toBe(8 * usualCadence.every)
})

test('after a gap a check that says otherwise must be confirmed, and is then the date', () => {
  expect(transitionText('U.....D')).not.toContain('down')
  expect(transitionText('U.....DD')).toMatch(/down@6$/)
  expect(transitionText('U.....DUD')).toMatch(/up@7$/)
})

test('an unconfirmed run does not reach across a gap', () => {
  expect(transitionText('UUD.....DU')).not.toContain('down')
  expect(transitionText('D.....D')).toBe('')
  expect(transitionText('D.....DD')).toBe('down@6')
})

test('a discarded check makes time unknown from its instant and clears what was unconfirmed', () => {
  expect(transitionText('UDXDU')).toBe('up@0 unknown@2 up@4')
  expect(transitionText('UXXU')).toBe('up@0 unknown@1 up@3')
  expect(transitionText('XU')).toBe('up@1')
})

test('two checks at one instant are for the caller to settle', () => {
  const { state } = applyCheck(emptyHealthState, { at: 5, health: 'up' }, usualCadence, 5)
  expect(() => applyCheck(state, { at: 5, health: 'down' }, usualCadence, 5)).toThrow(RangeError)
  expect(() => applyCheck(state, { at: 4, health: 'down' }, usualCadence, 5)).toThrow(RangeError)
})

test('the clock alone tells unknown, once, dated to the instant the last check stopped telling', () => {
  const { state } = applyCheck(emptyHealthState, { at: 0, health: 'up' }, usualCadence, 10)
  expect(applySilence(state, 69_999, usualCadence)).toEqual({ state, transitions: [] })
  const silent = applySilence(state, 70_000, usualCadence)
  expect(silent.transitions).toEqual([{ at: 70_000, seenAt: 70_000, health: 'unknown' }])
  expect(silent.state).toMatchObject({ health: 'unknown', since: 70_000, before: 'up', lastAt: 0 })
  expect(applySilence(silent.state, 1e9, usualCadence).transitions).toEqual([])
  expect(applySilence(emptyHealthState, 1e9, usualCadence)).toEqual({
    state: emptyHealthState,
    transitions: [],
  })
})

test('a check that comes too late to be dated before the silence is dated to its beginning', () => {
  const { state } = applySilence(
    rebuild(emptyHealthState, checksFromLetters('U'), usualCadence).state,
    80_000,
    usualCadence,
  )
  const late = applyCheck(state, { at: 60_000, health: 'up' }, usualCadence, 80_001)
  expect(late.transitions).toEqual([{ at: 70_000, seenAt: 80_001, health: 'up' }])
})

const isUnconfirmedAfter = (letters: string): boolean =>
  isUnconfirmed(rebuild(emptyHealthState, checksFromLetters(letters), usualCadence).state, usualCadence)

test('a change is unconfirmed from the first check that says so until it is believed or refuted', () => {
  expect(['U', 'UD', 'UDD', 'UDU', 'D', 'UDX'].map(isUnconfirmedAfter)).toEqual([
    false,
    true,
    false,
    false,
    true,
    false,
  ])
})

test('re-checks that would come later than the ordinary ones are not asked for', () => {
  const { state } = rebuild(emptyHealthState, checksFromLetters('UD'), usualCadence)
  expect(isUnconfirmed(state, { ...usualCadence, every: 2_000 })).toBe(false)
})

test('a state that was given stays as it was', () => {
  const { state } = rebuild(emptyHealthState, checksFromLetters('UD'), usualCadence)
  const copy = structuredClone(state)
  applyCheck(state, { at: 60_000, health: 'down' }, usualCadence, 60_000)
  applySilence(state, 1e9, usualCadence)
  rebuild(state, [{ at: 60_000, health: 'up' }], usualCadence)
  expect(state).toEqual(copy)
  expect(emptyHealthState).toEqual({ health: 'unknown', since: null, before: null, lastAt: null, recent: [] })
})

const healths = fc.constantFrom<KnownHealth>('up', 'degraded', 'down', 'unknown')
const histories = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 120_000 }), healths), { maxLength: 80 })
  .map((steps) => {
    let at = 0
    return steps.map(([after, health]): Observation => ({ at: (at += after), health }))
  })
const cadences = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .map((n) => cadence(...n))

test('dates only go forward and every transition changes something, whatever the checks', () => {
  fc.assert(
    fc.property(histories, cadences, (checks, c) => {
      let last: HealthChange = { at: -Infinity, seenAt: 0, health: 'unknown' }
      for (const change of rebuild(emptyHealthState, checks, c, 1e9).transitions) {
        expect(change.at).toBeGreaterThan(last.at)
        expect(change.health).not.toBe(last.health)
        expect(change.seenAt).toBeGreaterThanOrEqual(change.at)
        last = change
      }
    }),
  )
})

test('a change is dated to a check that goes at least as far, and a gap to no check at all or a discarded one', () => {
  fc.assert(
    fc.property(histories, cadences, (checks, c) => {
      const saidAt = new Map(checks.map((check) => [check.at, check.health]))
      let before: Health = 'up'
      for (const { at, health } of rebuild(emptyHealthState, checks, c).transitions) {
        const checked = saidAt.get(at) ?? 'unknown'
        if (health === 'unknown') {
          expect(checked).toBe('unknown')
          continue
        }
        if (checked === 'unknown') throw new Error(`dated to nothing: ${at}`)
        const worsens = compareHealth(health, before) > 0
        expect(
          worsens ? compareHealth(checked, health) : compareHealth(health, checked),
        ).toBeGreaterThanOrEqual(0)
        before = health
      }
    }),
  )
})

test('failures that never come in pairs are never believed when two are asked for', () => {
  const single = fc
    .array(fc.boolean(), { maxLength: 100 })
    .map((bad) => `U${bad.map((yes) => (yes ? 'DU' : 'U')).join('')}`)
  fc.assert(
    fc.property(single, (letters) => {
      expect(transitionText(letters)).toBe('up@0')
    }),
  )
})

const withoutSeenAt = (list: readonly HealthChange[]) => list.map(({ at, health }) => ({ at, health }))

test('a run that is stored and read back between any two checks gives the same timeline', () => {
  fc.assert(
    fc.property(histories, cadences, (checks, c) => {
      let state: HealthState = emptyHealthState
      const transitions: HealthChange[] = []
      for (const check of checks) {
        // The clock ticks just before each check, as it does in a running collector.
        for (const step of [
          (from: HealthState) => applySilence(from, check.at - 1, c),
          (from: HealthState) => applyCheck(from, check, c, check.at),
        ]) {
          const next = step(JSON.parse(JSON.stringify(state)) as HealthState)
          state = next.state
          transitions.push(...next.transitions)
        }
      }
      const whole = rebuild(emptyHealthState, checks, c)
      expect(state).toEqual(whole.state)
      expect(withoutSeenAt(transitions)).toEqual(withoutSeenAt(whole.transitions))
    }),
  )
})

test('a million checks are folded', () => {
  const checks = Array.from({ length: 1_000_000 }, (_, i): Observation => ({
    at: i * 30_000,
    health: i % 5_000 < 10 ? 'down' : 'up',
  }))
  expect(rebuild(emptyHealthState, checks, usualCadence).transitions).toHaveLength(400)
})

test('spans cover the interval without a hole, unknown before the first transition', () => {
  const changes = [
    { at: 10, health: 'up' },
    { at: 20, health: 'down' },
    { at: 30, health: 'up' },
  ] as const
  expect(spans(changes, { from: 0, to: 25 })).toEqual([
    { from: 0, to: 10, health: 'unknown' },
    { from: 10, to: 20, health: 'up' },
    { from: 20, to: 25, health: 'down' },
  ])
  expect(spans(changes, { from: 30, to: 31 })).toEqual([{ from: 30, to: 31, health: 'up' }])
  expect(spans([], { from: 0, to: 1 })).toEqual([{ from: 0, to: 1, health: 'unknown' }])
  expect(spans(changes, { from: 5, to: 5 })).toEqual([])
})

test('of several transitions at one instant the last holds, and leaves no trace of the others', () => {
  const changes = [
    { at: 0, health: 'up' },
    { at: 10, health: 'unknown' },
    { at: 10, health: 'up' },
  ] as const
  expect(spans(changes, { from: 0, to: 20 })).toEqual([{ from: 0, to: 20, health: 'up' }])
})
