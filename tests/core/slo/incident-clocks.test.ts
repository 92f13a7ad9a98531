import { expect, test } from 'vitest'
import { incidentClocks, isAnnouncement, mtta, mttr } from '../../../collector/core/slo/incident-clocks.ts'
import type { PriorityObjectives } from '../../../collector/core/slo/objective.ts'
import type { Incident, Postmortem } from '../../../collector/core/incident/incident.ts'
import { anIncident, anUpdate, at, during, theDay } from '../builders.ts'

const minute = 60_000
const hour = 60 * minute
const priorityObjectives = (response: number | null, resolution: number | null): PriorityObjectives => ({
  description: null,
  response,
  resolution,
})
/** The handbook's (NUMBERS.md, Promises). */
const objectives = {
  priorities: {
    P1: priorityObjectives(15 * minute, hour),
    P2: priorityObjectives(hour, 4 * hour),
    P3: priorityObjectives(null, null),
  },
  objectives: { recovery: 15 * minute, resolution: 4 * hour, response: 2 * hour, dataLoss: 0 },
}
const clocks = (incident: Incident, now: number | string = theDay.to) =>
  incidentClocks(incident, objectives, typeof now === 'string' ? at(now) : now)

const automatic = anUpdate({ author: 'collector' })
const resolved = (time: string, author = 'ada') =>
  anUpdate({ at: at(time), status: 'resolved', components: {}, author })
/** Opened by the collector at 10:00, seen a minute later. */
const opened = (parts: Partial<Incident> = {}): Incident =>
  anIncident({
    priority: 'P1',
    automatic: true,
    about: 'api',
    detectedAt: at('10:01'),
    updates: [automatic],
    ...parts,
  })
const aPostmortem = (dataLoss: number | null): Postmortem => ({
  body: 'It was the disk.',
  rootCause: null,
  dataLoss,
  actions: [],
  at: at('15:00'),
  author: 'ada',
})

test('an acknowledgement is timed from the detection, a restoration from the beginning', () => {
  const incident = opened({ acknowledgedAt: at('10:07'), updates: [automatic, resolved('10:13')] })
  expect(clocks(incident)).toMatchObject({
    response: {
      objective: 15 * minute,
      took: 6 * minute,
      elapsed: 6 * minute,
      verdict: 'kept',
      running: false,
    },
    recovery: { objective: 15 * minute, took: 13 * minute, verdict: 'kept', running: false },
    resolution: { objective: hour, took: 13 * minute, verdict: 'kept', running: false },
  })
})

test('without an acknowledgement the first message of a person answers', () => {
  const answer = anUpdate({ at: at('10:11'), components: {} })
  const later = anUpdate({ at: at('10:12'), components: {} })
  expect(clocks(opened({ updates: [automatic, answer, later] })).response.took).toBe(10 * minute)
})

test('what an import brought without an author answers nothing', () => {
  const imported = anUpdate({ at: at('10:00'), author: 'import' })
  expect(clocks(opened({ updates: [imported] })).response.took).toBeNull()
  expect(clocks(opened({ updates: [imported], acknowledgedAt: at('10:05') })).response.took).toBe(4 * minute)
})

test('an incident that a person opened was answered by its first message, and never before it was known', () => {
  const update = anUpdate({ at: at('10:20') })
  expect(clocks(anIncident({ updates: [update] })).response.took).toBe(20 * minute)
  expect(clocks(anIncident({ updates: [update], detectedAt: at('10:30') })).response.took).toBe(0)
})

test('clocks run while an incident is open: kept, at risk past three quarters, broken past all of the time', () => {
  const clocksAt = (now: number) => {
    const { response, recovery } = clocks(opened(), now)
    return [response.verdict, response.elapsed, recovery.verdict, recovery.elapsed, recovery.running]
  }
  const quarter = 3.75 * minute
  expect(clocksAt(at('10:00') + 3 * quarter)).toEqual([
    'kept',
    3 * quarter - minute,
    'kept',
    3 * quarter,
    true,
  ])
  expect(clocksAt(at('10:00') + 3 * quarter + 1)[2]).toBe('at_risk')
  expect(clocksAt(at('10:15'))).toEqual(['at_risk', 14 * minute, 'at_risk', 15 * minute, true])
  expect(clocksAt(at('10:15') + 1)[2]).toBe('broken')
  expect(clocks(opened(), at('10:15') + 1).recovery).toMatchObject({ took: null, running: true })
})

test('what was at risk and ended in time is kept; to the last millisecond', () => {
  const ended = (ms: number) =>
    clocks(opened({ updates: [automatic, { ...resolved('10:00'), at: at('10:15') + ms }] })).recovery.verdict
  expect([ended(0), ended(1)]).toEqual(['kept', 'broken'])
})

test('the priority’s promise goes before the general one, which stands in where it has none', () => {
  const objectivesOf = (priority: Incident['priority']) => {
    const { response, recovery, resolution } = clocks(opened({ priority }))
    return [response.objective, recovery.objective, resolution.objective]
  }
  expect(objectivesOf('P1')).toEqual([15 * minute, 15 * minute, hour])
  expect(objectivesOf('P2')).toEqual([hour, 15 * minute, 4 * hour])
  expect(objectivesOf('P3')).toEqual([2 * hour, 15 * minute, 4 * hour])
  expect(objectivesOf('P4')).toEqual([2 * hour, 15 * minute, 4 * hour])
  expect(objectivesOf(null)).toEqual([2 * hour, 15 * minute, 4 * hour])
})

