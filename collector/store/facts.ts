import type { Account } from '../core/account/account.ts'
import type { AuditRecord } from '../core/account/audit-chain.ts'
import type { Alert, AlertSilence } from '../core/alert/alert.ts'
import type { Announcement } from '../core/announcement/announcement.ts'
import type { ComponentConfig } from '../core/config/config.ts'
import type { Notification } from '../core/delivery/notification.ts'
import type { ChecklistTick } from '../core/deployment/checklist.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { DeploymentWatch } from '../core/deployment/deployment-watch.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../core/maintenance/recurring-maintenance.ts'
import type { MetricPoint } from '../core/metric/metric.ts'
import type { Check } from '../core/monitoring/check.ts'
import type { HealthState } from '../core/monitoring/health-state.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import type { Receipt, StoredToken } from './access-store.ts'
import type { AccountLink, AccountSession, EndedSessions, Passkey } from './account-store.ts'
import type { SeenCertificate } from './certificate-store.ts'
import type { StartedJobRecord } from './collector-store.ts'
import type { LeaseToken } from './lease.ts'
import type { StoredReport } from './report-store.ts'

/** Everything a check changes, as one durable transaction. All parts are optional; what is absent is not touched. */
export type Facts = {
  /** Refused with LeaseLost unless this lease is still held: for what only its holder may write. */
  readonly lease?: LeaseToken
  /** Upserted by (monitor, region, at): the one recorded later replaces the other; rollups follow in the same transaction. */
  readonly checks?: readonly Check[]
  /** New states, by (monitor, region); a StateConflict unless `basedOn` is the stored `stateRevision`, 0 for a new series. */
  readonly states?: readonly {
    readonly monitor: string
    readonly region: string
    readonly state: HealthState
    readonly basedOn: number
  }[]
  /** Added; one at the same (monitor, region, at) is replaced. */
  readonly transitions?: readonly Transition[]
  /** Whole incidents, inserted or replaced by id; `version` must be one more than the stored one (1 for a new one). */
  readonly incidents?: readonly Incident[]
  /** Whole maintenances, as incidents are. */
  readonly maintenances?: readonly Maintenance[]
  /** Whole announcements, as incidents are. */
  readonly announcements?: readonly Announcement[]
  /** Untouched occurrences that a changed programme no longer has: deleted, unless they have another version by now (Conflict). */
  readonly deletedMaintenances?: readonly { readonly id: string; readonly version: number }[]
  /** Entries of the programme, inserted or replaced by id. */
  readonly recurringMaintenance?: readonly LoadedRecurringMaintenance[]
  /** What was answered to a request, under its idempotency key; one that is there already is a Conflict. */
  readonly receipts?: readonly Receipt[]
  /**
   * Whole accounts, inserted or replaced by id; `version` must be one more than the stored one (1 for a new one), and no other
   * account may have its name or its identity, else a Conflict.
   */
  readonly accounts?: readonly Account[]
  /** Accounts that go, by id, with their passkeys, sessions and links; another version by now is a Conflict. */
  readonly removedAccounts?: readonly { readonly id: string; readonly version: number }[]
  /** Whole passkeys, inserted or replaced by id; one of another account is a Conflict. */
  readonly passkeys?: readonly Passkey[]
  readonly removedPasskeys?: readonly { readonly id: string; readonly accountId: string }[]
  /** New sessions. Those that are over by `createdAt` of one go. */
  readonly sessions?: readonly AccountSession[]
  /** Sessions that were used, ms; one that was ended meanwhile stays ended. */
  readonly seenSessions?: readonly { readonly idHash: string; readonly at: number }[]
  /** Sessions that end. Ends come before what is new. */
  readonly endedSessions?: readonly EndedSessions[]
  /** New links. Those that are over by `createdAt` of one go. */
  readonly accountLinks?: readonly AccountLink[]
  /** Links that are used, at an instant (ms): a Conflict where one is unknown, used or over. */
  readonly usedAccountLinks?: readonly { readonly hash: string; readonly at: number }[]
  /** Links of these accounts that nobody used yet no longer open anything; null for those of no account. */
  readonly revokedAccountLinks?: readonly (string | null)[]
  /** What somebody did, added to the audit log: the store numbers and chains it. */
  readonly audit?: readonly AuditRecord[]
  /** Whole tokens, inserted or replaced by id. */
  readonly tokens?: readonly StoredToken[]
  /**
   * News that people are owed besides what follows from notices, reports and verdicts, which the store owes by itself. The
   * key makes it harmless to repeat.
   */
  readonly notifications?: readonly Notification[]
  /** Nobody is notified of the notices that are stored here: they are imported, or a simulated past. */
  readonly silent?: boolean
  /** Instants at which components first appeared in the configuration; an earlier one stays. */
  readonly components?: readonly { readonly component: string; readonly firstAt: number }[]
  /**
   * What the configuration says now, ms: components and monitors that are not in it are gone from here on. A monitor that is
   * watched from elsewhere than before, or by another quorum, is so from here on; `region` watches those that do not say.
   */
  readonly configuration?: {
    readonly at: number
    readonly components: readonly ComponentConfig[]
    readonly region: string
  }
  /** The collector of a region listens, ms; an earlier instant changes nothing. */
  readonly alive?: { readonly region: string; readonly at: number }
  /** Jobs that began, by (monitor, region): the last one stays. */
  readonly startedJobs?: readonly StartedJobRecord[]
  /** Certificates that monitors came to see, by (monitor, hour): the last one stays. */
  readonly certificates?: readonly SeenCertificate[]
  /** Figures from outside, by (metric, at): one at the same instant is replaced. Hours follow in the same transaction. */
  readonly metrics?: readonly MetricPoint[]
  /** No point of `metrics` is older than a day: what was made of days before stays true. Without it that is made again. */
  readonly metricsAreRecent?: boolean
  /** Whole deployments, inserted or replaced by id; a watch in them is not stored. */
  readonly deployments?: readonly Deployment[]
  /** Whole alerts, inserted or replaced by id; `version` must be one more than the stored one, and no other may last. */
  readonly alerts?: readonly Alert[]
  /** Alerts that never fired: deleted, unless they have another version by now (Conflict). */
  readonly droppedAlerts?: readonly { readonly id: string; readonly version: number }[]
  /** Whole silences of alert rules, inserted or replaced by id. */
  readonly alertSilences?: readonly AlertSilence[]
  /** Whole watches over deployments; `version` must be one more than the stored one (1 for a new one), else a Conflict. */
  readonly deploymentWatches?: readonly DeploymentWatch[]
  /** Steps of check lists, added. */
  readonly checklistTicks?: readonly ChecklistTick[]
  /** The next links of the chain of frozen reports; one whose `sequence` is not the next is a Conflict. */
  readonly reports?: readonly StoredReport[]
}

/** Records facts of every kind. */
export type FactWriter = {
  /** Record facts in one transaction; when it resolves they survive `kill -9` and power loss. Rejects with Conflict on a wrong version of a notice or a state, having written nothing. */
  commit(facts: Facts): Promise<void>
}
