import type { Announcement } from '../announcement/announcement.ts'
import type { Availability } from '../availability/availability-types.ts'
import type { AvailabilityVerdict, ResponseVerdict } from '../slo/error-budget.ts'
import type { Deployment } from '../deployment/deployment.ts'
import type { Evidence } from '../explain/explanation.ts'
import type { MetricView } from '../metric/metric.ts'
import type { CustomObjective, Objectives, PriorityDefinition, Tier } from '../slo/objective.ts'
import type { Regression } from '../slo/regression.ts'
import type { FrozenReport } from '../report/report-link.ts'
import type { ResponseTimes } from '../report/report-document.ts'
import type { MeasuredStatus, ShownStatus } from '../monitoring/health.ts'
import type { Incident, Priority } from '../incident/incident.ts'
import type { Maintenance, NoticeDue } from '../maintenance/maintenance.ts'
import type { RecurringMaintenance } from '../maintenance/recurring-maintenance.ts'
import type { OperatorWords } from '../i18n/words.ts'
import type { Locale, Text } from '../text/localized-text.ts'

/** P50, P95, P99 of the checks that answered, in milliseconds; null when none did. */
export type Percentiles = {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** One day of one component, cut in the page's zone. */
export type DayView = Availability &
  Percentiles & {
    /** `YYYY-MM-DD` in the page's zone. */
    readonly date: string
    /** The worst that was counted that day; `unknown` when nobody watched. Never `under_maintenance`: see `maintenance`. */
    readonly worst: Exclude<ShownStatus, 'under_maintenance'>
    /** A maintenance of the component touches the day. */
    readonly maintenance: boolean
    readonly checks: number
    /** Mean of the checks that answered, ms; null when none did. */
    readonly mean: number | null
    /** Ids of incidents that touch the day, oldest first. */
    readonly incidents: readonly string[]
  }

/** One point of the response-time chart: an hour. */
export type LatencyPoint = Percentiles & { readonly at: number; readonly checks: number }

/** What one of several regions sees of a component. It decides together with the others (`core/monitoring/quorum.ts`). */
export type RegionView = {
  readonly id: string
  readonly name: Text
  /** What the monitors that watch from there say together. */
  readonly status: MeasuredStatus | 'unknown'
  /** Since when, ms; null when nothing was ever known from there. */
  readonly statusSince: number | null
  /** When it was last looked at from there, ms; null before the first time. */
  readonly checkedAt: number | null
  /** Response time of the last 24 hours (UTC), the one that runs included. */
  readonly response: ResponseTimes
  /** Response time of today up to the start of the hour (UTC). */
  readonly hoursToday: ResponseTimes
}

/** How many of the regions that watch a monitor see it down, though it does not count as down. */
export type MinorityDown = { readonly down: number; readonly of: number }

/** What the public may know of one component. */
export type ComponentView = {
  readonly id: string
  readonly name: Text
  readonly description: Text | null
  /** Name of its group, null when it stands alone. */
  readonly group: Text | null
  readonly tier: string | null
  readonly status: ShownStatus
  /** Since when it has that status, ms; null when it was never known. */
  readonly statusSince: number | null
  /** First check or declaration, ms; null when there is none yet. */
  readonly firstAt: number | null
  /** When it was last looked at, ms; null for a component without monitors or before the first check. */
  readonly checkedAt: number | null
  /** Shortest interval between checks of its monitors, ms; null without monitors. */
  readonly every: number | null
  /** Over `page.historyDays`, today included. */
  readonly uptime: Availability
  /** `page.historyDays` entries, oldest first, the last one today. */
  readonly days: readonly DayView[]
  /** Response time of today up to the start of the hour (UTC), for what is not told again every minute. */
  readonly hoursToday: ResponseTimes
  /** The same of longer spans: `last_7_days`, `last_30_days`, `recent` (the days shown), and months that are not frozen. */
  readonly spans: Readonly<Record<string, ResponseTimes>>
  /** The last 48 hours, an entry per hour with checks, oldest first. */
  readonly latency: readonly LatencyPoint[]
  /** What its figures are computed from, over the days shown, the month that runs and every objective's window. */
  readonly evidence: Evidence
  /** What its tier promises, as it stands now; null where nothing is promised. */
  readonly objectives: {
    readonly availability: AvailabilityVerdict | null
    readonly response: ResponseVerdict | null
  }
  /** The calendar month that runs, up to now. */
  readonly month: Availability
  /** Response time by month that is not frozen yet (`YYYY-MM`): the one that runs, and for a while the one before. */
  readonly months: Readonly<Record<string, ResponseTimes>>
  readonly regression: Regression
  /** What each region sees, in the order of the configuration; absent where fewer than two are to watch it. */
  readonly regions?: readonly RegionView[]
  /** Absent where no minority of the regions sees it down. */
  readonly downFrom?: MinorityDown
}

/** A promise beside the tiers as it stands now, for each component it is about, or for its group as one. */
export type CustomObjectiveVerdict = {
  readonly objective: CustomObjective
  readonly subjects: readonly {
    /** Null for a group. */
    readonly component: string | null
    readonly availability: AvailabilityVerdict | null
    readonly response: ResponseVerdict | null
  }[]
}

/** Components of one group, in the order of the configuration. A null name is the components without a group. */
export type GroupView = {
  readonly name: Text | null
  readonly components: readonly string[]
  /** The worst shown status of its components; `unknown` only when all are. */
  readonly status: ShownStatus
  /** Mean availability of its components, `printed` as elsewhere; null when none is known. */
  readonly availability: number | null
  readonly printed: string | null
}

/** Everything the public may know at one instant: plain data, serialisable, versioned. */
export type Snapshot = {
  readonly version: 1
  /** ms since the epoch; everything on the page is as of then. */
  readonly generatedAt: number
  /** After this instant a reader must be told that the page is old. */
  readonly staleAfter: number
  readonly page: {
    readonly name: string
    /** Absolute address of the page without a trailing slash, for feeds; null when the operator gave none. */
    readonly url: string | null
    /** What programs know the page by, the same for ever: a URN, or the address or name it was first published under. */
    readonly identity: string
    /** The locale at `/`; the others are at `/LOCALE/`. */
    readonly locale: Locale
    readonly locales: readonly Locale[]
    readonly timezone: string
    readonly historyDays: number
    /** Colour such as `#1f5fbf`, null for the default. */
    readonly accent: string | null
    /** Name of the logo at the root of the site, null without. */
    readonly logo: string | null
    /** Name of the operator's own stylesheet at the root of the site, null without. */
    readonly css: string | null
    /** `mailto:` or `https:` address, null without. */
    readonly contact: string | null
    /** A demonstration, marked as such on every page. */
    readonly demo: boolean
    /** A WebSub hub that the feeds name, null without. */
    readonly hub: string | null
    /** How readers are notified by a message; absent where they are not. */
    readonly subscriptions?: {
      readonly email: boolean
      readonly webhook: boolean
      readonly push: boolean
      /** Where the forms post; null for the page's own address. */
      readonly url: string | null
    }
    /** Words of locales that Vigie has none for; absent where the operator brings none. */
    readonly words?: OperatorWords
  }
  /** What the banner says: the worst of the components, `unknown` only when nothing is known. */
  readonly status: ShownStatus
  /** When any monitor was last looked at, ms. */
  readonly checkedAt: number | null
  /** The collector itself is cut off from the network: what it shows is as of before. */
  readonly cutOff: boolean
  readonly groups: readonly GroupView[]
  readonly components: readonly ComponentView[]
  /** Newest start first, open ones included. All of them: history is complete. */
  readonly incidents: readonly Incident[]
  /**
   * By the beginning of their window, latest first: single windows and occurrences of the programme, past ones and those of
   * the next thirteen months, cancelled ones included. Those that did not change are the very objects of the snapshot before.
   */
  readonly maintenances: readonly Maintenance[]
  /** Newest first. All of them, those that no longer stand on the overview too. */
  readonly announcements: readonly Announcement[]
  /** The standing programme as configured, with what its calendars need to know. */
  readonly recurringMaintenance: readonly (RecurringMaintenance & {
    readonly loadedAt: number
    readonly timedAt: number
    readonly sequence: number
  })[]
  /** Notice due by class of maintenance, ms. */
  readonly notice: NoticeDue
  readonly priorities: Readonly<Partial<Record<Priority, PriorityDefinition>>>
  /** Which maintenance is left out of availability. */
  readonly excludeMaintenance: 'announced' | 'all' | 'none'
  /** Thousandths of full downtime by status. */
  readonly weights: Readonly<Record<MeasuredStatus, number>>
  /** Service levels, in the order of the configuration. */
  readonly tiers: readonly Tier[]
  readonly objectives: Objectives
  readonly customObjectives: readonly CustomObjectiveVerdict[]
  /** Figures from outside that readers see. */
  readonly metrics: readonly MetricView[]
  /** Response time of all components together, by date (as many as the page shows) and by month that is not frozen yet. */
  readonly response: {
    readonly days: Readonly<Record<string, ResponseTimes>>
    readonly months: Readonly<Record<string, ResponseTimes>>
  }
  /** Deployments begun since the first of the days shown or of the months not frozen, newest first; null where none was ever recorded. */
  readonly deployments: readonly Deployment[] | null
  /** Frozen reports, every revision, by sequence. */
  readonly reports: readonly FrozenReport[]
}
