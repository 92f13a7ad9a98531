import type { ChangeCursor, ExternalChangeSet } from './changes.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { ComponentConfig } from '../core/config/config.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Interval } from '../core/time/interval.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { MetricPoint, MetricRollup } from '../core/metric/metric.ts'
import type { Cadence } from '../core/monitoring/monitor.ts'
import type { LoadedRecurringMaintenance } from '../core/maintenance/recurring-maintenance.ts'
import type { FrozenReport } from '../core/report/report-document.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** The checks of one monitor seen from one region, and how far their fold has come. */
export type Series = {
  readonly monitor: string
  readonly region: string
  /** Instant of its first check ever, ms; null before it. */
  readonly firstAt: number | null
  /** The fold after the latest recorded check. */
  readonly state: HealthState | null
  /** Raw checks before this instant are gone (a whole hour, UTC); null when none were pruned. */
  readonly prunedBefore: number | null
  /** The fold just before the first raw check that is still there; null when none were pruned. */
  readonly prunedState: HealthState | null
  /** How often its timeline was replaced by a backfill: a running collector notices somebody else's. */
  readonly rebuilds: number
  /** The component it belongs to, and how often it looks, as last configured; null for one recorded before that was kept. */
  readonly component: string | null
  readonly cadence: Cadence | null
}

/** A component as it was last configured, whether it still is or not. */
export type ComponentRecord = {
  readonly component: string
  /** Its first appearance in the configuration, ms. */
  readonly firstAt: number
  /** When it was no longer in the configuration, ms; null while it is. */
  readonly goneAt: number | null
  /** Without its monitors; null for one last seen before that was kept. */
  readonly body: Pick<ComponentConfig, 'id' | 'name' | 'group' | 'tier'> | null
}

/** A frozen report as it is kept, with the digest of the facts it was made of. */
export type StoredReport = FrozenReport & { readonly facts: string }

/** Everything a check changes, as one durable transaction. All parts are optional; what is absent is not touched. */
export type Facts = {
  /** Upserted by (monitor, region, at): the one recorded later replaces the other; rollups follow in the same transaction. */
  readonly checks?: readonly Check[]
  /** New fold states, by (monitor, region). */
  readonly states?: readonly {
    readonly monitor: string
    readonly region: string
    readonly state: HealthState
  }[]
  /** Added; one at the same (monitor, region, at) is replaced. */
  readonly transitions?: readonly Transition[]
  /** Whole incidents, inserted or replaced by id; `version` must be one more than the stored one (1 for a new one). */
  readonly incidents?: readonly Incident[]
  /** Whole maintenances, as incidents are. */
  readonly maintenances?: readonly Maintenance[]
  /** Untouched occurrences that a changed programme no longer has: deleted, unless they have another version by now (Conflict). */
  readonly deletedMaintenances?: readonly { readonly id: string; readonly version: number }[]
  /** Entries of the programme, inserted or replaced by id. */
  readonly recurringMaintenance?: readonly LoadedRecurringMaintenance[]
  /** What was answered to a request, under its idempotency key; one that is there already is a Conflict. */
  readonly receipts?: readonly Receipt[]
  /** Whole tokens, inserted or replaced by id. */
  readonly tokens?: readonly StoredToken[]
  /** Announcements owed to a channel, claimed later by compare-and-set. The key makes them harmless to repeat. */
  readonly deliveries?: readonly OwedDelivery[]
  /** Instants at which components first appeared in the configuration; an earlier one stays. */
  readonly components?: readonly { readonly component: string; readonly firstAt: number }[]
  /** What the configuration says now, ms: components and monitors that are not in it are gone from here on. */
  readonly configuration?: {
    readonly at: number
    readonly components: readonly ComponentConfig[]
    readonly region: string
  }
  /** Figures from outside, by (metric, at): one at the same instant is replaced. Hours follow in the same transaction. */
  readonly metrics?: readonly MetricPoint[]
  /** Whole deployments, inserted or replaced by id. */
  readonly deployments?: readonly Deployment[]
  /** The next links of the chain of frozen reports; one whose `sequence` is not the next is a Conflict. */
  readonly reports?: readonly StoredReport[]
}

/** A message owed to one channel. `payload` is JSON. */
export type OwedDelivery = {
  readonly key: string
  readonly channel: string
  readonly dueAt: number
  readonly payload: string
}

/** What was answered to a request that may come again (an `Idempotency-Key`). */
export type Receipt = {
  /** Who asked and their key, hashed or joined so that no two askers share one. */
  readonly key: string
  /** Hash of what was asked: the same key with another request is refused. */
  readonly request: string
  readonly status: number
  /** The answer, JSON. */
  readonly answer: string
  readonly at: number
}

export type Scope = 'read' | 'notices' | 'metrics' | 'deployments' | 'admin'

/** A token of the team's API as it is kept: never itself, only its hash. */
export type StoredToken = {
  /** 12 characters `[a-z0-9]`. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the token, hex. */
  readonly hash: string
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
}

