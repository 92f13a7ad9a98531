import type { TriggerFinding, WatchVerdict } from '../deployment/deployment-watch.ts'
import type { Availability } from '../availability/availability-types.ts'
import type { Impact, Priority } from '../incident/incident.ts'
import type { NoticeDue } from '../maintenance/maintenance.ts'
import type { MeasuredStatus } from '../monitoring/health.ts'
import type { NumberCondition } from '../monitoring/monitor.ts'
import type { MetricState, MetricSummary } from '../metric/metric.ts'
import type { Objectives, PriorityObjectives, TierObjectives, Verdict } from '../slo/objective.ts'
import type { Text } from '../text/localized-text.ts'

// A report is a document: its JSON is published as it is, so names are written as the contract writes them. Instants are
// ISO 8601 in UTC with milliseconds, dates are `YYYY-MM-DD` in the report's zone, durations are whole ms, ratios 0 to 1.

/**
 * What a report is computed by: the part of the configuration that its figures depend on. A frozen report keeps its own,
 * so that a change of configuration does not move it.
 */
export type ReportTerms = {
  readonly timezone: string
  readonly uptime: {
    /** Thousandths of full downtime. */
    readonly weights: Readonly<Record<MeasuredStatus, number>>
    readonly excludeMaintenance: 'announced' | 'all' | 'none'
  }
  readonly notice: NoticeDue
  readonly tiers: readonly TierObjectives[]
  readonly objectives: Objectives
  readonly priorities: Readonly<Partial<Record<Priority, PriorityObjectives>>>
  readonly components: readonly {
    readonly id: string
    readonly name: Text
    readonly group: Text | null
    readonly tier: string | null
  }[]
}

