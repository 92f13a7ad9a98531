import type { AlertRule } from '../alert/alert.ts'
import type { Channel, Escalation, Subscriptions } from './channel.ts'
import type { DeploymentRules } from '../deployment/rollback-triggers.ts'
import type { Region } from './region.ts'
import type { OperatorWords } from '../i18n/words.ts'
import type { ComponentStatus, MeasuredStatus } from '../monitoring/health.ts'
import type { Priority } from '../incident/incident.ts'
import type { NoticeTemplate } from '../notice/notice-template.ts'
import type { NoticeDue } from '../maintenance/maintenance.ts'
import type { MetricConfig } from '../metric/metric.ts'
import type { Monitor } from '../monitoring/monitor.ts'
import type { Objectives, PriorityDefinition, Tier } from '../slo/objective.ts'
import type { RecurringMaintenance } from '../maintenance/recurring-maintenance.ts'
import type { Locale, Text } from '../text/localized-text.ts'

/** A component as configured; its monitors carry its id. */
export type ComponentConfig = {
  readonly id: string
  readonly name: Text
  readonly description: Text | null
  readonly group: Text | null
  readonly tier: string | null
  /** Priority of an incident opened automatically for it; null takes the one of its status. */
  readonly priority: Priority | null
  readonly monitors: readonly Monitor[]
}

/** Words of automatic incidents; `{component}`, `{fault}`, `{duration}` are replaced. */
export type IncidentTemplates = {
  readonly title: Readonly<Record<Exclude<MeasuredStatus, 'operational'>, Text>>
  /** First message. */
  readonly opened: Text
  /** The status got worse or better without being over, by the status it has now. */
  readonly changed: Readonly<Record<Exclude<MeasuredStatus, 'operational'>, Text>>
  readonly recovered: Text
  /** It came back within the time that folds it into the same incident. */
  readonly again: Text
  /** Its component is no longer watched. Not in the configuration. */
  readonly orphaned: Text
}

/** A service that `demo:` starts on loopback, and how it misbehaves on a fixed schedule. */
export type DemoService = {
  readonly id: string
  readonly kind: 'http' | 'tcp' | 'dns' | 'tls' | 'websocket' | 'prometheus' | 'metrics' | 'heartbeat'
  readonly port: number
  /** Milliseconds an ordinary answer takes. */
  readonly latency: number
  /**
   * What an ordinary answer says: body of http (JSON when it begins with `{`), address of dns, greeting of tcp, reply of
   * websocket, value of prometheus, token of the heartbeat it sends. Absent: `{"status":"ok"}` and the like.
   */
  readonly answer?: string
  /** What a service of metrics measures, by name, and between what it moves. */
  readonly figures?: Readonly<Record<string, DemoMetricRange>>
  readonly faults: readonly {
    /** `slow` answers 3 s later than usual, `error` answers wrongly (500, garbage), `refused` does not listen. */
    readonly kind: 'slow' | 'error' | 'refused'
    /** Milliseconds between the beginnings of two of them. */
    readonly every: number
    /** Milliseconds into each period at which it begins. */
    readonly after: number
    readonly lasts: number
  }[]
}

/** Between what a figure of a stand-in moves: low at night, high in working hours. */
export type DemoMetricRange = { readonly from: number; readonly to: number }

/** The whole configuration after the door: every value checked, every default filled in, durations in milliseconds. */
export type Config = {
  readonly page: {
    readonly name: string
    readonly url: string | null
    readonly locale: Locale
    readonly locales: readonly Locale[]
    readonly timezone: string
    readonly historyDays: number
    readonly theme: {
      readonly accent: string | null
      readonly logo: string | null
      readonly css: string | null
    }
    readonly contact: string | null
    /** Words of locales that Vigie has none for; absent where the operator brings none. */
    readonly words?: OperatorWords
  }
  readonly components: readonly ComponentConfig[]
  /** Where this collector watches from: a part of the key of everything it records. Empty for the one place without a name. */
  readonly region: string
  /** What facts are kept in, as `parseStoreLocation` reads it; empty for SQLite in the operator's folder. May hold a password. */
  readonly store: string
  /** The places that services are watched from, in the order of the file; empty where there is but the collector's own. */
  readonly regions: readonly Region[]
  /** `tcp://host:port` addresses; empty when not configured. */
  readonly connectivity: readonly string[]
  readonly uptime: {
    /** Thousandths of full downtime. */
    readonly weights: Readonly<Record<MeasuredStatus, number>>
    readonly excludeMaintenance: 'announced' | 'all' | 'none'
  }
  readonly incidents: {
    /** Whether confirmed outages open incidents by themselves. */
    readonly automatic: boolean
    /** A component that fails again within this time of recovering continues the same incident, ms. */
    readonly reopenWithin: number
    /** Mildest status that opens one. */
    readonly from: Exclude<ComponentStatus, 'operational' | 'under_maintenance'>
    readonly templates: IncidentTemplates
  }
  readonly priorities: Readonly<Partial<Record<Priority, PriorityDefinition>>>
  /** Service levels, in the order of the file. */
  readonly tiers: readonly Tier[]
  readonly objectives: Objectives
  /** Figures from outside. */
  readonly metrics: readonly MetricConfig[]
  /** Notice due by class of maintenance, ms. */
  readonly notice: NoticeDue
  /** The standing programme of maintenance. */
  readonly recurringMaintenance: readonly RecurringMaintenance[]
  /** Words that notices of the console can begin with, in the order of the file. */
  readonly templates: readonly NoticeTemplate[]
  /** How new versions are watched, and what the team goes through with each. */
  readonly deployments: DeploymentRules
  readonly retention: { readonly checks: number }
  readonly publish: {
    readonly every: number
    readonly after: readonly string[]
    /** A WebSub hub that is notified of news in the feeds; null without. */
    readonly hub: string | null
  }
  readonly demo: { readonly services: readonly DemoService[] } | null
  /** Values taken from the environment for secret places, to be hidden in logs and errors. */
  readonly secrets: readonly string[]
  /** Where the team is notified, in the order of the file. */
  readonly channels: readonly Channel[]
  /** Rules that tell the team. */
  readonly alerts: readonly AlertRule[]
  readonly subscriptions: Subscriptions
  /** Who is notified of an incident, by its priority. */
  readonly escalations: Readonly<Partial<Record<Priority, Escalation>>>
}
