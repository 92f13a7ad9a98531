import { expect, test } from 'vitest'
import { declarationsOf } from '../../../collector/core/incident/declared-status.ts'
import { anIncident, anUpdate, at, during, theDay } from '../builders.ts'

const now = theDay.to
const declarationsFor = (incident: ReturnType<typeof anIncident>, component = 'api') =>
  declarationsOf([incident], component, now).declarations

test('an incident counts from its beginning, as its first update says, to its resolution', () => {
  const incident = anIncident({
    startedAt: at('09:45'),
    updates: [
      anUpdate({ at: at('10:00') }),
      anUpdate({ at: at('10:20'), status: 'monitoring', components: { api: 'degraded_performance' } }),
      anUpdate({ at: at('10:30'), status: 'resolved', components: { api: 'operational' } }),
      anUpdate({ at: at('18:00'), status: 'postmortem', components: { api: 'major_outage' } }),
    ],
  })
  expect(declarationsFor(incident)).toEqual([
    { ...during('09:45', '10:20'), status: 'major_outage' },
    { ...during('10:20', '10:30'), status: 'degraded_performance' },
  ])
})

test('an open incident counts up to now, and one that begins later does not yet', () => {
  expect(declarationsFor(anIncident())).toEqual([{ from: at('10:00'), to: now, status: 'major_outage' }])
  expect(declarationsOf([anIncident()], 'api', at('09:00')).declarations).toEqual([])
})

test('a component that a later message names counts from that message', () => {
  const incident = anIncident({
    updates: [anUpdate(), anUpdate({ at: at('10:10'), components: { web: 'partial_outage' } })],
  })
  expect(declarationsFor(incident, 'web')).toEqual([{ from: at('10:10'), to: now, status: 'partial_outage' }])
  expect(declarationsFor(incident, 'mail')).toEqual([])
})

test('messages that say nothing of a component leave it as it was', () => {
  const incident = anIncident({
    updates: [anUpdate(), anUpdate({ at: at('10:10'), components: {} }), anUpdate({ at: at('10:20') })],
  })
  expect(declarationsFor(incident)).toHaveLength(1)
})

test('an incident that was opened again counts to its last resolution', () => {
  const closing = { status: 'resolved', components: {} } as const
  const incident = anIncident({
    updates: [
      anUpdate(),
      anUpdate({ at: at('10:30'), ...closing }),
      anUpdate({ at: at('10:40'), status: 'investigating', components: {} }),
      anUpdate({ at: at('11:00'), ...closing }),
    ],
  })
  expect(declarationsFor(incident)).toEqual([{ ...during('10:00', '11:00'), status: 'major_outage' }])
})

test('an automatic incident declares nothing: its component follows the monitors', () => {
  const updates = [anUpdate({ author: 'collector' })]
  expect(declarationsFor(anIncident({ automatic: true, about: 'api', updates }))).toEqual([])
})

test('a false alarm declares nothing and gives its span for the components it named', () => {
  const falseAlarm = { reason: 'A broken probe', at: at('12:00') }
  const resolved = anUpdate({ at: at('10:30'), status: 'resolved', components: {} })
  const incident = anIncident({ falseAlarm, updates: [anUpdate(), resolved] })
  expect(declarationsOf([incident], 'api', now)).toEqual({
    declarations: [],
    falseAlarms: [during('10:00', '10:30')],
  })
  expect(declarationsOf([incident], 'web', now)).toEqual({ declarations: [], falseAlarms: [] })
})

test('a false alarm that was never resolved ends when it was marked as one', () => {
  const falseAlarm = { reason: 'A broken probe', at: at('12:00') }
  const incident = anIncident({ automatic: true, about: 'api', falseAlarm })
  expect(declarationsOf([incident], 'api', now).falseAlarms).toEqual([during('10:00', '12:00')])
})

test('an incident that a person has taken over declares what the person says, from then on', () => {
  const incident = anIncident({
    automatic: true,
    about: 'api',
    updates: [
      anUpdate({ author: 'collector' }),
      anUpdate({ at: at('10:10'), components: {} }),
      anUpdate({ at: at('10:20'), components: { api: 'partial_outage', web: 'degraded_performance' } }),
      anUpdate({ at: at('10:40'), status: 'resolved', components: {} }),
    ],
  })
  expect(declarationsFor(incident)).toEqual([{ ...during('10:20', '10:40'), status: 'partial_outage' }])
  expect(declarationsFor(incident, 'web')).toEqual([
    { ...during('10:20', '10:40'), status: 'degraded_performance' },
  ])
})
