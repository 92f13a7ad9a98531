/** The public shape of Statuspage's API v2, strict: every field is always there. Instants are ISO 8601 with milliseconds. */

export type PageShape = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly time_zone: string
  readonly updated_at: string
}

export type StatusShape = {
  readonly indicator: 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
  readonly description: string
}

/** A component, or a group of them. */
export type ComponentShape = {
  readonly id: string
  readonly name: string
  readonly status: ComponentStatusShape
  readonly created_at: string
  readonly updated_at: string
  readonly position: number
  readonly description: string | null
  readonly showcase: boolean
  /** `YYYY-MM-DD` */
  readonly start_date: string | null
  readonly group_id: string | null
  readonly page_id: string
  readonly group: boolean
  readonly only_show_if_degraded: boolean
  /** Of a group: the ids of its components. */
  readonly components?: readonly string[]
}

export type ComponentStatusShape =
  'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage' | 'under_maintenance'

export type UpdateShape<Status> = {
  readonly id: string
  readonly status: Status
  readonly body: string
  readonly incident_id: string
  readonly created_at: string
  readonly updated_at: string
  readonly display_at: string
  readonly affected_components:
    | readonly {
        readonly code: string
        readonly name: string
        readonly old_status: ComponentStatusShape
        readonly new_status: ComponentStatusShape
      }[]
    | null
  readonly deliver_notifications: boolean
  readonly custom_tweet: null
  readonly tweet_id: null
}

type StatuspageNotice<Status, Impact> = {
  readonly id: string
  readonly name: string
  readonly status: Status
  readonly created_at: string
  readonly updated_at: string
  readonly monitoring_at: string | null
  readonly resolved_at: string | null
  readonly impact: Impact
  readonly shortlink: string
  readonly started_at: string
  readonly page_id: string
  /** Newest first. */
  readonly incident_updates: readonly UpdateShape<Status>[]
  readonly components: readonly ComponentShape[]
  readonly reminder_intervals: null
}

export type IncidentShape = StatuspageNotice<
  'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem',
  'none' | 'minor' | 'major' | 'critical'
>

export type MaintenanceShape = StatuspageNotice<
  'scheduled' | 'in_progress' | 'verifying' | 'completed',
  'maintenance'
> & { readonly scheduled_for: string; readonly scheduled_until: string }
