import { rule } from '../rules.ts'

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Words people write for a unit, by the unit they mean. */
const unitWords: readonly (readonly [RegExp, string])[] = [
  [/^(msecs?|millis|milliseconds?|millisecondes?)$/i, 'ms'],
  [/^(secs?|seconds?|secondes?)$/i, 's'],
  [/^(mins?|minutes?|mn)$/i, 'm'],
  [/^(hrs?|hours?|heures?)$/i, 'h'],
  [/^(days?|jours?|j)$/i, 'd'],
  [/^(weeks?|wk|semaines?|sem)$/i, 'w'],
]
const unitOf = (word: string): string | undefined => {
  const lower = word.toLowerCase()
  return lower in units ? lower : unitWords.find(([pattern]) => pattern.test(word))?.[1]
}

/** Milliseconds as the shortest text the configuration accepts: 90000 is `90s`, 3600000 is `1h`. */
export function formatConfigDuration(ms: number): string {
  if (ms === 0) return '0s'
  const largestFirst = Object.entries(units).toReversed()
  const [unit, length] = largestFirst.find(([, each]) => ms % each === 0) ?? ['ms', 1]
  return `${ms / length}${unit}`
}

/** Bounds in milliseconds, and what to suggest to somebody who forgot the unit. */
export type DurationLimits = { min?: number; max?: number; example?: string; unit?: string }

/** A span of time such as `500ms 30s 1.5s 5m 4h 1d 2w`, read as milliseconds. */
export const duration = (limits: DurationLimits = {}) => {
  const { min = 0, max = 10 * 366 * units['d']!, example = '30s', unit = 's' } = limits
  return rule(
    { type: 'string', pattern: '^[0-9]+([.][0-9]+)?(ms|s|m|h|d|w)$' },
    example,
    (value, fail): number => {
      const plain = `Write a number and a unit (ms, s, m, h, d or w), such as "${example}"`
      const text = typeof value === 'number' ? String(value) : value
      const parts = typeof text === 'string' ? /^(\d+(?:[.,]\d+)?)\s*(\p{L}*)$/u.exec(text) : null
      if (parts === null) return fail('{value} is not a duration', plain, { plain })
      const [, digits, word] = parts as unknown as [string, string, string]
      const amount = digits.replace(',', '.')
      /** What to write for an amount of a unit: as it is, or the nearest that is accepted. */
      const nearest = (of: string): string => {
        const wanted = Math.round(Number(amount) * units[of]! * 1000) / 1000
        const accepted = Math.min(max, Math.max(min, Math.ceil(wanted)))
        return accepted === wanted ? `${amount}${of}` : formatConfigDuration(accepted)
      }
      if (word === '') {
        const guess = unit === 's' && Number(amount) >= 1000 ? 'ms' : unit
        return fail('{value} has no unit', `Write "${nearest(guess)}"`, { plain })
      }
      const parsedUnit = unitOf(word)
      if (parsedUnit === undefined) return fail(`{value} has an unknown unit`, plain, { plain })
      if (`${amount}${parsedUnit}` !== text)
        return fail('{value} is not written as durations are here', `Write "${nearest(parsedUnit)}"`, {
          plain,
        })
      const ms = Math.round(Number(amount) * units[parsedUnit]! * 1000) / 1000
      if (!Number.isInteger(ms))
        return fail('{value} is finer than a millisecond', `Write "${nearest(parsedUnit)}"`, { plain })
      if (ms < min)
        return fail(
          `{value} is shorter than ${formatConfigDuration(min)}`,
          `Write "${formatConfigDuration(min)}" or more`,
        )
      if (ms > max)
        return fail(
          `{value} is longer than ${formatConfigDuration(max)}`,
          `Write "${formatConfigDuration(max)}" or less`,
        )
      return ms
    },
  )
}
