import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { calendar } from '../../../src/calendar/ics.ts'
import { viewOf } from '../../../src/view/shared/view.ts'
import { aMaintenance, aSnapshot, now } from '../snapshots.ts'
import { sampleProgramme } from '../../../src/renderer/sample-maintenance.ts'

const hour = 3_600_000
const day = 24 * hour

const window = (id: string, more: object) =>
  aMaintenance({
    id,
    announced: [{ at: now - 9 * day, from: now + 2 * day, to: now + 2 * day + hour }],
    ...more,
  })
const snapshot = aSnapshot({
  recurringMaintenance: sampleProgramme(),
  maintenances: [
    window('felt', { impact: 'major', title: 'Migration, «grande»' }),
    window('unfelt', { impact: 'none' }),
    window('cancelled', { impact: 'major', cancelledAt: now - hour }),
  ],
})
const read = (file: 'calendar.ics' | 'calendar-alarms.ics') => {
  const text = calendar(viewOf(snapshot, 'fr', `/${file}`), null, file)
  const component = new ICAL.Component(ICAL.parse(text) as unknown[])
  return { text, component, events: component.getAllSubcomponents('vevent') }
}

test('the second calendar reminds of what readers feel an hour before, and of nothing else', () => {
  const { events } = read('calendar-alarms.ics')
  const alarms = events.map((event) => ({
    summary: String(event.getFirstPropertyValue('summary')),
    alarm: event.getFirstSubcomponent('valarm'),
  }))
  const felt = alarms.find(({ summary }) => summary === 'Migration, «grande»')!
  expect(felt.alarm!.getFirstPropertyValue('action')).toBe('DISPLAY')
  expect(String(felt.alarm!.getFirstPropertyValue('trigger'))).toBe('-PT1H')
  expect(felt.alarm!.getFirstPropertyValue('description')).toBe(felt.summary)
  const quiet = events.filter((event) => event.getFirstSubcomponent('valarm') === null)
  expect(quiet.map((event) => event.getFirstPropertyValue('status'))).toContain('CANCELLED')
  expect(alarms.filter(({ alarm }) => alarm !== null).length).toBe(
    1 + sampleProgramme().filter(({ impact }) => impact !== 'none').length,
  )
})

test('but for its alarms and its name it is the first calendar, which has none', () => {
  const plain = read('calendar.ics')
  expect(plain.text).not.toContain('VALARM')
  const uids = (events: typeof plain.events) =>
    events.map(
      (event) =>
        `${String(event.getFirstPropertyValue('uid'))}${String(event.getFirstPropertyValue('dtstart'))}`,
    )
  const reminding = read('calendar-alarms.ics')
  expect(uids(reminding.events)).toEqual(uids(plain.events))
  expect(reminding.component.getFirstPropertyValue('x-wr-calname')).not.toBe(
    plain.component.getFirstPropertyValue('x-wr-calname'),
  )
  expect(String(reminding.component.getFirstPropertyValue('source'))).toMatch(/calendar-alarms\.ics$/)
})
