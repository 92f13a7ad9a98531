import { expect, test } from 'vitest'
import {
  type AutomaticIncidentInput,
  decideIncident,
} from '../../../collector/core/evaluation/automatic-incident.ts'
import { formatDurationWords } from '../../../collector/core/i18n/duration-words.ts'
import { correctIncident } from '../../../collector/core/incident/commands.ts'
import type { MeasuredStatus } from '../../../collector/core/monitoring/health.ts'
import {
  type Incident,
  affectedComponents,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../../collector/core/incident/incident.ts'

const minute = 60_000
const start = Date.UTC(2026, 10, 1, 10)

const settings = {
  automatic: true,
  reopenWithin: 15 * minute,
  from: 'degraded_performance' as const,
  locales: ['fr', 'en'],
  templates: {
    title: {
      degraded_performance: { fr: '{component} : ralenti', en: '{component}: degraded' },
      partial_outage: { fr: '{component} : panne partielle', en: '{component}: partial outage' },
      major_outage: { fr: '{component} : panne', en: '{component}: outage' },
    },
    opened: { fr: 'Ouvert ({fault}).', en: 'Opened ({fault}).' },
    changed: {
      degraded_performance: { fr: 'Ralenti.', en: 'Slow now.' },
      partial_outage: { fr: 'En panne partielle.', en: 'Partly out now.' },
      major_outage: { fr: 'En panne majeure.', en: 'Entirely out now.' },
    },
    recovered: { fr: 'Rétabli après {duration}.', en: 'Recovered after {duration}.' },
    again: { fr: 'Encore.', en: 'Again.' },
    orphaned: { fr: 'Plus surveillé.', en: 'No longer watched.' },
  },
}
const api = {
  id: 'api',
  name: { fr: 'API publique', en: 'Public API' },
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: [],
}

/** Tell the collector a story, `minutes: status` by `minutes: status`, and see what it makes of it. */
function playStatuses(
  steps: readonly (readonly [minutes: number, says: MeasuredStatus | 'unknown'])[],
  options: Partial<typeof settings> = {},
) {
  let current: Incident | null = null
  const all = new Map<string, Incident>()
  let since = start
  let before: MeasuredStatus | 'unknown' | null = null
  for (const [minutes, measured] of steps) {
    const now = start + minutes * minute
    if (measured !== before) since = now
    before = measured
    const input: AutomaticIncidentInput = {
      component: api,
      measured,
      since,
      now: now + 30_000,
      fault: 'timeout',
      current,
    }
    const next = decideIncident(input, { ...settings, ...options })
    if (next) all.set(next.id, (current = next))
  }
  return { incidents: [...all.values()], last: current }
}
const statuses = (incident: Incident | null) => incident?.updates.map((update) => update.status)

test('a locale that a template lacks is shown in English under its own tag', () => {
  const { last } = playStatuses([[0, 'major_outage']], {
    locales: ['fr', 'pt'],
    templates: { ...settings.templates, opened: { fr: 'Ouvert.', en: 'Opened: {component}.' } },
  })
  expect(last?.updates[0]?.body).toEqual({ fr: 'Ouvert.', en: 'Opened: Public API.' })
})

test('a confirmed outage opens an incident dated to its beginning, in every locale', () => {
  const { last } = playStatuses([[0, 'major_outage']])
  expect(last).toMatchObject({
    startedAt: start,
    detectedAt: start + 30_000,
    title: { fr: 'API publique : panne', en: 'Public API: outage' },
    impact: 'critical',
    priority: 'P1',
    automatic: true,
    version: 1,
  })
  expect(last!.updates[0]!.body).toEqual({ fr: 'Ouvert (timeout).', en: 'Opened (timeout).' })
  expect(last!.id).toMatch(/^[a-z0-9]{12}$/)
})

test('asked again about the same situation it has nothing more to say', () => {
  expect(
    playStatuses([
      [0, 'major_outage'],
      [1, 'major_outage'],
      [2, 'major_outage'],
    ]).last!.updates,
  ).toHaveLength(1)
})

test('a recovery resolves it at the first good check, not when it was noticed', () => {
  const { last } = playStatuses([
    [0, 'major_outage'],
    [10, 'operational'],
  ])
  expect(statuses(last)).toEqual(['investigating', 'resolved'])
  expect(resolvedAt(last!)).toBe(start + 10 * minute)
  expect(last!.updates[1]!.body).toEqual({
    fr: 'Rétabli après 10\u00a0minutes.',
    en: 'Recovered after 10 minutes.',
  })
})

test('a change of status is recorded, and the impact remembers the worst', () => {
  const { last } = playStatuses([
    [0, 'partial_outage'],
    [5, 'major_outage'],
    [9, 'degraded_performance'],
  ])
  expect(last!.updates.map((update) => update.components['api'])).toEqual([
    'partial_outage',
    'major_outage',
    'degraded_performance',
  ])
  expect(last!.impact).toBe('critical')
  expect(affectedComponents(last!)).toEqual({ api: 'degraded_performance' })
})

test('nobody looking neither opens nor closes anything', () => {
  expect(playStatuses([[0, 'unknown']]).last).toBeNull()
  expect(
    isOpen(
      playStatuses([
        [0, 'major_outage'],
        [10, 'unknown'],
      ]).last!,
    ),
  ).toBe(true)
})

test('an outage soon after the last goes on in the same incident', () => {
  const { incidents, last } = playStatuses([
    [0, 'major_outage'],
    [10, 'operational'],
    [20, 'major_outage'],
  ])
  expect(incidents).toHaveLength(1)
  expect(statuses(last)).toEqual(['investigating', 'resolved', 'investigating'])
  expect(resolvedAt(last!)).toBeNull()
})

test('an outage long after the last is a new incident', () => {
  expect(
    playStatuses([
      [0, 'major_outage'],
      [10, 'operational'],
      [40, 'major_outage'],
    ]).incidents,
  ).toHaveLength(2)
})

test('a flapping one is resolved only once it stayed quiet, dated to its recovery', () => {
  const flapping = [
    [0, 'major_outage'],
    [5, 'operational'],
    [10, 'major_outage'],
    [15, 'operational'],
  ] as const
  expect(incidentStatus(playStatuses(flapping).last!)).toBe('monitoring')
  const quiet = playStatuses([...flapping, [20, 'operational'], [31, 'operational']]).last!
  expect(incidentStatus(quiet)).toBe('resolved')
  expect(resolvedAt(quiet)).toBeGreaterThanOrEqual(start + 15 * minute)
  expect(resolvedAt(quiet)).toBeLessThanOrEqual(start + 16 * minute)
})

test('an hour of flapping is one incident with few messages', () => {
  const updates = Array.from(
    { length: 60 },
    (_, i) => [i, i % 2 === 0 ? 'major_outage' : 'operational'] as const,
  )
  const { incidents, last } = playStatuses(updates)
  expect(incidents).toHaveLength(1)
  expect(last!.updates.length).toBeLessThan(12)
  expect(isOpen(playStatuses([...updates, [90, 'operational']]).last!)).toBe(false)
})

test('once a person has spoken, the collector is silent', () => {
  const { last } = playStatuses([[0, 'major_outage']])
  const taken: Incident = {
    ...last!,
    version: 2,
    updates: [
      ...last!.updates,
      {
        id: 'u',
        at: start + minute,
        status: 'identified',
        body: 'Nous savons.',
        components: {},
        author: 'Ada',
      },
    ],
  }
  expect(
    decideIncident(
      {
        component: api,
        measured: 'operational',
        since: start + 5 * minute,
        now: start + 6 * minute,
        fault: '',
        current: taken,
      },
      settings,
    ),
  ).toBeNull()
})

test('an outage soon after a person has closed one is a new incident, not theirs again', () => {
  const { last } = playStatuses([[0, 'major_outage']])
  const closed: Incident = {
    ...last!,
    version: 2,
    updates: [
      ...last!.updates,
      { id: 'u', at: start + minute, status: 'resolved', body: 'Fini.', components: {}, author: 'Ada' },
    ],
  }
  const again = (current: Incident) =>
    decideIncident(
      {
        component: api,
        measured: 'major_outage',
        since: start + 5 * minute,
        now: start + 6 * minute,
        fault: '',
        current,
      },
      settings,
    )
  expect(again(closed)).toMatchObject({ startedAt: start + 5 * minute, version: 1 })
  expect(again(closed)!.id).not.toBe(closed.id)
  const falseAlarm = { reason: 'Sonde mal réglée.', at: start + minute }
  expect(again({ ...closed, falseAlarm })).toMatchObject({ startedAt: start + 5 * minute, falseAlarm: null })
})

test('a status milder than asked for opens nothing, and automatic incidents can be turned off', () => {
  expect(playStatuses([[0, 'degraded_performance']], { from: 'partial_outage' as never }).last).toBeNull()
  expect(playStatuses([[0, 'major_outage']], { automatic: false }).last).toBeNull()
})

test('one that is open when automatic incidents are turned off still goes on to its end', () => {
  const open = playStatuses([[0, 'major_outage']]).last!
  const over = decideIncident(
    {
      component: api,
      measured: 'operational',
      since: start + 5 * minute,
      now: start + 6 * minute,
      fault: '',
      current: open,
    },
    { ...settings, automatic: false },
  )
  expect(incidentStatus(over!)).toBe('resolved')
})

test('a duration is said to the second below an hour and to the minute above, rounded up, in words', () => {
  expect(formatDurationWords(3_725_000, 'en')).toBe('1 hour, 3 minutes')
  expect(formatDurationWords(90_001, 'fr')).toBe('1\u00a0minute et 31\u00a0secondes')
  expect(formatDurationWords(0, 'en')).toBe('0 seconds')
  expect(formatDurationWords(90_000_000, 'en')).toBe('1 day, 1 hour')
})

test('its message says as long a time as from its beginning to its resolution', () => {
  const { last } = playStatuses([
    [0, 'partial_outage'],
    [5, 'major_outage'],
  ])
  // The recovery is dated before the message that told of the change.
  const over = decideIncident(
    {
      component: api,
      measured: 'operational',
      since: start + 5 * minute + 10_000,
      now: start + 6 * minute,
      fault: '',
      current: last,
    },
    settings,
  )!
  expect(resolvedAt(over)! - over.startedAt).toBe(5 * minute + 30_000)
  expect(over.updates.at(-1)!.body).toMatchObject({ en: 'Recovered after 5 minutes, 30 seconds.' })
})

test('it is called after the heaviest status it has had, and has its impact and priority', () => {
  const both = playStatuses([
    [0, 'partial_outage'],
    [1, 'major_outage'],
  ]).last!
  const asMajor = {
    title: { fr: 'API publique : panne', en: 'Public API: outage' },
    impact: 'critical',
    priority: 'P1',
  }
  expect(both).toMatchObject(asMajor)
  for (const end of ['partial_outage', 'degraded_performance', 'operational'] as const)
    expect(
      playStatuses([
        [0, 'degraded_performance'],
        [1, 'partial_outage'],
        [2, 'major_outage'],
        [3, end],
      ]).last,
    ).toMatchObject(asMajor)
})

test('the priority of its component stays, whatever its status', () => {
  const current = playStatuses([[0, 'partial_outage']]).last
  const input = {
    component: { ...api, priority: 'P2' as const },
    measured: 'major_outage' as const,
    since: start + minute,
    now: start + minute,
    fault: '',
    current,
  }
  expect(decideIncident(input, settings)).toMatchObject({ impact: 'critical', priority: 'P2' })
})

test('what a person corrected of it, or said in it, stays when it gets worse', () => {
  const current = playStatuses([[0, 'partial_outage']]).last!
  const worse = (incident: Incident) =>
    decideIncident(
      {
        component: api,
        measured: 'major_outage',
        since: start + minute,
        now: start + minute,
        fault: '',
        current: incident,
      },
      settings,
    )
  const corrected = correctIncident(
    current,
    { priority: 'P3', title: 'Ours' },
    { now: start, by: 'camille', id: () => 'c' },
  )
  expect(worse(corrected)).toMatchObject({ title: 'Ours', impact: 'critical', priority: 'P3' })
  const [first] = current.updates
  const taken = { ...current, updates: [first!, { ...first!, id: 'u2', author: 'camille' }] }
  expect(worse(taken)).toBeNull()
})

test('what changes and is over at one instant gets one message, and the message that opened it stays', () => {
  const { last: current } = playStatuses([
    [0, 'major_outage'],
    [5, 'partial_outage'],
    [5, 'operational'],
  ])
  expect(current!.updates.map(({ status, at }) => [status, (at - start) / minute])).toEqual([
    ['investigating', 0.5],
    ['resolved', 5.5],
  ])
  expect(current!.version).toBe(3)
  const fallen = playStatuses([
    [0, 'major_outage'],
    [5, 'partial_outage'],
    [5, 'degraded_performance'],
  ]).last!
  expect(fallen.updates.map(({ body }) => body)).toEqual([
    { fr: 'Ouvert (timeout).', en: 'Opened (timeout).' },
    { fr: 'Ralenti.', en: 'Slow now.' },
  ])
})
