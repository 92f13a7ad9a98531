import { offsetsOf } from '../../../collector/core/i18n/format.ts'
import { day, hour, minute, second } from '../../../collector/core/time/units.ts'
import { escape } from '../shared/html.ts'
import { type View, iso } from '../shared/view.ts'

/** A length of time in all its units, exact to the millisecond: `29 j 23 h 57 min 0 s`, `59 s 500 ms`. */
export function wholeSpan(view: View, ms: number): string {
  const { units } = view.words
  const parts = [
    [Math.floor(ms / day), units.day],
    [Math.floor((ms % day) / hour), units.hour],
    [Math.floor((ms % hour) / minute), units.minute],
    [Math.floor((ms % minute) / second), units.second],
  ] as const
  const first = parts.findIndex(([value]) => value > 0)
  const rest = ms % second
  // Zeros are said within, so that nobody wonders: `1 h 0 min 5 s`.
  const shownParts: (readonly [number, string])[] =
    first < 0 ? (rest > 0 ? [] : [parts[3]]) : parts.slice(first)
  if (rest > 0) shownParts.push([rest, units.millisecond])
  return shownParts.map(([value, unit]) => `${view.format.count(value)}\u00a0${unit}`).join('\u00a0')
}

/** The same, with the exact number of milliseconds behind it, as HTML. */
export const exactHtml = (view: View, ms: number): string =>
  `${escape(wholeSpan(view, ms))}<small class="quiet">${escape(view.format.count(ms))}\u00a0${view.words.units.millisecond}</small>`

const offsetsByZone = new Map<string, (at: number) => string>()

/** The offset of an instant (ms) behind its time, in an hour that comes twice; else nothing. */
function offset(at: number, zone: string): string {
  const known = offsetsByZone.get(zone) ?? offsetsOf(zone)
  offsetsByZone.set(zone, known)
  return known(at)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The time of day to the second in a zone, and to the millisecond where it is not a whole one. */
function clock(view: View, at: number, timeZone: string): string {
  const fraction = at % second !== 0
  const key = `${view.locale} ${timeZone} ${fraction}`
  let format = clocks.get(key)
  if (!format) {
    const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat(view.locale, {
      timeZone,
      ...options,
      ...(fraction && { fractionalSecondDigits: 3 }),
    })
    clocks.set(key, format)
  }
  return format.format(at)
}

const timeHtml = (view: View, at: number, zone: string): string =>
  `<time datetime="${at % second === 0 ? iso(at) : new Date(at).toISOString()}">${escape(clock(view, at, zone) + offset(at, zone))}</time>`

/** A span inside a day (`YYYY-MM-DD`) of a zone: `22 nov. 10:00:00 – 10:03:00`. */
export const timesHtml = (view: View, date: string, from: number, to: number, zone: string): string =>
  `${escape(view.format.short(date))} <span class="t">${timeHtml(view, from, zone)} – ${timeHtml(view, to, zone)}</span>`
