/** Days of the week as RFC 5545 writes them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export type Weekday = (typeof weekdays)[number]

/** What of a recurrence rule can be said in words. */
export type Rule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  /** In the order of the rule; `nth` is the 2 of `2SU`, null where there is none. */
  readonly days: readonly { readonly nth: number | null; readonly day: Weekday }[]
  /** Days of the month in order, negative ones from its end. */
  readonly dates: readonly number[]
  /** 1 to 12, in order. */
  readonly months: readonly number[]
  /** The one BYSETPOS, null without. */
  readonly position: number | null
  /** `YYYY-MM-DD`, the last day, null without. */
  readonly until: string | null
}

const keys = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'UNTIL', 'WKST'])
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

const numbers = (text: string | undefined): number[] =>
  text === undefined
    ? []
    : text
        .split(',')
        .map(Number)
        .toSorted((a, b) => a - b)

/** The parts of a rule (RFC 5545); null where it has some that words do not reach. */
export function parseRule(rrule: string): Rule | null {
  const parts = new Map<string, string>()
  for (const part of rrule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [key, value, ...rest] = part.split('=')
    if (!key || !value || rest.length > 0 || !keys.has(key) || parts.has(key)) return null
    parts.set(key, value)
  }
  const freq = frequencies.find((one) => one === parts.get('FREQ'))
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const dates = numbers(parts.get('BYMONTHDAY'))
  const months = numbers(parts.get('BYMONTH'))
  const position = parts.has('BYSETPOS') ? Number(parts.get('BYSETPOS')) : null
  const until = parts.has('UNTIL') ? /^(\d{4})(\d\d)(\d\d)(?:T|$)/.exec(parts.get('UNTIL')!) : null
  const days = (parts.get('BYDAY')?.split(',') ?? []).map((text) => {
    const match = /^([+-]?\d+)?([A-Z]{2})$/.exec(text)
    const day = weekdays.find((one) => one === match?.[2])
    return match && day ? { nth: match[1] === undefined ? null : Number(match[1]), day } : null
  })
  if (!freq || !Number.isInteger(interval) || interval < 1 || (parts.has('UNTIL') && !until)) return null
  if (!days.every((one) => one !== null)) return null
  if ([...dates, ...months, position ?? 1].some((number) => !Number.isInteger(number) || number === 0))
    return null
  if (months.some((month) => month < 1 || month > 12) || dates.some((date) => Math.abs(date) > 31))
    return null
  return {
    freq,
    interval,
    days,
    dates,
    months,
    position,
    until: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
  }
}
