import { expect, test } from 'vitest'
import { overlappingIncidents } from '../../../collector/core/report/overlapping-incidents.ts'
import { anIncident, anUpdate, at } from '../builders.ts'

const incident = (id: string, from: string, to: string | null, component = 'api') =>
  anIncident({
    id,
    startedAt: at(from),
    updates: [
      anUpdate({ at: at(from), components: { [component]: 'major_outage' } }),
      ...(to === null ? [] : [anUpdate({ id: `${id}2`, at: at(to), status: 'resolved', components: {} })]),
    ],
  })

const minute = 60_000

test('incidents of one component at one time name each other, and their time together counts once', () => {
  const found = overlappingIncidents(
    [
      incident('automatic', '10:00', '10:30'),
      incident('manual', '10:10', '11:00'),
      incident('elsewhere', '10:10', '11:00', 'web'),
      incident('afterwards', '11:00', '11:20'),
    ],
    at('12:00'),
  )
  expect([...found]).toEqual([
    ['automatic', { incidents: ['manual'], time: 60 * minute }],
    ['manual', { incidents: ['automatic'], time: 60 * minute }],
  ])
})

test('one that is open lasts until the end of the report, and a false alarm overlaps nothing', () => {
  const falseAlarm = { reason: 'r', at: at('13:00'), by: 'ada' }
  const found = overlappingIncidents(
    [
      incident('open', '10:00', null),
      incident('inside', '10:10', '10:20'),
      incident('later', '10:40', '10:50'),
      { ...incident('false', '10:00', '11:00'), falseAlarm },
    ],
    at('11:30'),
  )
  expect(found.get('open')).toEqual({ incidents: ['inside', 'later'], time: 90 * minute })
  expect(found.get('inside')).toEqual({ incidents: ['open'], time: 90 * minute })
  expect(found.has('false')).toBe(false)
})
