import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { expect, test } from 'vitest'
import { formats } from '../../../collector/core/i18n/format.ts'
import { zoneName } from '../../../collector/core/i18n/zone-name.ts'

test('an hour that comes twice is shown with its offset, any other without', () => {
  const format = formats('en', 'America/New_York', wordsOf('en'))
  const at = (iso: string): string => format.moment(Date.parse(iso))
  expect(at('2026-11-01T05:30:00Z')).toBe('November 1, 2026 at 01:30\u00a0UTC−4')
  expect(at('2026-11-01T06:30:00Z')).toBe('November 1, 2026 at 01:30\u00a0UTC−5')
  expect(at('2026-11-01T07:00:00Z')).toBe('November 1, 2026 at 02:00')
  expect(format.time(Date.parse('2026-11-01T06:59:59Z'))).toBe('01:59\u00a0UTC−5')
  expect(
    formats('en', 'Australia/Lord_Howe', wordsOf('en')).time(Date.parse('2026-04-04T15:15:00Z')),
  ).toMatch(/\u00a0UTC\+1(0:30|1)$/)
})

test('zones are named as readers know them, those of POSIX by their offset', () => {
  expect(
    ['Europe/Paris', 'America/New_York', 'Etc/UTC', 'Etc/GMT+5', 'Etc/GMT-14', 'Etc/GMT+0'].map(zoneName),
  ).toEqual(['Paris', 'New York', 'UTC', 'UTC−5', 'UTC+14', 'UTC'])
})

test('a percentage has the signs of its locale, those of its direction too', () => {
  const percent = (locale: string) => formats(locale, 'UTC', wordsOf('en')).percent('99.34')
  expect(percent('fr')).toBe('99,34\u00a0%')
  expect(percent('he')).toBe('99.34%')
  expect(percent('ar').replaceAll('\u200e', '')).toBe('99.34%')
})
