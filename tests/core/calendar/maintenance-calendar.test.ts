import { hash } from 'node:crypto'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { maintenanceCalendar } from '../../../collector/core/calendar/maintenance-calendar.ts'
import type { LoadedRecurringMaintenance } from '../../../collector/core/maintenance/recurring-maintenance.ts'
import { permanentId } from '../../../src/feeds/permanent-id.ts'
import { aMaintenance } from '../builders.ts'

const sha256 = (text: string): string => hash('sha256', text, 'hex')
const words = { summary: 'Work; all, of it', description: 'a\nb', url: null, locale: 'en' }

/** A calendar as another program reads it. */
function read(text: string) {
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/)
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  return { calendar, event: calendar.getFirstSubcomponent('vevent')! }
}

test('a window has the name it has in the calendar of the page', () => {
  const { event } = read(
    maintenanceCalendar(aMaintenance({ id: 'window000001', version: 3 }), null, words, sha256),
  )
  expect(event.getFirstPropertyValue('uid')).toBe(`${permanentId('maintenance', 'window000001')}@vigie`)
  expect(event.getFirstPropertyValue('sequence')).toBe(2)
  expect(event.getFirstPropertyValue('summary')).toBe('Work; all, of it')
})

test('an occurrence is named by its rule and its place in it, by the clock of the rule', () => {
  // 03:00 in Paris, on the day after the clock goes back.
  const from = Date.UTC(2026, 9, 26, 2)
  const entry = {
    entry: { id: 'weekly', timezone: 'Europe/Paris' },
    sequence: 4,
  } as LoadedRecurringMaintenance
  const occurrence = aMaintenance({
    scheduledFor: from,
    scheduledUntil: from + 3_600_000,
    programme: { entry: 'weekly', originalFor: from, changed: false },
    version: 2,
  })
  const { calendar, event } = read(maintenanceCalendar(occurrence, entry, words, sha256))
  expect(event.getFirstPropertyValue('uid')).toBe(`${permanentId('recurring', 'weekly')}@vigie`)
  expect(event.getFirstPropertyValue('sequence')).toBe(5)
  const place = event.getFirstProperty('recurrence-id')!
  expect([place.getParameter('tzid'), String(place.getFirstValue())]).toEqual([
    'Europe/Paris',
    '2026-10-26T03:00:00',
  ])
  expect(calendar.getFirstSubcomponent('vtimezone')!.getFirstPropertyValue('tzid')).toBe('Europe/Paris')
  expect(String(event.getFirstPropertyValue('dtstart'))).toBe('2026-10-26T02:00:00Z')
})
