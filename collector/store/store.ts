import type { NoticeRow } from '../core/incident/notice.ts'
import type { AccessReader } from './access-store.ts'
import type { AccountReader } from './account-store.ts'
import type { AlertReader } from './alert-store.ts'
import type { BackupOptions } from './backup.ts'
import type { ChangeFeed, ChangeReader } from './changes.ts'
import type { CertificateReader } from './certificate-store.ts'
import type { CheckReader, CheckStore } from './check-store.ts'
import type { CollectorReader } from './collector-store.ts'
import type { ComponentReader } from './component-store.ts'
import type { DeliveryReader, DeliveryStore } from './delivery-store.ts'
import type { DeploymentReader } from './deployment-store.ts'
import type { FactWriter } from './facts.ts'
import type { LeaseStore } from './lease.ts'
import type { MetricReader, MetricStore } from './metric-store.ts'
import type { NoticeReader } from './notice-store.ts'
import type { NotificationStore } from './notification-store.ts'
import type { ReportReader } from './report-store.ts'
import type { SubscriberReader, SubscriberStore } from './subscriber-store.ts'

/** Reads everything that pages and reports are made of. */
export type StoreReader = CheckReader &
  NoticeReader &
  MetricReader &
  ComponentReader &
  DeploymentReader &
  AlertReader &
  CertificateReader &
  DeliveryReader &
  SubscriberReader &
  ReportReader &
  ChangeReader

/** Reads several things of one instant. */
export type ConsistentReader = {
  /**
   * Run some reads that all see the store at one instant, whatever this or another connection commits meanwhile. No commit
   * waits for them, nor do they for one. Resolves and rejects as `work` does; from then on its `reader` rejects. What the
   * store has to keep for them is let go then: a short time.
   */
  read<T>(work: (reader: StoreReader) => Promise<T>): Promise<T>
}

/** Opens and closes, and keeps the store itself in good order. */
type StoreLifecycle = {
  /** Write one byte durably: resolves when the store can take facts, throws StoreError otherwise. */
  checkWritable(): Promise<void>
  /**
   * Why nothing may be written now although nothing has failed yet: the database was deleted or replaced under us. Cheap
   * enough for every tick. The first time, what is still open is begun to be copied: see `rescued`.
   */
  trouble(): StoreError | null
  /** The copy that was made of all that had been stored when the database was lost; null as long as there is none. */
  rescued(): string | null
  /** A consistent copy while running, of every table, with files of the operator beside them. */
  backup(file: string, options?: BackupOptions): Promise<void>
  /** Cut the rollups of days again in another zone (IANA name); nothing to do when it is the same. */
  setTimezone(timezone: string): Promise<void>
  close(): Promise<void>
}

/**
 * Where facts live: the sum of what its users need, who each take the part they use. Asynchronous although SQLite is not:
 * PostgreSQL shared by several collectors comes behind it.
 * Every method throws StoreError when the disk is full or broken; nothing stored before is lost by that.
 */
export type Store = StoreReader &
  ConsistentReader &
  FactWriter &
  CheckStore &
  MetricStore &
  DeliveryStore &
  NotificationStore &
  SubscriberStore &
  AccessReader &
  AccountReader &
  CollectorReader &
  ChangeFeed &
  LeaseStore &
  StoreLifecycle

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
  readonly current: NoticeRow | null
  constructor(message: string, current: NoticeRow | null) {
    super(message)
    this.name = 'Conflict'
    this.current = current
  }
}

/** The state of a series is no longer the one that another was computed from; nothing was written. */
export class StateConflict extends Conflict {
  readonly monitor: string
  readonly region: string
  constructor({ monitor, region }: { readonly monitor: string; readonly region: string }) {
    super(`the state of ${monitor} was replaced by another process`, null)
    this.name = 'StateConflict'
    this.monitor = monitor
    this.region = region
  }
}

/** The process that commits no longer holds the lease that the commit names; nothing was written. */
export class LeaseLost extends Conflict {
  constructor(name: string) {
    super(`the lease ${name} was lost: another process may have it by now`, null)
    this.name = 'LeaseLost'
  }
}
