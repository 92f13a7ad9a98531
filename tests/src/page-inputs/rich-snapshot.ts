import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { sampleMetric } from '../../../src/renderer/sample-metrics.ts'
import { eventful } from '../explained-builders.ts'
import { aFrozenMonth } from '../sla-builders.ts'
import {
  aComponent,
  aLearntIncident,
  aMaintenance,
  anIncident,
  anOpenIncident,
  aSnapshot,
  now,
} from '../snapshots.ts'

const hour = 3_600_000
const day = 24 * hour
const historyDays = 4
const response = { checks: 2_000, mean: 210, p50: 190, p95: 430, p99: 800 }

const components: readonly ComponentView[] = [
  aComponent(
    'ai',
    { fr: 'Correction', en: 'Correction' },
    { 1: { worst: 'partial_outage', down: 300_000, incidents: ['k3x9q2m7ab1z', 'learntlearnt'] } },
    {
      historyDays,
      description: { fr: 'Corrige', en: 'Corrects' },
      group: { fr: 'Publics', en: 'Public' },
      firstAt: now - 120 * day,
      evidence: { ...eventful, goneAt: now + day },
      regression: {
        p95: 900,
        checks: 120,
        baseline: 400,
        baselineChecks: 9_000,
        change: 1.25,
        level: 'warning',
      },
      regions: [
        {
          id: 'paris',
          name: 'Paris',
          status: 'operational',
          statusSince: now - 3 * day,
          checkedAt: now - 12_000,
          response: { checks: 2_880, mean: 210, p50: 190, p95: 430, p99: 800 },
          hoursToday: { checks: 1_800, mean: 210, p50: 180, p95: 420, p99: 790 },
        },
        {
          id: 'rome',
          name: { fr: 'Rome', en: 'Rome (Italy)' },
          status: 'major_outage',
          statusSince: now - hour,
          checkedAt: now - 14_000,
          response: { checks: 2_880, mean: 250, p50: 240, p95: 480, p99: 900 },
          hoursToday: { checks: 1_800, mean: 250, p50: 230, p95: 470, p99: 890 },
        },
        {
          id: 'oslo',
          name: 'Oslo',
          status: 'unknown',
          statusSince: null,
          checkedAt: null,
          response: { checks: 0, mean: null, p50: null, p95: null, p99: null },
          hoursToday: { checks: 0, mean: null, p50: null, p95: null, p99: null },
        },
      ],
      downFrom: { down: 1, of: 3 },
    },
  ),
  aComponent('pay', { fr: 'Paiements', en: 'Payments' }, {}, { historyDays, tier: null, firstDay: 2 }),
  aComponent('web', 'Site', {}, { historyDays, statusSince: null, checkedAt: null, every: null }),
].map((one) => ({
  ...one,
  // A month that is over and not frozen yet, beside the one that runs.
  months: { '2026-10': response, '2026-11': { ...response, p95: 500 } },
  latency: one.latency.slice(-3),
}))

const maintenance = (id: string, from: number, more: Partial<Maintenance> = {}): Maintenance =>
  aMaintenance({
    id,
    components: ['ai', 'pay'],
    reason: { fr: 'Vieux', en: 'Old' },
    alternatives: { fr: 'Attendre', en: 'Wait' },
    tasks: [{ fr: 'Copier', en: 'Copy' }],
    announced: [
      { from: from - hour, to: from, at: from - 9 * day },
      { from, to: from + 2 * hour, at: from - 8 * day },
    ],
    ...more,
  })

const occurrence = (id: string, from: number): Maintenance =>
  maintenance(id, from, {
    class: 'weekly',
    programme: { entry: 'weekly', originalFor: from, originalDay: '2026-11-21', changed: false },
  })

const maintenances: readonly Maintenance[] = [
  occurrence('next', now + 7 * day),
  maintenance('ahead', now + 2 * day, { cancelledAt: null }),
  maintenance('running', now - hour, {
    startedAt: now - 2 * hour,
    file: 'running.md',
    fileSays: 'digest',
    updates: [
      {
        id: 'w1',
        at: now - hour / 2,
        status: 'verifying',
        body: { fr: 'Presque', en: 'Nearly' },
        author: 'camille',
        writtenAt: now - hour / 4,
        notify: false,
      },
    ],
    corrections: [{ at: now - hour, by: 'camille', what: 'title', before: { fr: 'Avant', en: 'Before' } }],
  }),
  occurrence('last', now - day),
  maintenance('cancelled', now - 2 * day, { cancelledAt: now - 3 * day }),
  maintenance('past', now - 3 * day, { completedAt: now - 3 * day + hour }),
]

const [learnt, open] = [aLearntIncident(), anOpenIncident()]
const [component] = components

/** A snapshot that has everything a snapshot can have, and as little of it as possible. */
export function aRichSnapshot(): Snapshot {
  const snapshot = theRichSnapshot()
  const frozen = (month: string, sequence: number, revision = 1) =>
    aFrozenMonth(month, sequence, { revision, snapshot })
  return { ...snapshot, reports: [frozen('2026-08', 1), frozen('2026-09', 2), frozen('2026-09', 3, 2)] }
}

