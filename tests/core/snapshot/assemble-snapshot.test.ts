import { expect, test } from 'vitest'
import {
  type ComponentFacts,
  type SnapshotInput,
  assembleSnapshot,
} from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { ComponentConfig, Config } from '../../../collector/core/config/config.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { aComponent as componentWith, aConfig as configWith } from '../builders.ts'

const now = Date.parse('2026-11-22T15:00:00Z')
const hour = 3_600_000
const day = 24 * hour

const aConfig = (...components: ComponentConfig[]): Config =>
  configWith({ components, page: { ...configWith().page, timezone: 'Europe/Paris' } })
const aComponent = (id: string, monitors = 1, group: string | null = null): ComponentConfig =>
  componentWith(id, { group }, monitors)
const facts = (...lines: (readonly (readonly [ago: number, health: KnownHealth])[])[]): ComponentFacts => ({
  firstAt: Math.min(now, ...lines.flatMap((line) => line.map(([ago]) => now - ago))),
  checkedAt: now - 5_000,
  timelines: lines.map((line) => line.map(([ago, health]) => ({ at: now - ago, health }))),
  days: new Map(),
  latency: [],
})
const snapshot = (config: Config, of: Record<string, ComponentFacts>, more: Partial<SnapshotInput> = {}) =>
  assembleSnapshot({
    now,
    config,
    facts: new Map(Object.entries(of)),
    incidents: [],
    maintenances: [],
    announcements: [],
    recurringMaintenance: [],
    cutOff: false,
    demo: false,
    response: () => ({ checks: 0, mean: null, p50: null, p95: null, p99: null }),
    regressions: new Map(),
    metrics: [],
    deployments: null,
    reports: [],
    ...more,
  })
const declared = (
  component: string,
  status: 'major_outage' | 'partial_outage',
  ago: number,
  more: Partial<Incident> = {},
): Incident => ({
  id: 'i1',
  title: 'T',
  impact: 'major',
  priority: null,
  startedAt: now - ago,
  detectedAt: now - ago,
  acknowledgedAt: null,
  automatic: false,
  about: null,
  falseAlarm: null,
  version: 1,
  updates: [
    {
      id: 'u',
      at: now - ago,
      status: 'investigating',
      body: 'B',
      components: { [component]: status },
      author: 'Ada',
    },
  ],
  ...more,
})

test('the same facts give the same snapshot', () => {
  const make = () => snapshot(aConfig(aComponent('a')), { a: facts([[day, 'up']]) })
  expect(JSON.stringify(make())).toBe(JSON.stringify(make()))
})

test('a snapshot carries the words that an operator brings, and no member for them where there are none', () => {
  const config = aConfig(aComponent('api'))
  expect(snapshot(config, {}).page).not.toHaveProperty('words')
  const words = { pt: { history: 'Histórico' } }
  expect(snapshot({ ...config, page: { ...config.page, words } }, {}).page.words).toEqual(words)
})

test('a page that knows nothing says unknown, never operational', () => {
  expect(snapshot(aConfig(aComponent('a')), {})).toMatchObject({
    status: 'unknown',
    components: [{ status: 'unknown', uptime: { printed: null } }],
  })
  expect(
    snapshot(aConfig(aComponent('a')), {
      a: facts([
        [day, 'up'],
        [hour, 'unknown'],
      ]),
    }).status,
  ).toBe('unknown')
})

test('a component that nobody watches runs until somebody declares otherwise', () => {
  const config = aConfig(aComponent('a', 0))
  const known = { a: { ...facts(), firstAt: now - day } }
  expect(snapshot(config, known).status).toBe('operational')
  expect(snapshot(config, known, { incidents: [declared('a', 'partial_outage', hour)] }).status).toBe(
    'partial_outage',
  )
})

test('some monitors down is partial, all of them major; the banner says the worst', () => {
  const config = aConfig(aComponent('a', 2), aComponent('b'))
  const { status, components } = snapshot(config, {
    a: facts(
      [[day, 'up']],
      [
        [day, 'up'],
        [hour, 'down'],
      ],
    ),
    b: facts([[day, 'up']]),
  })
  expect(components.map((one) => one.status)).toEqual(['partial_outage', 'operational'])
  expect(status).toBe('partial_outage')
})

test('a team’s word is shown before the monitors’, and cannot talk downtime away', () => {
  const config = aConfig(aComponent('a'))
  const down = {
    a: facts([
      [10 * day, 'up'],
      [2 * hour, 'down'],
    ]),
  }
  const fine = declared('a', 'partial_outage', hour)
  const { components } = snapshot(config, down, { incidents: [fine] })
  expect(components[0]!.status).toBe('partial_outage')
  expect(components[0]!.uptime.down).toBe(2 * hour)
})

test('bars have a day for each date shown, the last today, unwatched ones unknown', () => {
  const { days } = snapshot(aConfig(aComponent('a')), {
    a: facts([
      [10 * day, 'up'],
      [2 * day, 'down'],
      [2 * day - hour, 'up'],
    ]),
  }).components[0]!
  expect(days).toHaveLength(90)
  expect(days.at(-1)).toMatchObject({ date: '2026-11-22', worst: 'operational', period: 16 * hour })
  expect(days.at(-3)).toMatchObject({ date: '2026-11-20', worst: 'major_outage', down: hour })
  expect(days[0]).toMatchObject({ worst: 'unknown', availability: null })
})

test('an incident darkens every day it touches, and no other component’s', () => {
  const config = aConfig(aComponent('a'), aComponent('b'))
  const incident = declared('a', 'major_outage', 30 * hour)
  const { components } = snapshot(
    config,
    { a: facts([[day, 'up']]), b: facts([[day, 'up']]) },
    { incidents: [incident] },
  )
  expect(components[0]!.days.filter((one) => one.incidents.includes('i1')).map((one) => one.date)).toEqual([
    '2026-11-21',
    '2026-11-22',
  ])
  expect(components[1]!.days.some((one) => one.incidents.length > 0)).toBe(false)
})

test('groups keep the order of the configuration and average their components', () => {
  const config = aConfig(aComponent('a', 1, 'G'), aComponent('b', 1, null), aComponent('c', 1, 'G'))
  const { groups } = snapshot(config, {
    a: facts([[10 * day, 'up']]),
    b: facts([[10 * day, 'up']]),
    c: facts([[10 * day, 'down']]),
  })
  expect(
    groups.map(({ name, components, status, printed }) => ({ name, components, status, printed })),
  ).toEqual([
    { name: 'G', components: ['a', 'c'], status: 'major_outage', printed: '50.00' },
    { name: null, components: ['b'], status: 'operational', printed: '100' },
  ])
})

test('no components at all is a page, too', () => {
  expect(snapshot(aConfig(), {})).toMatchObject({ components: [], groups: [] })
})
