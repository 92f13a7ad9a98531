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
const spoken: readonly (readonly [RegExp, string])[] = [
  [/^(msecs?|millis|milliseconds?|millisecondes?)$/i, 'ms'],
  [/^(secs?|seconds?|secondes?)$/i, 's'],
  [/^(mins?|minutes?|mn)$/i, 'm'],
  [/^(hrs?|hours?|heures?)$/i, 'h'],
  [/^(days?|jours?|j)$/i, 'd'],
  [/^(weeks?|wk|semaines?|sem)$/i, 'w'],
]
const unitOf = (word: string): string | undefined => {
  const lower = word.toLowerCase()
  return lower in units ? lower : spoken.find(([pattern]) => pattern.test(word))?.[1]
}

/** Milliseconds as the shortest text the configuration accepts: 90000 is `90s`, 3600000 is `1h`. */
export function writeDuration(ms: number): string {
  if (ms === 0) return '0s'
  const largestFirst = Object.entries(units).toReversed()
  const [unit, length] = largestFirst.find(([, each]) => ms % each === 0) ?? ['ms', 1]
  return `${ms / length}${unit}`
}

/** Bounds in milliseconds, and what to suggest to somebody who forgot the unit. */
export type DurationLimits = { least?: number; most?: number; example?: string; unit?: string }

/** A span of time such as `500ms 30s 1.5s 5m 4h 1d 2w`, read as milliseconds. */
export const duration = (limits: DurationLimits = {}) => {
  const { least = 0, most = 10 * 366 * units['d']!, example = '30s', unit = 's' } = limits
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
      if (word === '') {
        const guess = unit === 's' && Number(amount) >= 1000 ? 'ms' : unit
        return fail('{value} has no unit', `Write "${amount}${guess}"`, { plain })
      }
      const meant = unitOf(word)
      if (meant === undefined) return fail(`{value} has an unknown unit`, plain, { plain })
      if (`${amount}${meant}` !== text)
        return fail('{value} is not written as durations are here', `Write "${amount}${meant}"`, { plain })
      const ms = Math.round(Number(amount) * units[meant]! * 1000) / 1000
      if (!Number.isInteger(ms))
        return fail('{value} is finer than a millisecond', `Write "${Math.ceil(ms)}ms"`, { plain })
      if (ms < least)
        return fail(
          `{value} is shorter than ${writeDuration(least)}`,
          `Write "${writeDuration(least)}" or more`,
        )
      if (ms > most)
        return fail(`{value} is longer than ${writeDuration(most)}`, `Write "${writeDuration(most)}" or less`)
      return ms
    },
  )
}
