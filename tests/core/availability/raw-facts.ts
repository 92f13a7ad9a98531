import type { KnownHealth, MeasuredStatus } from '../../../collector/core/monitoring/health.ts'

/** A monitor and everything it saw, in the order in which it was recorded: of two at one instant the later one holds. */
export type RawMonitor = {
  readonly id: string
  readonly every: number
  readonly timeout: number
  readonly failures: number
  readonly successes: number
  readonly checks: readonly { readonly at: number; readonly health: KnownHealth }[]
}

/** An incident as a line of `import notices` tells it; instants in ms, messages oldest first. */
export type RawIncident = {
  readonly kind: 'incident'
  readonly id: string
  readonly title: string
  readonly started_at: number
  readonly automatic: boolean
  readonly about: string | null
  readonly updates: readonly {
    readonly at: number
    readonly status: 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
    readonly body: string
    readonly author: string
    readonly components: Readonly<Record<string, MeasuredStatus>>
  }[]
  readonly false_alarm: { readonly reason: string; readonly at: number } | null
}

/** A maintenance as a line of `import notices` tells it; instants in ms. */
export type RawMaintenance = {
  readonly kind: 'maintenance'
  readonly id: string
  readonly title: string
  readonly components: readonly string[]
  readonly class: string
  readonly published_at: number
  readonly from: number
  readonly until: number
  /** Oldest first; the last is the window. */
  readonly announced: readonly { readonly at: number; readonly from: number; readonly until: number }[]
  readonly started_at: number | null
  readonly completed_at: number | null
  readonly cancelled_at: number | null
  readonly withdrawn: { readonly at: number; readonly by: string } | null
}

/** Everything that was recorded and written about one component, before anything is made of it. */
export type RawFacts = {
  readonly component: string
  readonly monitors: readonly RawMonitor[]
  /** First appearance in the configuration, ms; it counts where there are no monitors. */
  readonly appearedAt: number | null
  /** When it left the configuration; null while it is in it. */
  readonly goneAt: number | null
  readonly incidents: readonly RawIncident[]
  readonly maintenances: readonly RawMaintenance[]
  /** Thousandths. */
  readonly weights: Readonly<Record<MeasuredStatus, number>>
  readonly exclude: 'announced' | 'all' | 'none'
  /** Notice due by class, ms. */
  readonly notice: Readonly<Record<string, number>>
  readonly now: number
}