/** Checks, counts and latency of one series over one hour (UTC) or one day (in the zone the store was opened with). */
export type Rollup = {
  readonly monitor: string
  readonly region: string
  /** Start of the hour or the day, ms. An hour belongs to the day it begins in. */
  readonly at: number
  readonly up: number
  readonly degraded: number
  readonly down: number
  /** Sum of `took` of the checks that answered, ms. */
  readonly tookSum: number
  /** Encoded latency sketch of the checks that answered (`core/sketch.ts`); empty when none did. */
  readonly sketch: Uint8Array
}

export type Grain = 'hour' | 'day'

/**
 * Where facts live. Asynchronous although SQLite is not: PostgreSQL shared by several collectors comes behind it.
 * Every method throws StoreError when the disk is full or broken; nothing stored before is lost by that.
 */
export type Store = {
  /** Record facts in one transaction; when it resolves they survive `kill -9` and power loss. Rejects with Conflict on a wrong incident version, having written nothing. */
  commit(facts: Facts): Promise<void>
  /** All series, in no order. */
  series(): Promise<readonly Series[]>
  /** Raw checks of one series in an interval, oldest first. */
  checks(monitor: string, region: string, within: Interval): Promise<readonly Check[]>
  /** The latest check of every series, with its fault. */
  latestChecks(): Promise<readonly Check[]>
  /** Transitions inside the interval plus, for each series, the one in force at its start; by (monitor, region, at). */
  transitions(within: Interval, monitors?: readonly string[]): Promise<readonly Transition[]>
  /** Replace the whole timeline of a series from an instant on (after a backfill): transitions at or after `from` are exchanged for these and the state is set, in one transaction, together with `checks`. */
  rebuildTimeline(
    series: { readonly monitor: string; readonly region: string },
    from: number,
    transitions: readonly Transition[],
    state: HealthState,
    checks: readonly Check[],
  ): Promise<void>
  /** Rollups that begin in the interval, by (monitor, region, at). */
  rollups(grain: Grain, within: Interval, monitors?: readonly string[]): Promise<readonly Rollup[]>
  /** All incidents, newest start first; those that touch the interval when one is given. */
  incidents(within?: Interval): Promise<readonly Incident[]>
  incident(id: string): Promise<Incident | null>
  /** All maintenances, latest window first; those whose window touches the interval when one is given. */
  maintenances(within?: Interval): Promise<readonly Maintenance[]>
  maintenance(id: string): Promise<Maintenance | null>
  /** Every entry of the programme ever loaded, by id. */
  recurringMaintenance(): Promise<readonly LoadedRecurringMaintenance[]>
  /** All tokens, revoked ones too, oldest first. */
  tokens(): Promise<readonly StoredToken[]>
  /** What was answered under an idempotency key, or null. Kept for at least a day. */
  receipt(key: string): Promise<Receipt | null>
  /** First appearance of every component ever configured. */
  components(): Promise<ReadonlyMap<string, number>>
  /** Every component ever configured, by id. */
  componentRecords(): Promise<readonly ComponentRecord[]>
  /** Hours of metrics that begin in the interval, by (metric, at). */
  metricHours(
    within: Interval,
    metrics?: readonly string[],
  ): Promise<readonly (MetricRollup & { readonly metric: string })[]>
  /** Points of one metric in an interval, oldest first, as long as checks are kept. */
  metricPoints(metric: string, within: Interval): Promise<readonly MetricPoint[]>
  /** The latest point of every metric. */
  latestMetrics(): Promise<readonly MetricPoint[]>
  /** Delete points before an instant (a whole hour); their hours stay. Resolves to how many went. */
  pruneMetrics(before: number): Promise<number>
  /** Deployments that touch the interval, or all, newest start first. */
  deployments(within?: Interval): Promise<readonly Deployment[]>
  deployment(id: string): Promise<Deployment | null>
  /** Every frozen report, by sequence. */
  reports(): Promise<readonly StoredReport[]>
  /** Delete raw checks of one series before an instant (a whole hour) and remember the fold there. At most `limit` rows; resolves to how many went. */
  prune(
    series: { readonly monitor: string; readonly region: string },
    before: number,
    state: HealthState,
    limit: number,
  ): Promise<number>
  /**
   * What other processes, or other connections, have committed since a cursor, by kind; our own commits are left out.
   * With null, where the feed has come to.
   */
  changesSince(cursor: ChangeCursor | null): Promise<ExternalChangeSet>
  /** Write one byte durably: resolves when the store can take facts, throws StoreError otherwise. */
  checkWritable(): Promise<void>
  /** A consistent copy while running. */
  backup(file: string): Promise<void>
  close(): Promise<void>
}

/** The store could not write or read. `transient`: it may heal by itself (disk full, busy). */
export class StoreError extends Error {
  readonly transient: boolean
  constructor(message: string, options: { cause?: unknown; transient: boolean }) {
    super(message, { cause: options.cause })
    this.name = 'StoreError'
    this.transient = options.transient
  }
}

/** Somebody else changed it first; nothing was written. */
export class Conflict extends Error {
  readonly current: Incident | Maintenance | null
  constructor(message: string, current: Incident | Maintenance | null) {
    super(message)
    this.name = 'Conflict'
    this.current = current
  }
}