function theRichSnapshot(): Snapshot {
  const objective = { availability: 999_000, responseP95: 1_000, window: 'week' as const }
  const { availability, response: p95 } = component!.objectives
  const base = aSnapshot()
  return aSnapshot({
    page: { historyDays, logo: 'logo.svg', css: 'theme.css', hub: 'https://hub.example' },
    components,
    groups: [
      {
        name: { fr: 'Publics', en: 'Public' },
        components: ['ai'],
        status: 'operational',
        availability: 1,
        printed: '100',
      },
      {
        name: null,
        components: ['pay', 'web'],
        status: 'degraded_performance',
        availability: null,
        printed: null,
      },
    ],
    incidents: [
      {
        ...open,
        updates: [
          { ...open.updates[0]!, impact: 'major', notify: false, writtenAt: now - hour },
          open.updates[1]!,
        ],
      },
      anIncident({
        about: 'ai',
        automatic: true,
        acknowledgedBy: 'camille',
        file: 'ai.md',
        fileSays: 'digest',
      }),
      {
        ...learnt,
        updates: learnt.updates.map((one) => Object.assign({}, one, { at: one.at - 60 * day })),
        startedAt: learnt.startedAt - 60 * day,
        acknowledgedAt: null,
        priority: null,
      },
      anIncident({
        id: 'false',
        startedAt: now - 2 * day,
        falseAlarm: { reason: { fr: 'Sonde', en: 'Probe' }, at: now },
      }),
    ],
    maintenances,
    announcements: [
      {
        id: 'pinned000001',
        title: { fr: 'Épinglée', en: 'Pinned' },
        body: { fr: 'Lisez', en: 'Read' },
        until: now + day,
        pinned: true,
        publishedAt: now - day,
        writtenAt: now - hour,
        author: 'camille',
        notify: false,
        version: 2,
        corrections: [{ at: now - hour, by: 'camille', what: 'until', before: '2026-11-22T10:00:00.000Z' }],
        file: 'pinned.md',
        fileSays: 'digest',
      },
      {
        id: 'past00000001',
        title: 'Past',
        body: 'It was',
        until: null,
        pinned: false,
        publishedAt: now - 20 * day,
        author: 'camille',
        version: 1,
      },
    ],
    recurringMaintenance: [
      { ...base.recurringMaintenance[0]!, id: 'unfelt', impact: 'none', since: '2026-01-01' },
      { ...base.recurringMaintenance[1]!, id: 'weekly', class: 'weekly', components: ['ai'] },
    ],
    notice: { default: day, weekly: 2 * day },
    tiers: base.tiers.map((tier) => ({ ...tier, description: { fr: 'Niveau', en: 'Level' } })),
    objectives: {
      recovery: hour,
      resolution: 4 * hour,
      response: hour,
      dataLoss: 0,
      windows: { availability: 'month', responseP95: 'day' },
      custom: [{ id: 'own', name: 'Own', of: { components: ['ai'] }, ...objective }],
    },
    customObjectives: [
      {
        objective: { id: 'own', name: { fr: 'Propre', en: 'Own' }, of: { components: ['ai'] }, ...objective },
        subjects: [{ component: 'ai', availability, response: p95 }],
      },
      {
        objective: {
          id: 'group',
          name: { fr: 'Groupe', en: 'Group' },
          of: { group: { fr: 'Publics', en: 'Public' } },
          ...objective,
          window: null,
        },
        subjects: [{ component: null, availability, response: null }],
      },
    ],
    metrics: [
      sampleMetric('errors', now, {
        name: { fr: 'Erreurs', en: 'Errors' },
        description: { fr: 'Part', en: 'Share' },
        group: { fr: 'Performance', en: 'Performance' },
        unit: '%',
        component: 'ai',
        good: { operator: '<', value: 1 },
        thresholds: { warning: { operator: '>', value: 2 }, critical: { operator: '>', value: 3 } },
      }),
      sampleMetric('users', now, { growth: 100_000, summary: 'last', latest: null, state: 'unknown' }),
    ].map((one) => ({
      ...one,
      hours: one.hours.slice(-3),
      days: one.days.slice(-3),
      months: { '2026-11': { value: 3, min: 1, max: 5, p95: 4, points: 900 } },
    })),
    response: {
      // The last day of a frozen month is shown, too.
      days: Object.fromEntries(
        ['2026-09-30', ...component!.days.map(({ date }) => date)].map((date) => [date, response]),
      ),
      months: { '2026-10': response, '2026-11': response },
    },
    deployments: [
      {
        id: 'deploy2',
        version: '4.19',
        components: ['ai'],
        url: null,
        startedAt: now - hour,
        finishedAt: null,
        outcome: null,
      },
      {
        id: 'deploy1',
        version: '4.18',
        components: ['ai', 'web'],
        url: 'https://example.com/4.18',
        startedAt: now - day - hour,
        finishedAt: now - day,
        outcome: 'succeeded',
        watch: {
          deployment: 'deploy1',
          version: 2,
          from: now - day - hour,
          until: now - day - hour / 2,
          verdict: 'roll_back',
          decidedAt: now - day - hour / 2,
          findings: [
            {
              trigger: 'error_rate',
              component: 'ai',
              state: 'exceeded',
              reason: null,
              measured: 0.12,
              limit: 0.05,
            },
            {
              trigger: 'error_rate',
              component: 'web',
              state: 'unknown',
              reason: 'few_checks',
              measured: null,
              limit: 0.05,
            },
          ],
          figures: [
            {
              component: 'ai',
              checks: 60,
              failed: 7,
              p95: 310,
              baseline: 300,
              availability: 0.9,
              printed: '90',
              unknown: 0,
            },
          ],
        },
        checklist: [
          {
            title: { fr: 'Sauvegarde', en: 'Backup' },
            phase: 'before',
            done: true,
            doneAt: now - day - hour,
          },
          { title: 'Smoke', phase: 'during', done: false, doneAt: null },
        ],
      },
    ],
  })
}
