import { expect, test } from 'vitest'
import type { Check } from '../../../collector/core/monitoring/check.ts'
import type { Health, KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { incidentStatus } from '../../../collector/core/incident/incident.ts'
import { emptyHealthState } from '../../../collector/core/monitoring/health-state.ts'
import { createMonitorStates } from '../../../collector/core/evaluation/monitor-states.ts'
import type { Monitor } from '../../../collector/core/monitoring/monitor.ts'
import { seriesKey } from '../../../collector/core/monitoring/series-name.ts'
import { resolveIncidentTemplates } from '../../../collector/config/incident-templates.ts'

const start = Date.UTC(2026, 10, 1)
const monitor = (id: string): Monitor => ({
  kind: 'tcp',
  id,
  component: 'api',
  host: '127.0.0.1',
  port: 1,
  every: 30_000,
  timeout: 10_000,
  expect: {},
  confirm: { failures: 2, successes: 1, retryEvery: 5_000 },
})
const config = (...monitors: string[]) => ({
  components: [
    {
      id: 'api',
      name: 'API',
      description: null,
      group: null,
      tier: null,
      priority: null,
      monitors: monitors.map(monitor),
    },
  ],
  incidents: {
    automatic: true,
    reopenWithin: 900_000,
    from: 'degraded_performance' as const,
    templates: resolveIncidentTemplates(undefined, ['fr', 'en']),
  },
  page: { locales: ['en'] },
})
const aCheck = (id: string, seconds: number, health: KnownHealth): Check => ({
  monitor: id,
  region: '',
  at: start + seconds * 1_000,
  health,
  took: 10,
})
const key = (id: string): string => seriesKey({ monitor: id, region: '' })
const at = (seconds: number): number => start + seconds * 1_000

function createStates(...monitors: string[]) {
  const states = createMonitorStates(config(...monitors), '', new Map(), [])
  return {
    states,
    record: (id: string, seconds: number, health: Health) =>
      states.applyCheck(aCheck(id, seconds, health), at(seconds)),
  }
}

test('a check that confirms an outage yields its transition and its incident together', () => {
  const { record, states } = createStates('a')
  expect(record('a', 0, 'up').transitions).toHaveLength(1)
  expect(record('a', 30, 'down')).toEqual({ transitions: [], incidents: [] })
  expect(states.hasUnconfirmedChange('a')).toBe(true)
  const { transitions, incidents } = record('a', 35, 'down')
  expect(transitions).toEqual([{ monitor: 'a', region: '', at: at(30), seenAt: at(35), health: 'down' }])
  expect(incidents).toHaveLength(1)
  expect(incidents[0]).toMatchObject({ startedAt: at(30), detectedAt: at(35), about: 'api' })
})

test('one of two monitors down is a partial outage, both a major one', () => {
  const { record } = createStates('a', 'b')
  record('a', 0, 'up')
  record('b', 0, 'up')
  record('a', 30, 'down')
  expect(record('a', 35, 'down').incidents[0]!.updates[0]!.components).toEqual({ api: 'partial_outage' })
  record('b', 40, 'down')
  expect(record('b', 45, 'down').incidents[0]!.updates.at(-1)!.components).toEqual({ api: 'major_outage' })
})

test('silence makes a monitor unknown, and its incident neither worse nor over', () => {
  const { record, states } = createStates('a')
  record('a', 0, 'up')
  record('a', 30, 'down')
  record('a', 35, 'down')
  expect(states.advance(at(100))).toEqual({ transitions: [], incidents: [] })
  const passed = states.advance(at(300))
  expect(passed.transitions).toMatchObject([{ health: 'unknown', at: at(35) + 70_000 }])
  expect(passed.incidents).toEqual([])
  expect(states.health('a')).toBe('unknown')
})

test('a restarted collector goes on with the same incident', () => {
  const { record, states } = createStates('a')
  record('a', 0, 'up')
  record('a', 30, 'down')
  const [opened] = record('a', 35, 'down').incidents
  const again = createMonitorStates(config('a'), '', new Map([[key('a'), states.state('a')]]), [opened!])
  const { incidents } = again.applyCheck(aCheck('a', 60, 'up'), at(60))
  expect(incidents[0]!.id).toBe(opened!.id)
  expect(incidentStatus(incidents[0]!)).toBe('resolved')
  expect(incidents[0]!.version).toBe(2)
})

test('a check of a monitor that is no longer configured changes nothing', () => {
  expect(createStates('a').record('gone', 0, 'down')).toEqual({ transitions: [], incidents: [] })
})

test('an incident about what is no longer watched is closed, with the reason', () => {
  const { record } = createStates('a')
  record('a', 0, 'down')
  const [open] = record('a', 5, 'down').incidents
  const elsewhere = { ...config(), components: [] }
  for (const left of [elsewhere, config()]) {
    const states = createMonitorStates(left, '', new Map(), [open!])
    const [closed] = states.advance(at(60)).incidents
    expect(incidentStatus(closed!)).toBe('resolved')
    expect(closed!.version).toBe(2)
    expect(JSON.stringify(closed!.updates[1]!.body)).toMatch(/no longer watch/)
    expect(states.advance(at(61)).incidents).toEqual([])
  }
})

test('an incident that was lost on its way to the store is told again without a new transition', () => {
  const { record, states } = createStates('a')
  record('a', 0, 'down')
  const [open] = record('a', 5, 'down').incidents
  // Its transaction met another writer: what the store has, and this is not among it, is what holds.
  states.replaceIncidents([])
  expect(states.advance(at(6)).incidents[0]).toMatchObject({ id: open!.id, version: 1 })
  expect(states.advance(at(7)).incidents).toEqual([])
})

test('what a backfill says of now opens no incident', () => {
  const states = createMonitorStates(config('a'), '', new Map(), [])
  states.replaceState(
    { monitor: 'a', region: '' },
    {
      health: 'down',
      since: at(0),
      before: 'down',
      lastAt: at(30),
      recent: [],
    },
  )
  expect(states.advance(at(35))).toEqual({ transitions: [], incidents: [] })
})

test('monitors that stay in another configuration keep what is known of them, and their incident', () => {
  const { record, states } = createStates('a', 'b')
  record('a', 0, 'up')
  record('a', 30, 'down')
  const [incident] = record('a', 35, 'down').incidents
  record('b', 0, 'up')
  const changed = config('a', 'c')
  expect(states.unknownTo(changed.components)).toEqual([{ monitor: 'c', region: '' }])
  states.reconfigure(
    changed,
    new Map([[key('c'), { ...emptyHealthState, health: 'down', before: 'down' }]]),
    [incident!],
  )
  expect([states.health('a'), states.health('c')]).toEqual(['down', 'down'])
  // What the incident last said is still so: there is nothing to add.
  expect(states.advance(at(36)).incidents).toEqual([])
  expect(record('a', 60, 'up').incidents[0]?.id).toBe(incident!.id)
})

test('the check under way of a monitor that is no longer watched is folded in, and opens no incident', () => {
  const { record, states } = createStates('a', 'b')
  record('a', 0, 'up')
  record('b', 0, 'up')
  record('b', 30, 'down')
  states.checkStarted('b', at(35))
  states.reconfigure(config('a'), new Map(), [])
  const { transitions, incidents } = record('b', 35, 'down')
  expect(transitions.map(({ monitor: id, health }) => [id, health])).toEqual([['b', 'down']])
  expect(incidents).toEqual([])
  expect(states.state('b').lastAt).toBe(at(35))
  // Come back it goes on from there.
  states.reconfigure(config('a', 'b'), new Map(), [])
  expect(states.unknownTo(config('a', 'b').components)).toEqual([])
  expect(states.health('b')).toBe('down')
})
