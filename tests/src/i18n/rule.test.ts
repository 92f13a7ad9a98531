import { expect, test } from 'vitest'
import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { hoursWords } from '../../../src/view/shared/hours.ts'
import { ruleWords } from '../../../src/view/maintenance/recurrence-words.ts'
import { noticeSpan } from '../../../src/view/maintenance/span-words.ts'
import { viewOf } from '../../../src/view/shared/view.ts'
import { aSnapshot } from '../snapshots.ts'
import { inInventedLanguage } from '../variants.ts'

const hour = 3_600_000

/** A rule in French and in English, for an entry that began on 1 September 2026, a Tuesday, unless `since` says otherwise. */
const described = (rrule: string, since: string | null = null): (string | null)[] =>
  ['fr', 'en'].map((locale) =>
    ruleWords(
      { rrule, since, timezone: 'UTC', loadedAt: Date.UTC(2026, 8, 1) },
      locale,
      wordsOf(locale).rule,
    ),
  )

test('the rules of the handbook are shown as people say them', () => {
  expect(described('FREQ=DAILY')).toEqual(['chaque jour', 'every day'])
  expect(described('FREQ=WEEKLY;BYDAY=SU')).toEqual(['chaque dimanche', 'every Sunday'])
  expect(described('FREQ=MONTHLY;BYDAY=1SU')).toEqual([
    'chaque premier dimanche du mois',
    'every first Sunday of the month',
  ])
  expect(described('FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU')).toEqual([
    'chaque premier dimanche du trimestre',
    'every first Sunday of the quarter',
  ])
})

test('several days, longer intervals, dates and the end of a month have words', () => {
  expect(described('FREQ=WEEKLY;BYDAY=TH,MO')).toEqual(['chaque lundi et jeudi', 'every Monday and Thursday'])
  expect(described('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU')[0]).toBe('toutes les 2 semaines, le mardi')
  expect(described('FREQ=WEEKLY')[1]).toBe('every Tuesday')
  expect(described('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR')[0]).toBe('du lundi au vendredi')
  expect(described('FREQ=DAILY;INTERVAL=3')[1]).toBe('every 3 days')
  expect(described('FREQ=MONTHLY;BYDAY=-1FR')).toEqual([
    'chaque dernier vendredi du mois',
    'every last Friday of the month',
  ])
  expect(described('FREQ=MONTHLY;BYDAY=SU;BYSETPOS=2')[0]).toBe('chaque deuxième dimanche du mois')
  expect(described('FREQ=MONTHLY;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7')[0]).toBe(
    'chaque premier dimanche du mois',
  )
  expect(described('FREQ=MONTHLY;BYDAY=1SU,3SU')[1]).toBe('every first and third Sunday of the month')
  expect(described('FREQ=MONTHLY;BYMONTHDAY=1,15')).toEqual([
    'le 1er et 15 de chaque mois',
    'on the 1st and 15th of each month',
  ])
  expect(described('FREQ=MONTHLY;BYMONTHDAY=-1')[1]).toBe('on the last day of each month')
  expect(described('FREQ=MONTHLY', '2026-09-03')[1]).toBe('on the 3rd of each month')
  expect(described('FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU')[0]).toBe('tous les 2 mois, le premier dimanche')
  expect(described('FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU', '2026-10-04')[0]).toBe(
    'chaque premier dimanche du trimestre',
  )
  expect(described('FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU', '2026-11-01')[0]).toBe(
    'tous les 3 mois, le premier dimanche',
  )
  expect(described('FREQ=YEARLY;BYMONTH=4,10;BYDAY=2SA')[0]).toBe('le deuxième samedi, en avril et octobre')
  expect(described('FREQ=YEARLY', '2026-12-25')[1]).toBe('on the 25th of December')
  expect(described('FREQ=WEEKLY;BYDAY=SU;UNTIL=20270131T000000Z')[1]).toBe(
    'every Sunday, until January 31, 2027',
  )
})

test('a rule that no short sentence says is not half said', () => {
  for (const rule of [
    'FREQ=DAILY;COUNT=4',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1',
    'FREQ=MONTHLY;BYDAY=SU',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=YEARLY;BYMONTHDAY=1',
    'FREQ=WEEKLY;BYDAY=SU;BYMONTH=6',
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYDAY=1XX',
    'nonsense',
    '',
  ])
    expect(described(rule), rule).toEqual([null, null])
})

test('a language without a dictionary speaks English throughout', () => {
  const entry = { rrule: 'FREQ=WEEKLY;BYDAY=SU', since: null, timezone: 'UTC', loadedAt: 0 }
  expect(ruleWords(entry, 'pl', wordsOf('pl').rule)).toBe('every Sunday')
})

/** The hours of an entry on a page in a zone. */
const hours = (
  at: string,
  timezone: string,
  page = 'Europe/Paris',
  more: { rrule?: string; lasts?: number } = {},
) =>
  hoursWords(
    viewOf(aSnapshot({ page: { timezone: page } }), undefined, '/'),
    { at, timezone, lasts: 4 * hour, rrule: 'FREQ=DAILY', ...more },
    2026,
  ).replaceAll('\u00a0', ' ')

test('hours are shown in the zone of the entry and in that of the page, in winter and in summer', () => {
  expect(hours('02:00', 'UTC')).toBe('02:00 – 06:00 UTC, 03:00 à Paris (04:00 en été)')
  expect(hours('02:00', 'Europe/Paris')).toBe('02:00 – 06:00 à Paris')
  expect(hours('02:00', 'UTC', 'UTC')).toBe('02:00 – 06:00 UTC')
  expect(hours('02:00', 'UTC', 'Europe/Paris', { rrule: 'FREQ=YEARLY;BYMONTH=1;BYDAY=1SU' })).toBe(
    '02:00 – 06:00 UTC, 03:00 à Paris',
  )
  expect(hours('02:00', 'UTC', 'Asia/Tokyo')).toBe('02:00 – 06:00 UTC, 11:00 à Tokyo')
})

test('hours that fall on another day over there say so', () => {
  expect(hours('23:30', 'UTC')).toBe(
    '23:30 – 03:30 UTC, 00:30 le lendemain à Paris (01:30 le lendemain en été)',
  )
  expect(hours('02:00', 'UTC', 'America/Bogota')).toBe('02:00 – 06:00 UTC, 21:00 la veille à Bogota')
  expect(hours('22:00', 'UTC', 'UTC', { lasts: 48 * hour })).toBe('22:00, pendant 2 jours UTC')
})

test('a notice never seems longer than it was', () => {
  const view = viewOf(aSnapshot(), undefined, '/')
  const spans = [14 * 24, 24, 7 * 24, 12.9 * 24, 23.99, 3, 0.5].map((span) => noticeSpan(view, span * hour))
  expect(spans.map((span) => span.replaceAll('\u00a0', ' '))).toEqual([
    '2 semaines',
    '24 h',
    '1 semaine',
    '12 jours',
    '23 h 59 min',
    '3 h',
    '30 min',
  ])
})

test('from right to left, the name of a zone draws no figures of the next time to itself', () => {
  const view = viewOf(inInventedLanguage(aSnapshot(), 'ar'), 'ar', '/')
  const entry = { at: '02:00', timezone: 'UTC', lasts: 4 * hour, rrule: 'FREQ=DAILY' }
  expect(hoursWords(view, entry, 2026)).toMatch(/^02:00 – 06:00 UTC\u200f, 03:00 \S+ Paris\u200f \(04:00/)
})
