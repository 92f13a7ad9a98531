import type { Locale } from '../text/localized-text.ts'
import { dateText } from './date-text.ts'
import type { Words } from './words.ts'
import { formatCount } from './sentences.ts'
import { markWhole } from './complete-words.ts'
import { durationParts } from '../time/duration-parts.ts'
import { day, hour, minute, second, week } from '../time/units.ts'

/** How dates, numbers and durations are written in one locale and zone. Instants and durations are milliseconds. */
export type Formats = {
  /** `16:04` */
  time(at: number): string
  /** `22 novembre 2026` */
  date(at: number): string
  /** `22 novembre 2026 à 16:04` */
  moment(at: number): string
  /** `22 nov. à 16:04`, `Nov 22, 16:04` */
  brief(at: number): string
  /** `22 nov. 2026, 16:04` */
  noted(at: number): string
  /** `mer. 25 nov., 22:00` */
  dated(at: number): string
  /** `mercredi 25 novembre 2026 à 22:00` */
  full(at: number): string
  /** `dimanche 22 novembre` of a `YYYY-MM-DD`, wherever it is. */
  weekday(date: string): string
  /** `dimanche 22 novembre 2026` of a `YYYY-MM-DD`. */
  weekdayWithYear(date: string): string
  /** `dim.` or `dimanche` of a `YYYY-MM-DD`. */
  dayName(date: string, length: 'short' | 'long'): string
  /** `22 nov.` of a `YYYY-MM-DD`. */
  short(date: string): string
  /** `22 nov. 2026` of a `YYYY-MM-DD`. */
  shortWithYear(date: string): string
  /** `novembre 2026` of a `YYYY-MM`. */
  month(month: string): string
  /** `YYYY-MM-DD` in the zone. */
  key(at: number): string
  /** `99,94 %` of a printed figure such as `"99.94"`: its digits are kept, nothing is rounded again. */
  percent(printed: string): string
  /**
   * `43 min 12 s`, `1 h 12 min`, `2 j 1 h 5 min`: to the second below an hour, to the minute from there on. Rounded up, so
   * that nothing sounds shorter than it was; `down` for what may still be lost, or was promised.
   */
  duration(ms: number, towards?: 'up' | 'down'): string
  /** Time that is left, rounded down; what is overspent is rounded up, `−4 min 2 s`. */
  remaining(ms: number): string
  /** A promised length of time, as one says it: `15 min`, `24 h`, `4 jours`, `2 semaines`. */
  span(ms: number): string
  /** `310 ms`, `1,31 s` */
  latency(ms: number): string
  count(value: number): string
  /** A number with at most two decimals. */
  number(value: number): string
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
  let known = cached.get(key)
  if (!known) cached.set(key, (known = createFormats(locale, timezone, words)))
  return known
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
  const noted = dates({ day: 'numeric', month: 'short', year: 'numeric', ...hm })
  const dated = dates({ weekday: 'short', day: 'numeric', month: 'short', ...hm })
  const full = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...hm })
  const weekday = plain({ weekday: 'long', day: 'numeric', month: 'long' })
  const weekdayWithYear = plain({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const dayNames = { short: plain({ weekday: 'short' }), long: plain({ weekday: 'long' }) }
  const short = plain({ day: 'numeric', month: 'short' })
  const shortWithYear = plain({ day: 'numeric', month: 'short', year: 'numeric' })
  const month = plain({ month: 'long', year: 'numeric' })
  const iso = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const offsetOf = offsetsOf(timeZone)
  const withOffset = (style: Intl.DateTimeFormat, at: number) => dateText(style, at) + offsetOf(at)
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const count = memoize((value: number) => whole.format(value))
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const precise = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const decimal = precise.formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const { units } = words
  const join = joinerOf(count, units)
  const duration: Formats['duration'] = (ms, towards = 'up') => {
    const { days, hours, minutes, seconds } = durationParts(ms, towards)
    return join([
      [days, units.day],
      [hours, units.hour],
      [minutes, units.minute],
      [seconds, units.second],
    ])
  }

  return {
    time: (at) => withOffset(time, at),
    date: memoize((at) => dateText(date, at)),
    moment: memoize((at) => withOffset(moment, at)),
    brief: memoize((at) => withOffset(brief, at)),
    noted: memoize((at) => withOffset(noted, at)),
    dated: memoize((at) => withOffset(dated, at)),
    full: memoize((at) => withOffset(full, at)),
    weekday: memoize((name) => dateText(weekday, Date.parse(`${name}T12:00:00Z`))),
    weekdayWithYear: memoize((name) => dateText(weekdayWithYear, Date.parse(`${name}T12:00:00Z`))),
    dayName: (name, length) => dayNames[length].format(Date.parse(`${name}T12:00:00Z`)),
    short: memoize((name) => dateText(short, Date.parse(`${name}T12:00:00Z`))),
    shortWithYear: memoize((name) => dateText(shortWithYear, Date.parse(`${name}T12:00:00Z`))),
    month: (name) => month.format(Date.parse(`${name}-15T12:00:00Z`)),
    key: (at) => iso.format(at),
    percent: percentOf(locale, decimal),
    duration,
    remaining: (ms) => (ms < 0 ? `−${duration(-ms)}` : duration(ms, 'down')),
    span(ms) {
      if (ms >= week && ms % week === 0) return formatCount(locale, words.weeks, ms / week)
      if (ms >= 2 * day && ms % day === 0) return formatCount(locale, words.wholeDays, ms / day)
      // What is promised for a day is said in hours.
      if (ms < day || ms >= 2 * day) return duration(ms, 'down')
      return join([
        [Math.floor(ms / hour), units.hour],
        [Math.floor((ms % hour) / minute), units.minute],
      ])
    },
    latency: memoize((ms) =>
      markWhole(
        ms < second
          ? `${whole.format(Math.round(ms))}\u00a0${units.millisecond}`
          : `${precise.format(ms / second)}\u00a0${units.second}`,
      ),
    ),
    count,
    number: (value) => numbers.format(value),
  }
}

/** A printed figure as a percentage: the sign stands where the locale has it, apart by a space that does not break. */
function percentOf(locale: Locale, decimal: string): (printed: string) => string {
  const parts = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(1)
  const texts = parts.map((part) =>
    part.type === 'literal' ? part.value.replaceAll(/\s/g, '\u00a0') : part.value,
  )
  const integer = parts.findIndex((part) => part.type === 'integer')
  const [before, after] = [texts.slice(0, integer).join(''), texts.slice(integer + 1).join('')]
  return (printed) => before + printed.replace('.', decimal) + after
}

/** Counts with their units, those of none left out; nothing breaks inside of it. */
const joinerOf =
  (count: (value: number) => string, units: Words['units']) =>
  (parts: readonly (readonly [number: number, unit: string])[]): string =>
    markWhole(
      parts
        .filter(([number]) => number > 0)
        .map(([number, unit]) => `${count(number)}\u00a0${unit}`)
        .join('\u00a0') || `0\u00a0${units.second}`,
    )

/** Transitions of clocks come at quarters of an hour, everywhere. */
const quarter = 15 * minute

/**
 * What tells the two apart where the clock shows a time twice: ` UTC−4`, with the offset of that instant; nothing where the
 * time is reported once. Instants are ms.
 */
export function offsetsOf(timeZone: string): (at: number) => string {
  const offsets = new Map<number, string>()
  return (at) => {
    const slot = Math.floor(at / quarter)
    let offset = offsets.get(slot)
    if (offset === undefined) {
      const here = Temporal.Instant.fromEpochMilliseconds(slot * quarter).toZonedDateTimeISO(timeZone)
      const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
        here.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation }),
      )
      offset = earlier!.equals(later!)
        ? ''
        : `\u00a0UTC${here.offset.replace(/^-/, '−').replace(/^(.)0?(\d+):00$/, '$1$2')}`
      if (offsets.size >= 10_000) offsets.clear()
      offsets.set(slot, offset)
    }
    return offset
  }
}
