import { daysEndingAt } from '../../collector/core/time/calendar.ts'
import { formatRatio } from '../../collector/core/availability/format-ratio.ts'
import type { ComponentView, DayView, GroupView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'
import { sampleMetrics } from './sample-metrics.ts'
import { sampleObjectives, samplePromised, sampleResponse, sampleTiers } from './sample-promises.ts'
import { sampleMaintenances, sampleNotice, sampleProgramme } from './sample-maintenance.ts'
import { sampleIncident } from './sample-incident.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** 22 November 2026, 16:04 in Paris. */
export const sampleInstant = Date.UTC(2026, 10, 22, 15, 4)
const zone = 'Europe/Paris'

/** What befell some days of a component: days before today to weighted downtime. */
type Fate = Readonly<
  Record<number, Pick<DayView, 'worst'> & { readonly down: number; readonly incidents?: readonly string[] }>
>

function sampleDays(count: number, fate: Fate, firstDay: number): DayView[] {
  return daysEndingAt(sampleInstant, count, zone).map((date, index) => {
    const before = count - 1 - index
    const watched = before < firstDay
    const period = before === 0 ? 16 * hour + 4 * minute : day
    const { worst, down, incidents } = fate[before] ?? { worst: 'operational', down: 0 }
    const observed = watched ? period : 0
    const ratio = watched ? 1 - down / observed : null
    return {
      date,
      period: observed,
      observed,
      down: watched ? down : 0,
      degraded: 0,
      excluded: 0,
      unknown: 0,
      availability: ratio,
      raw: ratio,
      lower: ratio,
      upper: ratio,
      printed: formatRatio(watched ? down : 0, observed),
      mean: watched ? 210 + ((index * 5) % 40) : null,
      p50: watched ? 180 + ((index * 7) % 40) : null,
      p95: watched ? 410 + ((index * 13) % 160) : null,
      p99: watched ? 700 + ((index * 17) % 200) : null,
      worst: watched ? worst : 'unknown',
      maintenance: watched && before % 7 === 0 && before > 0,
      checks: watched ? Math.floor(period / 30_000) : 0,
      incidents: incidents ?? [],
    }
  })
}

/** The checks of a day but for those of the hour that runs. */
const hoursOf = ({ checks, mean, p50, p95, p99 }: DayView) => ({
  checks: Math.max(0, checks - 8),
  mean,
  p50,
  p95,
  p99,
})

/** A component with 90 days behind it. */
export function sampleComponent(
  id: string,
  name: ComponentView['name'],
  fate: Fate = {},
  more: Partial<ComponentView> & { readonly firstDay?: number; readonly historyDays?: number } = {},
): ComponentView {
  const { firstDay = 400, historyDays = 90, ...rest } = more
  const days = sampleDays(historyDays, fate, firstDay)
  const sum = (pick: (one: DayView) => number) => days.reduce((total, one) => total + pick(one), 0)
  const [down, observed] = [sum((one) => one.down), sum((one) => one.observed)]
  const ratio = observed === 0 ? null : 1 - down / observed
  const component = {
    id,
    name,
    description: null,
    group: null,
    tier: 'standard',
    status: 'operational' as const,
    statusSince: sampleInstant - 3 * day,
    firstAt: sampleInstant - Math.min(firstDay, historyDays) * day,
    checkedAt: sampleInstant - 12_000,
    every: 30_000,
    uptime: {
      period: observed,
      observed,
      down,
      degraded: 0,
      excluded: 0,
      unknown: 0,
      availability: ratio,
      raw: ratio,
      lower: ratio,
      upper: ratio,
      printed: formatRatio(down, observed),
    },
    days,
    hoursToday: hoursOf(days.at(-1)!),
    spans: {
      last_7_days: sampleResponse,
      last_30_days: sampleResponse,
      recent: sampleResponse,
      '2026-11': sampleResponse,
    },
    latency: Array.from({ length: 48 }, (_, i) => ({
      at: Math.floor(sampleInstant / hour) * hour - (47 - i) * hour,
      checks: 120,
      p50: Math.round(190 + 40 * Math.sin(i / 4)),
      p95: Math.round(430 + 120 * Math.sin(i / 4) + (i % 11 === 0 ? 260 : 0)),
      p99: Math.round(800 + 200 * Math.sin(i / 4)),
    })).filter((_, i) => i < 20 || i > 23),
    ...rest,
  }
  return { ...samplePromised(component, sampleInstant, zone), ...rest }
}

const samplePriorities: Snapshot['priorities'] = {
  P1: {
    description: { fr: 'Service complètement indisponible', en: 'The service is entirely unavailable' },
    response: 15 * minute,
    resolution: hour,
    examples: [{ fr: 'site inaccessible', en: 'the site is down' }],
  },
  P2: {
    description: { fr: 'Fonctionnalités principales affectées', en: 'Main features are affected' },
    response: hour,
    resolution: 4 * hour,
    examples: [],
  },
}

const groupOf = (name: GroupView['name'], components: readonly ComponentView[]): GroupView => ({
  name,
  components: components.map(({ id }) => id),
  status: 'operational',
  availability: 1,
  printed: '100',
})

/** The components of the made-up page by group. */
function sampleGroups(): {
  readonly open: readonly ComponentView[]
  readonly inner: readonly ComponentView[]
} {
  const incidentIds = ['k3x9q2m7ab1z']
  const open = [
    sampleComponent('web', { fr: 'Site web', en: 'Website' }),
    sampleComponent(
      'ai',
      { fr: 'Correction de texte (IA)', en: 'Text correction (AI)' },
      {
        1: { worst: 'partial_outage', down: 5 * minute, incidents: incidentIds },
        48: { worst: 'degraded_performance', down: 0 },
        47: { worst: 'major_outage', down: 40 * minute },
      },
    ),
    sampleComponent(
      'api',
      { fr: 'API publique', en: 'Public API' },
      { 1: { worst: 'degraded_performance', down: 0, incidents: incidentIds } },
    ),
    sampleComponent('auth', { fr: 'Connexion et comptes', en: 'Sign-in and accounts' }),
  ]
  const inner = [
    sampleComponent(
      'db',
      { fr: 'Base de données', en: 'Database' },
      { 77: { worst: 'degraded_performance', down: 0 } },
    ),
    sampleComponent(
      'pay',
      { fr: 'Paiements', en: 'Payments' },
      { 29: { worst: 'partial_outage', down: 20 * minute } },
      { firstDay: 82 },
    ),
    sampleComponent('mail', { fr: 'Envoi d’e-mails', en: 'E-mail delivery' }),
  ]
  return { open, inner }
}

const samplePage: Snapshot['page'] = {
  name: 'FrançaisFluide',
  url: 'https://status.francais-fluide.com',
  identity: 'https://status.francais-fluide.com',
  locale: 'fr',
  locales: ['fr', 'en'],
  timezone: zone,
  historyDays: 90,
  accent: '#1f5fbf',
  logo: null,
  css: null,
  contact: 'mailto:support@francais-fluide.com',
  demo: false,
  hub: null,
}

/** A made-up page, for work on the design and for tests: seven components in two groups and one past incident. */
export function sampleSnapshot(
  more: Partial<Omit<Snapshot, 'page'>> & { readonly page?: Partial<Snapshot['page']> } = {},
): Snapshot {
  const { open, inner } = sampleGroups()
  const all = [...open, ...inner]
  const { page, ...rest } = more
  return {
    version: 1,
    generatedAt: sampleInstant,
    staleAfter: sampleInstant + 3 * minute,
    page: { ...samplePage, ...page },
    status: 'operational',
    checkedAt: sampleInstant - 12_000,
    cutOff: false,
    groups: [
      groupOf({ fr: 'Services publics', en: 'Public services' }, open),
      groupOf({ fr: 'Infrastructure', en: 'Infrastructure' }, inner),
    ],
    components: all,
    incidents: [sampleIncident()],
    maintenances: sampleMaintenances(),
    announcements: [],
    recurringMaintenance: sampleProgramme(),
    notice: sampleNotice,
    priorities: samplePriorities,
    excludeMaintenance: 'announced',
    weights: defaultWeights,
    tiers: sampleTiers,
    objectives: sampleObjectives,
    customObjectives: [],
    metrics: sampleMetrics(sampleInstant),
    response: {
      days: Object.fromEntries(
        all[0]!.days.map(({ date, checks, mean, p50, p95, p99 }) => [date, { checks, mean, p50, p95, p99 }]),
      ),
      months: { '2026-11': sampleResponse },
    },
    deployments: null,
    reports: [],
    ...rest,
  }
}
