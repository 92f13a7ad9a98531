import { expect, test } from 'vitest'
import { occurrences } from '../../../collector/core/maintenance/recurrence.ts'
import { aPage, anEntry, day, hour, icsOf, loadedAt, spans } from './builders.ts'
import { shownIn } from './reader.ts'

test.for([
  ['Europe/Paris', '03:30'],
  ['Europe/Paris', '01:30'],
  ['Europe/Paris', '02:30'],
  ['America/New_York', '01:15'],
  ['America/New_York', '02:00'],
  ['America/New_York', '23:00'],
  ['Australia/Lord_Howe', '12:00'],
  ['Asia/Kolkata', '04:00'],
  ['UTC', '02:00'],
] as const)('two years of daily work at %s %s are those of the programme', ([timezone, at]) => {
  const entry = anEntry({ rrule: 'FREQ=DAILY', timezone, at, lasts: 4 * hour })
  const shown = shownIn(icsOf(aPage(entry).snapshot), loadedAt, loadedAt + 730 * day)
  expect(spans(shown)).toEqual(occurrences(entry, loadedAt, { from: loadedAt, to: loadedAt + 730 * day }))
  expect(shown.length).toBeGreaterThanOrEqual(729)
})

test.for([
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
  'FREQ=MONTHLY;BYDAY=1SU',
  'FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU',
  'FREQ=YEARLY',
  'FREQ=DAILY;INTERVAL=3;COUNT=200',
  'FREQ=WEEKLY;BYDAY=SA;UNTIL=20270601',
  'FREQ=WEEKLY;BYDAY=SA;UNTIL=20270605T020000Z',
])('the rule %s comes when the programme says, long after its first day', (rrule) => {
  for (const timezone of ['UTC', 'Europe/Paris', 'America/New_York']) {
    const entry = anEntry({ rrule, timezone, since: '2025-01-04' })
    const shown = shownIn(icsOf(aPage(entry).snapshot), loadedAt, loadedAt + 730 * day)
    const expected = occurrences(entry, loadedAt, { from: loadedAt, to: loadedAt + 730 * day })
    expect(spans(shown)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(0)
  }
})

test('a rule that never comes, or is over, makes no event', () => {
  for (const rrule of ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;UNTIL=20250101'])
    expect(icsOf(aPage(anEntry({ rrule, since: '2024-01-01' })).snapshot)).not.toContain('VEVENT')
})
