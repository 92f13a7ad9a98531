import type { Locale } from '../text/localized-text.ts'
import type { Words } from './words.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How dates, numbers and durations are written in one locale and zone. Instants and durations are milliseconds. */
export type Formats = {
  /** `16:04` */
  time(at: number): string
  /** `22 novembre 2026` */
  date(at: number): string
  /** `22 novembre 2026 à 16:04` */
  moment(at: number): string
  /** `22 nov., 16:04` */
  brief(at: number): string
  /** `mer. 25 nov., 22:00` */
  dated(at: number): string
  /** `mercredi 25 novembre 2026 à 22:00` */
  full(at: number): string
  /** `dimanche 22 novembre` of a `YYYY-MM-DD`, wherever it is. */
  weekday(date: string): string
  /** `dim.` or `dimanche` of a `YYYY-MM-DD`. */
  dayName(date: string, length: 'short' | 'long'): string
  /** `22 nov.` of a `YYYY-MM-DD`. */
  short(date: string): string
  /** `novembre 2026` of a `YYYY-MM`. */
  month(month: string): string
  /** `YYYY-MM-DD` in the zone. */
  key(at: number): string
  /** `99,94 %` of a printed figure such as `"99.94"`: its digits are kept, nothing is rounded again. */
  percent(printed: string): string
  /** `1 h 12 min`: two units at most, rounded up, so that nothing sounds shorter than it was. */
  duration(ms: number): string
  /** `310 ms`, `1,31 s` */
  latency(ms: number): string
  count(value: number): string
}

const cache = new WeakMap<Words, Map<string, Formats>>()

/**
 * The formats of a locale and an IANA zone, with the units of its words. They are made once: an Intl formatter costs more
 * to make than a page to render.
 */
export function formats(locale: Locale, timezone: string, words: Words): Formats {
  let cached = cache.get(words)
  if (!cached) cache.set(words, (cached = new Map()))
  const key = `${locale}\0${timezone}`
  let found = cached.get(key)
  if (!found) cached.set(key, (found = createFormats(locale, timezone, words)))
  return found
}

/** Remember what was asked for before: figures of days and hours come back in every page. Emptied when it grows too large. */
function memoize<K>(write: (value: K) => string): (value: K) => string {
  const texts = new Map<K, string>()
  return (value) => {
    let text = texts.get(value)
    if (text === undefined) {
      if (texts.size >= 5_000) texts.clear()
      texts.set(value, (text = write(value)))
    }
    return text
  }
}

function createFormats(locale: Locale, timeZone: string, words: Words): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options, calendar: 'gregory' })
  const plain = (options: Intl.DateTimeFormatOptions) => dates({ ...options, timeZone: 'UTC' })
  const hm = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const time = dates(hm)
  const date = dates({ dateStyle: 'long' })
  const moment = dates({ day: 'numeric', month: 'long', year: 'numeric', ...hm })
  const brief = dates({ day: 'numeric', month: 'short', ...hm })
  const dated = dates({ weekday: 'short', day: 'numeric', month: 'short', ...hm })
  const full = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...hm })
  const weekday = plain({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayNames = { short: plain({ weekday: 'short' }), long: plain({ weekday: 'long' }) }
  const short = plain({ day: 'numeric', month: 'short' })
  const month = plain({ month: 'long', year: 'numeric' })
  const iso = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const precise = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const percentParts = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(1)
  const decimal = precise.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const { units } = words
  const percentLiterals = percentParts.map((part) => (part.type === 'literal' ? '\u00a0' : part.value))
  const integer = percentParts.findIndex((part) => part.type === 'integer')
  const before = percentLiterals.slice(0, integer).join('')
  const after = percentLiterals.slice(integer + 1).join('')

  return {
    time: (at) => time.format(at),
    date: (at) => date.format(at),
    moment: memoize((at) => moment.format(at)),
    brief: (at) => brief.format(at),
    dated: memoize((at) => dated.format(at)),
    full: (at) => full.format(at),
    weekday: (name) => weekday.format(Date.parse(`${name}T12:00:00Z`)),
    dayName: (name, length) => dayNames[length].format(Date.parse(`${name}T12:00:00Z`)),
    short: memoize((name) => short.format(Date.parse(`${name}T12:00:00Z`))),
    month: (name) => month.format(Date.parse(`${name}-15T12:00:00Z`)),
    key: (at) => iso.format(at),
    percent: (printed) => before + printed.replace('.', decimal) + after,
    duration(ms) {
      const nb = '\u00a0'
      const seconds = Math.ceil(ms / second)
      if (seconds < 60) return `${seconds}${nb}${units.second}`
      const minutes = Math.ceil(ms / minute)
      if (minutes < 60) return `${minutes}${nb}${units.minute}`
      const join = (big: number, bigUnit: string, small: number, smallUnit: string) =>
        `${whole.format(big)}${nb}${bigUnit}${small > 0 ? ` ${small}${nb}${smallUnit}` : ''}`
      if (minutes < 24 * 60) return join(Math.floor(minutes / 60), units.hour, minutes % 60, units.minute)
      const hours = Math.ceil(ms / hour)
      return join(Math.floor(hours / 24), units.day, hours % (day / hour), units.hour)
    },
    latency: memoize((ms) =>
      ms < second
        ? `${whole.format(Math.round(ms))}\u00a0${units.millisecond}`
        : `${precise.format(ms / second)}\u00a0${units.second}`,
    ),
    count: memoize((value) => whole.format(value)),
  }
}

/** A zone by the name readers know it: `Paris`, `UTC`. */
export function zoneName(timezone: string): string {
  const name = timezone.split('/').at(-1)!.replaceAll('_', ' ')
  return ['UTC', 'UCT', 'Universal', 'Zulu', 'GMT'].includes(name) ? 'UTC' : name
}