/** Response time of the checks that answered, ms; null without any. */
export type ResponseTimes = {
  readonly checks: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** A promised availability in a report; shares as percentages written out (`"99.9"`), durations in ms. */
export type ReportBudget = {
  readonly target: string
  readonly allowed: number
  readonly spent: number
  readonly remaining: number
  readonly burn: number | null
  readonly verdict: Verdict
}

/** One day of one component, or of the page. */
export type ReportDay = Availability &
  ResponseTimes & { readonly date: string; readonly incidents: readonly string[] }

/** A component in a report, with the evidence for its figures. */
export type ReportComponent = {
  readonly id: string
  readonly name: Text
  readonly group: Text | null
  readonly tier: string | null
  /** When it began to count; null before that. */
  readonly first_at: string | null
  /** When it left the configuration; null while it is in it. */
  readonly gone_at: string | null
  /** Absent where monitors watch it; false where only people say how it is: without downtime nothing is printed then. */
  readonly monitored?: false
  readonly availability: Availability
  readonly budget: ReportBudget | null
  readonly response: ResponseTimes
  /** The promise on P95: how many windows (days, as a rule) kept it. Null without a promise. */
  readonly response_promise: {
    readonly target: number
    readonly kept: number
    readonly at_risk: number
    readonly broken: number
    readonly unknown: number
    readonly verdict: Verdict
  } | null
  readonly days: readonly ReportDay[]
  /** Ids of incidents that name it and touch the period, oldest first. */
  readonly incidents: readonly string[]
  /** Counted status through the period, contiguous. */
  readonly slices: readonly {
    readonly from: string
    readonly to: string
    readonly status: MeasuredStatus | 'unknown'
  }[]
  /** Maintenance windows that touch the period. */
  readonly windows: readonly {
    readonly id: string
    readonly title: Text
    readonly class: string
    readonly from: string
    readonly to: string
    readonly notice_given: number
    readonly notice_due: number
    readonly late: boolean
    readonly cancelled: boolean
    readonly excluded: readonly { readonly from: string; readonly to: string }[]
  }[]
}

/** A promised time for an incident, what it took, and whether it was kept; `took` null while it runs, or never came. */
export type ReportClock = {
  readonly promised: number | null
  readonly took: number | null
  readonly verdict: Verdict
}

/** An incident that touches the period. */
export type ReportIncident = {
  readonly id: string
  readonly title: Text
  readonly priority: Priority | null
  readonly impact: Impact
  readonly components: readonly string[]
  readonly started_at: string
  readonly resolved_at: string | null
  readonly false_alarm: boolean
  readonly response: ReportClock
  readonly recovery: ReportClock
  readonly resolution: ReportClock
  /** Millionths declared in the postmortem; null without. */
  readonly data_loss: { readonly lost: number | null; readonly verdict: Verdict }
  /** Other incidents of the same components at the same time; absent without. */
  readonly overlaps?: {
    /** Ids, in the order of the list. */
    readonly incidents: readonly string[]
    /** How long all of them took together, ms: time that several of them share counts once. */
    readonly time: number
  }
}

/** Incidents of the period: those begun in it by priority, means over those answered and resolved in it. */
export type ReportIncidents = {
  /** Begun in the period, false alarms and announcements left out. */
  readonly begun: number
  readonly resolved: number
  readonly by_priority: Readonly<Record<Priority | 'none', number>>
  readonly false_alarms: number
  /** Mean time to acknowledge, to restore, ms, rounded up; null without any. */
  readonly mtta: number | null
  readonly mttr: number | null
  readonly list: readonly ReportIncident[]
}

/** A public metric over the period. */
export type ReportMetric = {
  readonly id: string
  readonly name: Text
  readonly group: Text | null
  readonly unit: string | null
  readonly summary: MetricSummary
  readonly value: number | null
  readonly min: number | null
  readonly max: number | null
  readonly p95: number | null
  readonly points: number
  readonly good: NumberCondition | null
  readonly state: MetricState
  /** Share by which it grew against the period before (0.1 is 10 %); null where that is not known. */
  readonly growth: number | null
  /** How much it should grow, a share; null where nothing is promised. */
  readonly growth_promised: number | null
  readonly days: readonly { readonly date: string; readonly value: number }[]
}

/** What a report says of the period before, to tell growth. */
export type ReportPreviousPeriod = {
  readonly period: string
  readonly availability: number | null
  readonly printed: string | null
  readonly down: number
  readonly incidents: number
  readonly mttr: number | null
  readonly mtta: number | null
  readonly p95: number | null
}

/** A daily or monthly report. */
export type Report = {
  readonly version: 1
  readonly kind: 'daily' | 'monthly'
  /** `2026-11-22` or `2026-11`. */
  readonly period: string
  readonly timezone: string
  readonly from: string
  readonly to: string
  /** As of when it was computed: `to` once the period is over. */
  readonly until: string
  readonly page: string
  /** Mean of the components, each weighing the same; `down` is the mean, ms, rounded up. */
  readonly availability: {
    readonly availability: number | null
    readonly printed: string | null
    readonly down: number
  }
  /** Time in which at least one component was counted as partly or wholly out, ms. */
  readonly affected: number
  readonly response: ResponseTimes
  readonly components: readonly ReportComponent[]
  /** The page by day: means over its components. */
  readonly days: readonly {
    readonly date: string
    readonly availability: number | null
    readonly printed: string | null
    readonly down: number
    readonly p95: number | null
    readonly incidents: number
  }[]
  readonly incidents: ReportIncidents
  readonly maintenance: {
    /** Announced in time and not cancelled; time as the union of their windows, ms. */
    readonly planned: { readonly windows: number; readonly time: number }
    /** Announced too late: emergencies. */
    readonly emergency: { readonly windows: number; readonly time: number }
  }
  readonly metrics: readonly ReportMetric[]
  /** Deployments that ended in the period; null where none is ever recorded. */
  readonly deployments: {
    readonly count: number
    readonly succeeded: number
    readonly failed: number
    readonly rolled_back: number
    /** Those of them that were watched, oldest end first; absent where none was. */
    readonly watched?: readonly WatchedDeployment[]
  } | null
  readonly before: ReportPreviousPeriod | null
  readonly terms: ReportTerms
  /** What the team wrote to the month, Markdown; absent where it wrote nothing. */
  readonly prose?: Text
}

/** The verdict on a deployment, as a report has it. */
export type WatchedDeployment = {
  readonly version: string
  readonly verdict: WatchVerdict
  /** What was beyond its limit; see TriggerFinding for the units. */
  readonly exceeded: readonly Pick<TriggerFinding, 'trigger' | 'component' | 'measured' | 'limit'>[]
}

/** A report for the team, with the metrics that readers do not see. It is never published, and never frozen. */
export type TeamReport = Report & { readonly private_metrics: readonly ReportMetric[] }