test('where nothing is promised nothing is judged, and time is shown all the same', () => {
  const none = {
    priorities: {},
    objectives: { recovery: null, resolution: null, response: null, dataLoss: null },
  }
  const incident = opened({ updates: [automatic, resolved('12:00')], postmortem: aPostmortem(5) })
  const { response, recovery, dataLoss } = incidentClocks(incident, none, theDay.to)
  expect(response).toMatchObject({ objective: null, took: 119 * minute, verdict: 'unknown' })
  expect(recovery).toMatchObject({ objective: null, took: 2 * hour, verdict: 'unknown' })
  expect(dataLoss).toEqual({ objective: null, lost: 5, verdict: 'unknown' })
})

test('what was over before anybody answered: unknown in time, broken too late; a postmortem is no answer', () => {
  const learnt = anUpdate({ at: at('20:00'), status: 'postmortem', components: {} })
  const alone = (time: string) =>
    clocks(opened({ updates: [automatic, resolved(time, 'collector'), learnt] })).response
  expect(alone('10:16')).toMatchObject({
    took: null,
    elapsed: 15 * minute,
    verdict: 'unknown',
    running: false,
  })
  expect(alone('10:17')).toMatchObject({
    took: null,
    elapsed: 16 * minute,
    verdict: 'broken',
    running: false,
  })
})

test('an incident that was opened again runs on until it is over for good', () => {
  const again = anUpdate({ at: at('10:10'), components: {} })
  const updates = [automatic, resolved('10:05', 'collector'), again]
  expect(clocks(opened({ updates }), '10:12').recovery).toMatchObject({
    took: null,
    elapsed: 12 * minute,
    running: true,
  })
  expect(clocks(opened({ updates: [...updates, resolved('11:00')] })).recovery.took).toBe(hour)
})

test('false alarms, announcements and what was taken off the page are promised nothing', () => {
  const unjudged = {
    response: { objective: null, verdict: 'unknown', running: false },
    recovery: { objective: null, verdict: 'unknown', running: false },
    resolution: { objective: null, verdict: 'unknown', running: false },
    dataLoss: { objective: null, verdict: 'unknown' },
  }
  const postmortem = aPostmortem(7)
  const falseAlarm = { reason: 'A broken probe', at: at('12:00') }
  expect(clocks(opened({ falseAlarm, postmortem }))).toMatchObject(unjudged)
  expect(clocks(opened({ withdrawn: { at: at('12:00'), by: 'ada' }, postmortem }))).toMatchObject(unjudged)
  const news = anIncident({
    impact: 'none',
    updates: [anUpdate({ status: 'resolved', components: {} })],
    postmortem,
  })
  expect(isAnnouncement(news)).toBe(true)
  expect(clocks(news)).toMatchObject(unjudged)
})

test('what had an impact, lasted or still lasts is no announcement', () => {
  const update = anUpdate({ status: 'resolved', components: {} })
  expect(isAnnouncement(anIncident({ impact: 'minor', updates: [update] }))).toBe(false)
  expect(isAnnouncement(anIncident({ impact: 'none', updates: [resolved('10:01')] }))).toBe(false)
  expect(isAnnouncement(anIncident({ impact: 'none' }))).toBe(false)
})

test('lost data is what the postmortem declares: none keeps the promise, one millionth breaks it', () => {
  const loss = (dataLoss: number | null) => clocks(opened({ postmortem: aPostmortem(dataLoss) })).dataLoss
  expect(loss(0)).toEqual({ objective: 0, lost: 0, verdict: 'kept' })
  expect(loss(1)).toEqual({ objective: 0, lost: 1, verdict: 'broken' })
  expect(loss(null)).toEqual({ objective: 0, lost: null, verdict: 'unknown' })
  expect(clocks(opened()).dataLoss).toEqual({ objective: 0, lost: null, verdict: 'unknown' })
})

test('means are over what was answered and resolved in the interval, rounded up to a whole millisecond', () => {
  const one = (time: string, ack: string, parts: Partial<Incident> = {}) =>
    opened({ acknowledgedAt: at(ack), updates: [automatic, resolved(time)], ...parts })
  const three = [one('10:10', '10:02'), one('10:20', '10:02'), one('10:30', '10:02')]
  expect(mttr(three, theDay)).toBe(20 * minute)
  expect(mtta(three, theDay)).toBe(minute)
  const odd = [one('10:10', '10:02'), one('10:20', '10:02', { startedAt: at('10:00') - 1 })]
  expect(mttr(odd, theDay)).toBe(15 * minute + 1)

  // Half-open: what is resolved at the end belongs to the next interval.
  expect(mttr(three, during('10:10', '10:20'))).toBe(10 * minute)
  expect(mttr(three, during('10:11', '10:21'))).toBe(20 * minute)
  expect(mtta(three, during('10:02', '10:03'))).toBe(minute)
  expect(mtta(three, during('10:03', '11:00'))).toBeNull()
})

test('means leave out false alarms, announcements, what is open and what nobody answered', () => {
  const left = [
    opened({
      falseAlarm: { reason: 'A broken probe', at: at('12:00') },
      updates: [automatic, resolved('10:30')],
    }),
    anIncident({ impact: 'none', updates: [anUpdate({ status: 'resolved', components: {} })] }),
    opened({ withdrawn: { at: at('12:00'), by: 'ada' }, updates: [automatic, resolved('10:30')] }),
    opened(),
  ]
  expect([mtta(left, theDay), mttr(left, theDay)]).toEqual([null, null])
  const alone = opened({ updates: [automatic, resolved('10:30', 'collector')] })
  expect([mtta([alone], theDay), mttr([alone], theDay)]).toEqual([null, 30 * minute])
})
