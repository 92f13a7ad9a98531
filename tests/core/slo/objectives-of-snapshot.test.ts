import { expect, test } from 'vitest'
import {
  type ComponentFacts,
  type SnapshotInput,
  assembleSnapshot,
} from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../../collector/core/config/config.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { type CustomObjective, noObjectives } from '../../../collector/core/slo/objective.ts'
import { allowedDowntime } from '../../../collector/core/slo/evaluate.ts'
import { aComponent, aConfig, aMaintenance } from '../builders.ts'

const minute = 60_000
const day = 24 * 60 * minute
/** Midday of the 16th of a month of 30 days, UTC. */
const now = Date.UTC(2026, 10, 16, 12)
const november = Date.UTC(2026, 10, 1)

const tier = {
  id: 'gold',
  name: 'Gold',
  description: null,
  availability: 999_000,
  responseP95: 1_000,
  price: null,
  support: null,
}

/** Up since the first of October, down for a while on the second of November. */
const facts = (downFor: number, firstAt = Date.UTC(2026, 9, 1)): ComponentFacts => ({
  firstAt,
  checkedAt: now,
  timelines: [
    [
      { at: firstAt, health: 'up' },
      ...(downFor > 0
        ? ([
            { at: november + day, health: 'down' },
            { at: november + day + downFor, health: 'up' },
          ] as const)
        : []),
    ],
  ],
  days: new Map(),
  latency: [],
})

const snapshot = (
  config: Partial<Config>,
  of: Record<string, ComponentFacts>,
  more: Partial<SnapshotInput> = {},
) =>
  assembleSnapshot({
    now,
    config: aConfig({ tiers: [tier], ...config }),
    facts: new Map(Object.entries(of)),
    incidents: [],
    maintenances: [],
    announcements: [],
    recurringMaintenance: [],
    cutOff: false,
    demo: false,
    response: () => ({ checks: 100, mean: 300, p50: 250, p95: 800, p99: 900 }),
    regressions: new Map(),
    metrics: [],
    deployments: null,
    reports: [],
    ...more,
  })

test('a component is held to what its tier promises of the month that runs', () => {
  const { components } = snapshot(
    { components: [aComponent('api', { tier: 'gold' })] },
    { api: facts(40 * minute) },
  )
  const { availability, response } = components[0]!.objectives
  expect(availability).toMatchObject({
    period: { from: november, to: november + 30 * day },
    measured: { period: 15.5 * day, down: 40 * minute },
    budget: { allowed: 43 * minute + 12_000, spent: 40 * minute, verdict: 'at_risk' },
  })
  expect(response).toMatchObject({ target: 1_000, p95: 800, verdict: 'at_risk' })
  expect(components[0]!.month.down).toBe(40 * minute)
})

test('announced maintenance that is still to come takes from the budget of the month', () => {
  const ahead: Maintenance = aMaintenance({
    scheduledFor: now + day,
    scheduledUntil: now + 2 * day,
    publishedAt: november,
    announced: [{ at: november, from: now + day, to: now + 2 * day }],
  })
  const { components } = snapshot(
    { components: [aComponent('api', { tier: 'gold' })] },
    { api: facts(0) },
    { maintenances: [ahead] },
  )
  expect(components[0]!.objectives.availability?.budget.allowed).toBe(allowedDowntime(999_000, 29 * day))
  expect(components[0]!.evidence.windows).toEqual([])
})

test('without a tier nothing is promised, and the month is shown all the same', () => {
  const [component] = snapshot({ components: [aComponent('api')] }, { api: facts(minute) }).components
  expect(component?.objectives).toEqual({ availability: null, response: null })
  expect(component?.month).toMatchObject({ down: minute, period: 15.5 * day })
})

test('a rolling window reaches behind the days shown', () => {
  const [component] = snapshot(
    {
      page: { ...aConfig().page, historyDays: 7 },
      components: [aComponent('api', { tier: 'gold' })],
      objectives: { ...noObjectives, windows: { availability: 30 * day, responseP95: 'day' } },
    },
    { api: facts(10 * minute) },
  ).components
  expect(component?.objectives.availability).toMatchObject({
    period: { from: now - 30 * day, to: now },
    measured: { period: 30 * day, down: 10 * minute },
  })
  expect(component?.uptime.down).toBe(0)
})

test('a promise about components holds each to it; one about a group holds their mean to it', () => {
  const objective = (of: CustomObjective['of']): CustomObjective => ({
    id: 'shop',
    name: 'Shop',
    of,
    availability: 999_000,
    responseP95: null,
    window: null,
  })
  const { customObjectives } = snapshot(
    {
      components: [
        aComponent('api', { group: { fr: 'Vente', en: 'Sales' } }),
        aComponent('web', { group: { fr: 'Vente', en: 'Sales' } }),
        aComponent('mail'),
      ],
      objectives: {
        ...noObjectives,
        custom: [objective({ components: ['api', 'mail'] }), objective({ group: 'Sales' })],
      },
    },
    { api: facts(50 * minute), web: facts(0), mail: facts(0) },
  )
  const verdicts = customObjectives.map(({ subjects }) =>
    subjects.map(({ component, availability }) => [component, availability?.budget.verdict]),
  )
  expect(verdicts).toEqual([
    [
      ['api', 'broken'],
      ['mail', 'kept'],
    ],
    [[null, 'kept']],
  ])
  expect(customObjectives[1]!.subjects[0]!.availability?.budget.spent).toBe(25 * minute)
})

test('the month before is open until it is frozen', () => {
  const open = snapshot({ components: [aComponent('api')] }, { api: facts(0) })
  expect(Object.keys(open.components[0]!.months)).toEqual(['2026-10', '2026-11'])
  expect(Object.keys(open.response.months)).toEqual(['2026-10', '2026-11'])
})
