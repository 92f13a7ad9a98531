import { day, hour, minute, second, week } from './units.ts'

const unit = { ms: 1, s: second, m: minute, h: hour, d: day, w: week } as const

const notation = /^(\d+)(ms|s|m|h|d|w)$/

/**
 * Milliseconds of a duration as configurations write it: digits and one unit, `500ms` `30s` `5m` `4h` `1d` `2w`.
 * Null when it is anything else, a bare number included: nobody should have to guess a unit.
 */
export function parseDuration(text: string): number | null {
  const [, digits, name] = notation.exec(text.trim()) ?? []
  if (digits === undefined) return null
  const ms = Number(digits) * unit[name as keyof typeof unit]
  return Number.isSafeInteger(ms) ? ms : null
}

/** A number of milliseconds in the same units, for logs and messages: 90 s is `1m30s`, nothing is `0s`. */
export function formatDuration(ms: number): string {
  let rest = Math.round(Math.abs(ms))
  let text = ms < 0 && rest > 0 ? '-' : ''
  for (const name of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / unit[name])
    if (count > 0) text += `${count}${name}`
    rest -= count * unit[name]
  }
  return text === '' ? '0s' : text
}
