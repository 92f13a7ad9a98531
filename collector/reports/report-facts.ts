import type { Deployment } from '../core/deployment/deployment.ts'
import { createHash } from 'node:crypto'
import type { KnownHealth } from '../core/monitoring/health.ts'
import { type Incident, affectedComponents, resolvedAt } from '../core/incident/incident.ts'
import type { Interval } from '../core/time/interval.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { MetricRollup } from '../core/metric/metric.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import type { RegionAssignment } from '../core/monitoring/quorum.ts'
import { incidentAsOf, touchesSpan } from '../core/report/incident-report.ts'
import type { Text } from '../core/text/localized-text.ts'
import type { Rollup } from '../store/check-store.ts'
import type { PeriodNotices } from './period-facts.ts'
import type { PreviousPeriod, ComponentLifetime, ReportedMetric } from './period-input.ts'

/** SHA-256, hex, of a text in UTF-8. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const digest = (value: unknown): string => sha256(JSON.stringify(value)).slice(0, 32)

/**
 * What a frozen month was made of, part by part: so that it is seen which of its facts have changed since, and that those
 * which have not are taken as they were, whatever became of the configuration. Kept with the report as JSON.
 */
export type MonthFacts = {
  readonly version: 1
  /** The zone its days were cut in. */
  readonly timezone: string
  /** Digest of what the report of the next month says of this one. */
  readonly tells: string
  /** By `seriesKey`. */
  readonly series: Readonly<Record<string, SeriesPart>>
  readonly components: Readonly<Record<string, ComponentLifetime>>
  readonly incidents: Readonly<Record<string, IncidentPart>>
  readonly maintenances: Readonly<Record<string, NoticePart>>
  /** In the order of the report. */
  readonly metrics: readonly { readonly metric: ReportedMetric; readonly digest: string }[]
  /** Digest of each. */
  readonly deployments: Readonly<Record<string, string>>
  /** The report of the month before that this one tells growth against. */
  readonly before: BeforePart | null
  /** Digest of what the team wrote; absent where it wrote nothing. */
  readonly prose?: string
}

export type SeriesPart = {
  readonly component: string
  readonly cadence: Cadence | null
  readonly refolds: number
  readonly firstAt: number
  readonly line: readonly (readonly [at: number, health: KnownHealth])[]
  /** Digest of its hours. */
  readonly hours: string
  /** From where its monitor was to be watched; absent where its own region alone was. */
  readonly assignments?: readonly RegionAssignment[]
}

export type NoticePart = {
  readonly version: number
  readonly digest: string
  /** Digests of what it consists of, to say what was corrected; absent in months frozen before they were kept. */
  readonly parts?: Readonly<Partial<Record<NoticeNoun, string>>>
}

/** What a notice consists of, as far as a report depends on it. */
export type NoticeNoun =
  'title' | 'class' | 'components' | 'times' | 'announced' | 'work' | 'cancelled' | 'answered' | 'course'

/** With what is most often corrected, to say why. */
export type IncidentPart = NoticePart & {
  readonly from: number
  readonly to: number | null
  readonly falseAlarm: boolean
  readonly priority: string | null
  readonly impact: string
  readonly dataLoss: number | null
}

export type BeforePart = { readonly period: string; readonly revision: number; readonly digest: string }

/** Digest of what the team wrote to a month. */
export const proseDigest = (prose: Text): string => digest(prose)

/** Digest of the hours of a series. */
export const hoursDigest = (hours: readonly Rollup[]): string =>
  digest(
    hours.map(({ at, up, degraded, down, tookSum, sketch }) => [
      at,
      up,
      degraded,
      down,
      tookSum,
      Buffer.from(sketch).toString('base64'),
    ]),
  )

/** Digest of the hours of a metric. */
export const metricDigest = (hours: readonly MetricRollup[]): string =>
  digest(
    hours.map(({ at, count, sum, min, max, last, lastAt, sketch }) => [
      at,
      count,
      sum,
      min,
      max,
      last,
      lastAt,
      sketch.zeros,
      sketch.keys,
      sketch.counts,
    ]),
  )

/** Digest of what a report tells the next one of its period. */
export const snapshotDigest = ({ before, values }: PreviousPeriod): string => digest([before, [...values]])

/** The parts of a month (ms) that people and deployments tell. */
export function noticeParts(
  notices: PeriodNotices,
  span: Interval,
): Pick<MonthFacts, 'incidents' | 'maintenances' | 'deployments'> {
  return {
    incidents: Object.fromEntries(
      notices.incidents
        .filter((one) => touchesSpan(one, span))
        .map((one) => [one.id, incidentPart(one, span.to)] as const),
    ),
    maintenances: Object.fromEntries(
      notices.maintenances.map((one) => [one.id, maintenancePart(one)] as const),
    ),
    deployments: Object.fromEntries(
      notices.deployments
        .filter((one) => one.finishedAt !== null && one.finishedAt >= span.from && one.finishedAt < span.to)
        .map((one) => [one.id, deploymentDigest(one)] as const),
    ),
  }
}

/** A deployment that was not watched has the digest it had before any was. */
const deploymentDigest = ({ finishedAt, outcome, watch }: Deployment): string =>
  digest(watch ? [finishedAt, outcome, watch.verdict] : [finishedAt, outcome])

/** Only what a report depends on, as of the end of its month: what is said later of an open incident changes nothing. */
function incidentPart(incident: Incident, until: number): IncidentPart {
  const then = incidentAsOf(incident, until)
  const to = resolvedAt(then)
  const { startedAt: from, acknowledgedAt, priority, impact } = incident
  const ownAcknowledgedAt = acknowledgedAt !== null && acknowledgedAt < until ? acknowledgedAt : null
  const falseAlarm = incident.falseAlarm !== null
  const dataLoss = incident.postmortem?.dataLoss ?? null
  return {
    version: incident.version,
    digest: digest([
      incident.title,
      impact,
      priority,
      from,
      incident.detectedAt,
      ownAcknowledgedAt,
      to,
      incident.automatic,
      incident.about,
      // A false alarm that nobody resolved lasts until it was marked as one.
      falseAlarm && Math.min(until, resolvedAt(incident) ?? incident.falseAlarm.at),
      dataLoss,
      affectedComponents(then),
      then.updates.map(({ at, status, components, author }) => [at, status, components, author]),
    ]),
    parts: digests({
      title: incident.title,
      answered: [incident.detectedAt, ownAcknowledgedAt],
      components: affectedComponents(then),
      course: then.updates.map(({ at, status }) => [at, status]),
    }),
    from,
    to,
    falseAlarm,
    priority,
    impact,
    dataLoss,
  }
}

const maintenancePart = (one: Maintenance): NoticePart => ({
  version: one.version,
  digest: digest([
    one.title,
    one.class,
    one.components,
    one.scheduledFor,
    one.scheduledUntil,
    one.announced,
    one.startedAt,
    one.completedAt,
    one.cancelledAt,
  ]),
  parts: digests({
    title: one.title,
    class: one.class,
    components: one.components,
    times: [one.scheduledFor, one.scheduledUntil],
    announced: one.announced,
    work: [one.startedAt, one.completedAt],
    cancelled: one.cancelledAt,
  }),
})

/** Short ones: they only tell that something is another, and what was frozen is covered by its whole digest. */
const digests = (parts: Readonly<Partial<Record<NoticeNoun, unknown>>>): NoticePart['parts'] =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, digest(value).slice(0, 8)]))
