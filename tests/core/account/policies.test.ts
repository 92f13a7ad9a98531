import { describe, expect, test } from 'vitest'
import { nameKey } from '../../../collector/core/account/account.ts'
import { type Guesses, guessDelay, withFailure } from '../../../collector/core/account/guess-policy.ts'
import { type PasswordProblem, passwordProblem } from '../../../collector/core/account/password-rules.ts'
import { isAllowed } from '../../../collector/core/account/permissions.ts'
import { isSessionAlive } from '../../../collector/core/account/session-policy.ts'
import { day, hour, minute, second } from '../../../collector/core/time/units.ts'

test('each role may do all that the one before it may', () => {
  const all = ['look', 'publish', 'administer'] as const
  expect(all.map((one) => isAllowed('viewer', one))).toEqual([true, false, false])
  expect(all.map((one) => isAllowed('publisher', one))).toEqual([true, true, false])
  expect(all.map((one) => isAllowed('admin', one))).toEqual([true, true, true])
})

test('names that people do not tell apart are one', () => {
  expect(nameKey('Ａda  '.trim())).toBe(nameKey('ada'))
  expect(nameKey('É')).toBe(nameKey('e\u0301'))
})

describe('a new password', () => {
  const known = ['Ada Lovelace', 'ada@example.com', 'FrançaisFluide']
  test.each<[string, PasswordProblem | null]>([
    ['correct horse', null],
    ['aaaaaaaaaaab1', null],
    ['éééééé', 'short'],
    ['12345678901', 'short'],
    ['x'.repeat(2_000), 'long'],
    ['abababababababab', 'repeated'],
    ['AdaLovelace2026', 'known'],
    ['ada.lovelace!1', 'known'],
    ['ada@example.com', 'known'],
    ['francais-fluide', null],
    ['FrançaisFluide1', 'known'],
    ['françaisfluide ada', 'known'],
    ['Ada correct horse battery', null],
    ['\u{1F600}\u{1F601}\u{1F602}\u{1F603}\u{1F604}', 'short'],
  ])('%s', (password, problem) => {
    expect(passwordProblem(password, known)).toBe(problem)
  })

  test('says nothing of names that are not there', () => {
    expect(passwordProblem('correct horse', ['', 'a', '!!'])).toBeNull()
  })
})

describe('guessing', () => {
  /** After so many failures at once. */
  const after = (count: number, at = 0): Guesses | undefined => {
    let guesses: Guesses | undefined
    for (let i = 0; i < count; i++) guesses = withFailure(guesses, at)
    return guesses
  }

  test('costs nothing at first, then twice as long each time, and never more than a minute', () => {
    const delays = [0, 4, 5, 6, 7, 10, 11, 12, 1_000].map((count) => guessDelay(after(count), 0) / second)
    expect(delays).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60])
  })

  test('is let through after the wait, and forgotten with the time', () => {
    const guesses = after(8)
    expect(guessDelay(guesses, 7 * second)).toBe(second)
    expect(guessDelay(guesses, 8 * second)).toBe(0)
    expect(withFailure(guesses, 40 * minute)).toEqual({ failures: 5, lastAt: 40 * minute })
    expect(withFailure(after(1_000), 30 * day)).toEqual({ failures: 1, lastAt: 30 * day })
  })

  test('makes nobody wait for a clock that was set back', () => {
    expect(guessDelay(after(20, day), 0)).toBe(0)
  })
})

test('a session ends twelve hours after its last use, and thirty days after its sign-in', () => {
  const session = { lastSeenAt: 0, expiresAt: 30 * day }
  expect(isSessionAlive(session, 12 * hour - 1)).toBe(true)
  expect(isSessionAlive(session, 12 * hour)).toBe(false)
  expect(isSessionAlive({ ...session, lastSeenAt: 30 * day - 1 }, 30 * day)).toBe(false)
})
