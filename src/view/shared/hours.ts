import type { RecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import { day } from '../../../collector/core/time/units.ts'
import { directionOf } from '../../../collector/core/i18n/direction.ts'
import { formats } from '../../../collector/core/i18n/format.ts'
import { zoneCity } from '../../../collector/core/i18n/zone-city.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from './view.ts'

/** What an entry says of its hours. */
type Hours = Pick<RecurringMaintenance, 'at' | 'timezone' | 'lasts' | 'rrule'>

/** A time on the page's clock on some day: how it is written, on which day it falls, and how far the zone then is from UTC. */
type HourReading = { readonly time: string; readonly shift: number; readonly offset: number }

/**
 * The hours of an entry in its own zone and in the page's: `02:00 – 06:00 UTC, 03:00 à Paris (04:00 à l’heure d’été)`.
 * `year` is the one whose clocks are meant.
 */
export function hoursWords(view: View, entry: Hours, year: number): string {
  const { timezone } = view.snapshot.page
  const own = inZone(view, range(view, entry), entry.timezone)
  const readings = monthsOf(entry.rrule).map((month) => reading(view, entry, year, month))
  const seasons = [
    ...new Map(readings.map((one) => [`${one.time} ${one.shift} ${one.offset}`, one])).values(),
  ]
  const distinct = new Set(seasons.map((one) => `${one.time} ${one.shift}`))
  const there = (one: HourReading) => inZone(view, shifted(view, one), timezone)
  const [first] = seasons.toSorted((a, b) => a.offset - b.offset)
  if (!first || (distinct.size === 1 && first.time === entry.at && first.shift === 0)) return own
  if (distinct.size === 1) return `${own}, ${there(first)}`
  // Of the two a zone has, the time further ahead of UTC is the one of summer, on either half of the globe.
  const summer = seasons.find((one) => one.offset > first.offset)
  if (distinct.size > 2 || !summer) return own
  return `${own}, ${there(first)} (${fillPlaceholders(view.words.rule.summer, { time: shifted(view, summer) })})`
}

/** The months a rule names, all of them where it names none. */
function monthsOf(rrule: string): readonly number[] {
  const ruleMonths = /(?:^|;)BYMONTH=([\d,]+)/i.exec(rrule)?.[1]?.split(',').map(Number)
  const months = ruleMonths?.filter((month) => month >= 1 && month <= 12) ?? []
  return months.length > 0 ? months : Array.from({ length: 12 }, (_, index) => index + 1)
}

function reading(view: View, entry: Hours, year: number, month: number): HourReading {
  const date = Temporal.PlainDate.from({ year, month, day: 15 })
  const here = date.toZonedDateTime({ timeZone: entry.timezone, plainTime: entry.at })
  const there = here.withTimeZone(view.snapshot.page.timezone)
  return {
    time: view.format.time(here.epochMilliseconds),
    shift: Temporal.PlainDate.compare(there.toPlainDate(), date),
    offset: there.offsetNanoseconds,
  }
}

const shifted = ({ words }: View, { time, shift }: HourReading): string =>
  shift === 0 ? time : fillPlaceholders(shift > 0 ? words.rule.nextDay : words.rule.dayBefore, { time })

/**
 * A time with its zone: `04:00 à Paris`, `03:00 UTC`. Where words go from right to left, a mark ends the Latin name: the
 * figures of the next time would else be set as its continuation, from left to right.
 */
function inZone(view: View, time: string, timezone: string): string {
  const city = zoneCity(timezone, view.locale)
  const zone = directionOf(view.locale) === 'rtl' ? `${city}\u200f` : city
  return city === 'UTC' ? `${time} ${zone}` : fillPlaceholders(view.words.rule.inZone, { time, zone })
}

function range(view: View, { at, lasts, timezone }: Hours): string {
  if (lasts >= day)
    return fillPlaceholders(view.words.rule.lasting, { time: at, span: view.format.span(lasts) })
  // A day of winter in UTC is as good as any: only the two hours are taken from it.
  const from = Temporal.PlainDate.from('2024-01-15').toZonedDateTime({ timeZone: timezone, plainTime: at })
  return `${at} – ${formats(view.locale, timezone, view.words).time(from.epochMilliseconds + lasts)}`
}
