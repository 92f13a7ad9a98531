import { dayOf } from '../../../collector/core/time/calendar.ts'
import type { RecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import { isEnglish } from '../../../collector/core/i18n/complete-words.ts'
import type { Words } from '../../../collector/core/i18n/words.ts'
import { dateText } from '../../../collector/core/i18n/date-text.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { type Rule, type Weekday, parseRule, weekdays } from './recurrence-rule.ts'

/** An entry as far as its rule goes: for days the rule leaves to its first day, that day counts. */
export type RuleInput = Pick<RecurringMaintenance, 'rrule' | 'since' | 'timezone'> & {
  readonly loadedAt: number
}

const quarters = '1,4,7,10'

/**
 * A recurrence rule in the words of a locale: `chaque premier dimanche du trimestre`. Null for a rule that no short
 * sentence says: then its next dates are named instead.
 */
export function ruleWords(entry: RuleInput, locale: string, words: Words['rule']): string | null {
  const rule = parseRule(entry.rrule)
  if (!rule) return null
  const language = languageOf(locale, words)
  const sentenceText = sentence(rule, firstDay(entry), language)
  if (sentenceText === null || rule.until === null) return sentenceText
  const date = new Intl.DateTimeFormat(language.language, { dateStyle: 'long', timeZone: 'UTC' })
  return fillPlaceholders(words.until, {
    rule: sentenceText,
    date: dateText(date, Date.parse(rule.until)),
  })
}

const firstDay = ({ since, loadedAt, timezone }: RuleInput): Temporal.PlainDate =>
  Temporal.PlainDate.from(since ?? dayOf(loadedAt, timezone))

type RecurrenceLanguage = {
  readonly language: string
  readonly words: Words['rule']
  readonly list: (parts: readonly string[]) => string
  readonly weekday: (day: Weekday) => string
  readonly month: (month: number) => string
  readonly date: (day: number) => string
}

const known = new WeakMap<Words['rule'], Map<string, RecurrenceLanguage>>()

function languageOf(locale: string, words: Words['rule']): RecurrenceLanguage {
  let byLocale = known.get(words)
  if (!byLocale) known.set(words, (byLocale = new Map()))
  let cached = byLocale.get(locale)
  if (!cached) byLocale.set(locale, (cached = createLanguage(locale, words)))
  return cached
}

function createLanguage(locale: string, words: Words['rule']): RecurrenceLanguage {
  // The words may have fallen back to English while the locale has not: names of days must be in their language.
  const language = isEnglish(words) ? (locale.startsWith('en') ? locale : 'en') : locale
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const ordinals = new Intl.PluralRules(language, { type: 'ordinal' })
  const forms: Readonly<Record<string, string>> = words.ordinal
  return {
    language,
    words,
    list: (parts) => list.format(parts),
    // 1 January 2024 was a Monday.
    weekday: (day) => weekday.format(Date.UTC(2024, 0, 1 + weekdays.indexOf(day))),
    month: (number) => month.format(Date.UTC(2024, number - 1, 15)),
    date: (day) =>
      day === -1
        ? words.lastDay
        : fillPlaceholders(forms[ordinals.select(day)] ?? words.ordinal.other, { n: String(day) }),
  }
}

function sentence(rule: Rule, first: Temporal.PlainDate, language: RecurrenceLanguage): string | null {
  const { words } = language
  const n = String(rule.interval)
  if (rule.freq === 'DAILY' && rule.days.length === 0) {
    if (rule.months.length > 0 || rule.dates.length > 0 || rule.position !== null) return null
    return rule.interval === 1 ? words.everyDay : fillPlaceholders(words.everyDays, { n })
  }
  if (rule.freq === 'WEEKLY' || (rule.freq === 'DAILY' && rule.interval === 1)) {
    if (rule.months.length > 0 || rule.dates.length > 0 || rule.position !== null) return null
    if (rule.days.some((one) => one.nth !== null)) return null
    const chosen = new Set(
      rule.days.length > 0 ? rule.days.map(({ day }) => day) : [weekdays[first.dayOfWeek - 1]!],
    )
    const ordered = weekdays.filter((day) => chosen.has(day))
    if (rule.interval === 1 && ordered.length === 7) return words.everyDay
    const days =
      ordered.join() === 'MO,TU,WE,TH,FR' ? null : language.list(ordered.map((day) => language.weekday(day)))
    if (rule.interval === 1)
      return days === null ? words.workdays : fillPlaceholders(words.everyWeek, { days })
    return fillPlaceholders(words.everyWeeks, { n, days: days ?? words.workdays })
  }
  return monthly(rule, first, language)
}

/** Rules by months, of which a rule by years that names its months is one. */
function monthly(rule: Rule, first: Temporal.PlainDate, language: RecurrenceLanguage): string | null {
  const yearly = rule.freq === 'YEARLY'
  if (rule.freq === 'DAILY') return null
  if (yearly && (rule.interval !== 1 || (rule.months.length === 0 && rule.days.length > 0))) return null
  // A date of a month is one of every month, unless months are named.
  if (yearly && rule.months.length === 0 && rule.dates.length > 0) return null
  const months = yearly && rule.months.length === 0 ? [first.month] : rule.months
  if (months.length > 0 && rule.interval !== 1) return null
  const nth = nthDay(rule, language)
  const which = nth ?? dates(rule, first, language)
  if (which === null) return null
  const n = String(rule.interval)
  const frames = nth === null ? language.words.date : language.words.nth
  if (nth !== null && (months.join() === quarters || everyQuarter(rule, first)))
    return fillPlaceholders(language.words.nth.quarter, { which })
  if (months.length > 0)
    return fillPlaceholders(frames.named, { which, months: language.list(months.map(language.month)) })
  return rule.interval === 1
    ? fillPlaceholders(frames.month, { which })
    : fillPlaceholders(frames.months, { n, which })
}

const everyQuarter = (rule: Rule, first: Temporal.PlainDate): boolean =>
  rule.freq === 'MONTHLY' && rule.interval === 3 && first.month % 3 === 1

function nthDay(rule: Rule, language: RecurrenceLanguage): string | null {
  const { words } = language
  const names: Readonly<Record<number, string>> = {
    1: words.first,
    2: words.second,
    3: words.third,
    4: words.fourth,
    5: words.fifth,
    [-1]: words.last,
    [-2]: words.lastButOne,
  }
  const [one, ...others] = rule.days
  if (!one || others.some(({ day }) => day !== one.day)) return null
  const places =
    rule.days.length === 1 && one.nth === null
      ? [weekOf(rule.dates) ?? rule.position]
      : rule.dates.length > 0 || rule.position !== null
        ? [null]
        : rule.days.map(({ nth }) => nth)
  const weekNames = places.map((place) => (place === null ? undefined : names[place]))
  if (weekNames.some((name) => name === undefined)) return null
  return fillPlaceholders(words.nthDay, {
    nth: language.list(weekNames as string[]),
    day: language.weekday(one.day),
  })
}

/** 1 for the dates 1 to 7, 2 for 8 to 14 …: another way to write the nth day of a month. Null for any others. */
function weekOf(list: readonly number[]): number | null {
  const from = list[0]
  return list.length === 7 &&
    from !== undefined &&
    from % 7 === 1 &&
    list.every((date, i) => date === from + i)
    ? (from + 6) / 7
    : null
}

function dates(rule: Rule, first: Temporal.PlainDate, language: RecurrenceLanguage): string | null {
  if (rule.days.length > 0 || rule.position !== null) return null
  const list = rule.dates.length > 0 ? rule.dates : [first.day]
  return list.some((date) => date < -1) ? null : language.list(list.map(language.date))
}
