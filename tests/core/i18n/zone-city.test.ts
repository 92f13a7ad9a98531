import { expect, test } from 'vitest'
import { zoneCity } from '../../../collector/core/i18n/zone-city.ts'

test.each([
  ['Europe/Paris', 'Paris', 'Paris', 'Paris', 'París'],
  ['Europe/London', 'London', 'Londres', 'London', 'Londres'],
  ['Europe/Vienna', 'Vienna', 'Vienne', 'Wien', 'Viena'],
  ['America/New_York', 'New York', 'New York', 'New York', 'Nueva York'],
  ['Asia/Singapore', 'Singapore', 'Singapour', 'Singapur', 'Singapur'],
  ['Etc/GMT+5', 'UTC−5', 'UTC−5', 'UTC−5', 'UTC−5'],
  ['UTC', 'UTC', 'UTC', 'UTC', 'UTC'],
])('%s is %s, %s, %s, %s', (timezone, ...names) => {
  expect(['en', 'fr-CA', 'de-AT', 'es'].map((locale) => zoneCity(timezone, locale))).toEqual(names)
  expect(zoneCity(timezone, 'pl')).toBe(names[0])
})
