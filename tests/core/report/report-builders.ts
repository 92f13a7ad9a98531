import type { Evidence } from '../../../collector/core/explain/explanation.ts'
import { countedSlices } from '../../../collector/core/availability/counted-slices.ts'
import type { Declaration } from '../../../collector/core/incident/declared-status.ts'
import { defaultWeights } from '../../../collector/core/availability/availability.ts'
import { toCountedWindow } from '../../../collector/core/explain/explain.ts'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { buildReport, reportPeriod } from '../../../collector/core/report/build-report.ts'
import { noObjectives } from '../../../collector/core/slo/objective.ts'
import { noResponseTimes } from '../../../collector/core/report/component-report.ts'
import type { Report, ResponseTimes, ReportTerms } from '../../../collector/core/report/report-document.ts'
import type { ReportInput } from '../../../collector/core/report/report-input.ts'
import { aHistory } from '../builders.ts'

export const day = 86_400_000
/** An instant of November 2026, UTC: `on(3, '10:00')`. */
export const on = (date: number, time = '00:00'): number =>
  Date.parse(`2026-11-${String(date).padStart(2, '0')}T${time.padEnd(8, ':00')}Z`)

export const november = reportPeriod('monthly', '2026-11', 'UTC')
export const dayOfNovember = (date: number) =>
  reportPeriod('daily', `2026-11-${String(date).padStart(2, '0')}`, 'UTC')

export const someTerms = (more: Partial<ReportTerms> = {}): ReportTerms => ({
  timezone: 'UTC',
  uptime: { weights: defaultWeights, excludeMaintenance: 'announced' },
  notice: { default: day },
  tiers: [],
  objectives: noObjectives,
  priorities: {},
  components: [{ id: 'api', name: 'API', group: null, tier: null }],
  ...more,
})

/** A span of some status. */
export const aDeclaration = (
  from: number,
  to: number,
  status: Declaration['status'] = 'major_outage',
): Declaration => ({
  from,
  to,
  status,
})

/** Evidence of a component that was as declared, and operational otherwise, over the month. */
export const evidence = (
  declarations: readonly Declaration[] = [],
  maintenances: readonly Maintenance[] = [],
  more: Partial<Evidence> = {},
): Evidence => ({
  firstAt: november.from - day,
  goneAt: null,
  slices: countedSlices(aHistory({ declarations }), { from: november.from - day, to: november.to }),
  windows: maintenances.map((one) => toCountedWindow(one, { default: day }, 'announced')),
  ...more,
})

export const aWindow = (from: number, to: number, more: Partial<Maintenance> = {}): Maintenance => ({
  id: `m${from}`,
  title: 'Upgrade',
  body: '',
  components: ['api'],
  impact: 'minor',
  class: 'default',
  reason: null,
  alternatives: null,
  tasks: [],
  publishedAt: from - 2 * day,
  scheduledFor: from,
  scheduledUntil: to,
  announced: [{ from, to, at: from - 2 * day }],
  startedAt: null,
  completedAt: null,
  cancelledAt: null,
  updates: [],
  programme: null,
  version: 1,
  ...more,
})

/** An incident of a person's over a span, null while it is open. */
export const anIncidentDuring = (
  from: number,
  to: number | null,
  more: Partial<Incident> = {},
): Incident => ({
  id: `i${from}`,
  title: 'The API is gone',
  impact: 'major',
  priority: null,
  startedAt: from,
  detectedAt: from,
  acknowledgedAt: null,
  automatic: false,
  about: null,
  updates: [
    {
      id: 'u1',
      at: from,
      status: 'investigating',
      body: 'We look.',
      components: { api: 'major_outage' },
      author: 'ada',
    },
    ...(to === null
      ? []
      : [
          {
            id: 'u2',
            at: to,
            status: 'resolved' as const,
            body: 'Over.',
            components: { api: 'operational' as const },
            author: 'ada',
          },
        ]),
  ],
  falseAlarm: null,
  version: 1,
  ...more,
})

export const someResponseTimes = (p95: number, checks = 100): ResponseTimes => ({
  checks,
  mean: p95 / 2,
  p50: p95 / 2,
  p95,
  p99: p95 * 2,
})

export function input(
  components: Readonly<Record<string, Evidence>> = { api: evidence() },
  more: Partial<Omit<ReportInput, 'components'>> & {
    days?: Readonly<Record<string, ResponseTimes>>
    whole?: ResponseTimes
  } = {},
): ReportInput {
  const { days = {}, whole = noResponseTimes, ...rest } = more
  return {
    page: 'Example',
    terms: someTerms({
      components: Object.keys(components).map((id) => ({ id, name: id, group: null, tier: null })),
    }),
    components: Object.entries(components).map(([id, one]) => ({ id, evidence: one, whole, days })),
    response: { whole, days },
    incidents: [],
    maintenances: [],
    metrics: [],
    deployments: null,
    before: null,
    ...rest,
  }
}

/** The report of that month once it is over. */
export const monthly = (of: ReportInput = input()): Report => buildReport(of, november, november.to + day)
