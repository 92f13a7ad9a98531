import { expect, test } from 'vitest'
import { parseCondition } from '../../../collector/core/alert/parse-condition.ts'
import { verdictOf } from '../../../collector/core/alert/verdict.ts'

const hour = 3_600_000
const minute = 60_000
const parsed = (text: string, over?: number) => {
  const result = parseCondition(text, over ?? null)
  if ('problem' in result) throw new Error(`${result.problem.issue}. ${result.problem.advice}.`)
  return result.condition
}
const problem = (text: string) => {
  const result = parseCondition(text)
  return 'problem' in result ? `${result.problem.issue}. ${result.problem.advice}.` : null
}

test('a condition is a figure, a comparison and a bound, with the window it is taken over', () => {
  expect(parsed('availability < 99%')).toEqual([
    { figure: 'availability', operator: '<', bound: 99, windows: [hour] },
  ])
  expect(parsed('availability<99.5% over 1d')[0]).toMatchObject({ bound: 99.5, windows: [24 * hour] })
  expect(parsed('response_p95 > 3s')[0]).toMatchObject({ bound: 3000, windows: [hour] })
  expect(parsed('response_p50 >= 250ms', 30 * minute)[0]).toMatchObject({
    bound: 250,
    windows: [30 * minute],
  })
  expect(parsed('regression > 50%')[0]).toMatchObject({ bound: 50, windows: [] })
  expect(parsed('certificate_days < 14d')[0]).toMatchObject({ bound: 14, windows: [] })
  expect(parsed('metric.cpu > 80%')[0]).toMatchObject({ figure: 'metric.cpu', bound: 80, windows: [] })
  expect(parsed('metric.queue-length != -1 over 5m')[0]).toMatchObject({ bound: -1, windows: [5 * minute] })
  expect(parsed('heartbeat_missed')[0]).toEqual({
    figure: 'heartbeat_missed',
    operator: '>',
    bound: 0,
    windows: [],
  })
})

test('a burn rate has two windows, the short one a twelfth of the long one where none is written', () => {
  expect(parsed('burn_rate > 14.4')[0]!.windows).toEqual([hour, 5 * minute])
  expect(parsed('burn_rate > 6 over 6h')[0]!.windows).toEqual([6 * hour, 30 * minute])
  expect(parsed('burn_rate > 1 over 6h and 3d')[0]!.windows).toEqual([72 * hour, 6 * hour])
  expect(parsed('burn_rate > 2', 2 * hour)[0]!.windows).toEqual([2 * hour, 10 * minute])
})

test('several terms are joined by or', () => {
  expect(
    parsed('burn_rate > 14.4 over 1h and 5m or burn_rate > 6 over 6h and 30m').map(({ windows }) => windows),
  ).toEqual([
    [hour, 5 * minute],
    [6 * hour, 30 * minute],
  ])
  expect(parsed('heartbeat_missed or heartbeat_failed')).toHaveLength(2)
})

test('what is no condition is told what to write instead', () => {
  for (const [text, message] of [
    ['', 'is not a condition'],
    ['availability', 'has no comparison'],
    ['availability < ', 'is not a condition'],
    ['uptime < 99%', 'Did you mean "availability"?'],
    ['response_time > 3s', 'Did you mean "response_p95"?'],
    ['cpu > 80%', 'Did you mean "metric.cpu"?'],
    ['avalability < 99%', 'Did you mean "availability"?'],
    ['response_p95 > 3', "Write 'response_p95 > 3s'"],
    ['availability < 99', "Write 'availability < 99%'"],
    ['metric.cpu > 80s', "Write 'metric.cpu > 80'"],
    ['certificate_days < 2%', "Write 'certificate_days < 14'"],
    ['heartbeat_missed > 2', "Write 'heartbeat_missed' alone"],
    ['regression > 50% over 1h', 'takes none'],
    ['availability < 99% over 10s', 'too short or too long'],
    ['response_p95 > 3s over 2d', 'too short or too long'],
    ['availability < 99% over one hour', 'cannot be read'],
    ['burn_rate > 1 over 3d and 6h and 1h', 'cannot be read'],
    ['availability < 99%; process.exit()', 'is not a condition'],
    ['availability < 99% and response_p95 > 3s', 'is not a condition'],
  ] as const)
    expect(problem(text), text).toContain(message)
})

const reading = (text: string, ...values: (number | null)[]) => ({ term: parsed(text)[0]!, values })

test('a term holds over every window or not at all, and is unknown where that cannot be said', () => {
  const burn = 'burn_rate > 14.4'
  expect(verdictOf([reading(burn, 20, 20)], null)).toBe('holds')
  expect(verdictOf([reading(burn, 20, 3)], null)).toBe('over')
  expect(verdictOf([reading(burn, 3, null)], null)).toBe('over')
  expect(verdictOf([reading(burn, 20, null)], null)).toBe('unknown')
  expect(verdictOf([], null)).toBe('over')
})

test('of several terms one that holds is enough, and one that is unknown keeps the others from ending it', () => {
  const low = reading('availability < 99%', 98)
  const fine = reading('availability < 99%', 100)
  const unknown = reading('response_p95 > 3s', null)
  expect(verdictOf([unknown, low], null)).toBe('holds')
  expect(verdictOf([unknown, fine], null)).toBe('unknown')
  expect(verdictOf([fine, fine], null)).toBe('over')
})

test('between the bound and where it must be again nothing fires and nothing ends', () => {
  const at = (value: number) => verdictOf([reading('metric.cpu > 80', value)], 70)
  expect([81, 80, 75, 70].map(at)).toEqual(['holds', 'between', 'between', 'over'])
  const up = (value: number) => verdictOf([reading('availability < 99%', value)], 99.5)
  expect([98, 99, 99.4, 99.5].map(up)).toEqual(['holds', 'between', 'between', 'over'])
})
