import { expect, test } from 'vitest'
import { type MonitorStates, createMonitorStates } from '../../../collector/core/evaluation/monitor-states.ts'
import { incidentStatus } from '../../../collector/core/incident/incident.ts'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import type { Monitor } from '../../../collector/core/monitoring/monitor.ts'
import type { Quorum } from '../../../collector/core/monitoring/quorum.ts'
import { seriesKey } from '../../../collector/core/monitoring/series-name.ts'
import { resolveIncidentTemplates } from '../../../collector/config/incident-templates.ts'

const start = Date.UTC(2026, 10, 1)
const at = (seconds: number): number => start + seconds * 1_000

/** One monitor of one component, watched from regions. */
function config(regions: readonly string[], quorum: Quorum = 'majority') {
  const monitor: Monitor = {
    kind: 'tcp',
    id: 'a',
    component: 'api',
    host: '127.0.0.1',
    port: 1,
    every: 30_000,
    timeout: 10_000,
    expect: {},
    confirm: { failures: 1, successes: 1, retryEvery: 5_000 },
    watchedFrom: { regions, quorum },
  }
  const component = { id: 'api', name: 'API', description: null, group: null, tier: null, priority: null }
  return {
    components: [{ ...component, monitors: [monitor] }],
    incidents: {
      automatic: true,
      reopenWithin: 900_000,
      from: 'degraded_performance' as const,
      templates: resolveIncidentTemplates(undefined, ['en']),
    },
    page: { locales: ['en'] },
  }
}

const states = (regions: readonly string[], quorum?: Quorum): MonitorStates =>
  createMonitorStates(config(regions, quorum), regions[0]!, new Map(), [])

const see = (of: MonitorStates, region: string, seconds: number, health: KnownHealth, seenAt = seconds) =>
  of.applyCheck({ monitor: 'a', region, at: at(seconds), health, took: 10 }, at(seenAt))

test('one region of three that loses its target opens nothing', () => {
  const three = states(['paris', 'oslo', 'rome'])
  for (const region of ['paris', 'oslo', 'rome']) see(three, region, 0, 'up')
  const { transitions, incidents } = see(three, 'oslo', 30, 'down')
  expect(transitions).toMatchObject([{ region: 'oslo', health: 'down' }])
  expect(incidents).toEqual([])
  expect(three.health('a')).toBe('up')
})

test('two regions that see one outage seconds apart open one incident, dated to the one that completed the majority', () => {
  const three = states(['paris', 'oslo', 'rome'])
  for (const region of ['paris', 'oslo', 'rome']) see(three, region, 0, 'up')
  see(three, 'oslo', 30, 'down')
  const [opened] = see(three, 'paris', 34, 'down').incidents
  expect(opened).toMatchObject({ startedAt: at(34), about: 'api' })
  expect(see(three, 'rome', 38, 'down').incidents).toEqual([])
  expect(see(three, 'paris', 64, 'up').incidents).toEqual([])
  const [resolved] = see(three, 'oslo', 66, 'up').incidents
  expect(resolved?.id).toBe(opened!.id)
  expect(incidentStatus(resolved!)).toBe('resolved')
})

test('what a region delivers late is dated to when it saw it', () => {
  const two = states(['paris', 'oslo'])
  see(two, 'paris', 0, 'up')
  see(two, 'oslo', 0, 'up')
  see(two, 'paris', 60, 'down')
  const [opened] = see(two, 'oslo', 50, 'down', 75).incidents
  expect(opened).toMatchObject({ startedAt: at(60), detectedAt: at(75) })
})

test('with a quorum of one a single region is believed', () => {
  const two = states(['paris', 'oslo'], 1)
  see(two, 'paris', 0, 'up')
  see(two, 'oslo', 0, 'up')
  expect(see(two, 'oslo', 30, 'down').incidents).toHaveLength(1)
})

test('a region that falls silent is unknown a delivery later than the own one, and is no outage', () => {
  const three = states(['paris', 'oslo', 'rome'])
  for (const region of ['paris', 'oslo', 'rome']) see(three, region, 0, 'up')
  expect(three.advance(at(70)).transitions.map(({ region }) => region)).toEqual(['paris'])
  const late = three.advance(at(85))
  expect(late.transitions).toMatchObject([
    { region: 'oslo', at: at(70), health: 'unknown' },
    { region: 'rome', at: at(70), health: 'unknown' },
  ])
  expect(late.incidents).toEqual([])
  expect(three.health('a')).toBe('unknown')
})

test('after a restart the regions go on from where they were', () => {
  const before = states(['paris', 'oslo', 'rome'])
  for (const region of ['paris', 'oslo', 'rome']) see(before, region, 0, 'up')
  see(before, 'oslo', 30, 'down')
  const stored = new Map(
    ['paris', 'oslo', 'rome'].map((region) => [
      seriesKey({ monitor: 'a', region }),
      before.state('a', region),
    ]),
  )
  const again = createMonitorStates(config(['paris', 'oslo', 'rome']), 'paris', stored, [])
  expect(again.health('a')).toBe('up')
  expect(see(again, 'rome', 40, 'down').incidents).toMatchObject([{ startedAt: at(40) }])
})

test('a place that is no longer to watch weighs nothing from then on', () => {
  const all = states(['paris', 'oslo', 'rome'])
  see(all, 'paris', 0, 'up')
  see(all, 'oslo', 0, 'down')
  see(all, 'rome', 0, 'down')
  expect(all.health('a')).toBe('down')
  all.reconfigure(config(['paris']), new Map(), [])
  expect(all.health('a')).toBe('up')
  // The check that was under way there is still folded in.
  expect(all.watches({ monitor: 'a', region: 'oslo' })).toBe(true)
  expect(see(all, 'oslo', 30, 'up').transitions).toHaveLength(1)
})
