import type { AuditRecord } from '../../core/account/audit-chain.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { LoadedRecurringMaintenance } from '../../core/maintenance/recurring-maintenance.ts'
import type { Store } from '../../store/store.ts'
import type { Receipt } from '../../store/access-store.ts'
import { retryOnConflict } from './retry-on-conflict.ts'

/** Notices that were written, whole. */
export type WrittenNotices = {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
  readonly announcements: readonly Announcement[]
}

/**
 * What one transaction changes of notices. Every member is required, so that a decision that names one of them otherwise
 * does not compile instead of being dropped.
 */
export type NoticeChanges = WrittenNotices & {
  readonly deletedMaintenances: readonly { readonly id: string; readonly version: number }[]
  readonly recurringMaintenance: readonly LoadedRecurringMaintenance[]
  readonly receipts: readonly Receipt[]
  /** What the audit log says of it; nothing of what Vigie does by itself. */
  readonly audit: readonly AuditRecord[]
  /** Nobody is notified of it beyond the page: it is imported. */
  readonly silent: boolean
}

/** Changes of nothing, to spread the members of a decision over. */
export const noChanges: NoticeChanges = {
  incidents: [],
  maintenances: [],
  announcements: [],
  deletedMaintenances: [],
  recurringMaintenance: [],
  receipts: [],
  audit: [],
  silent: false,
}

/** Writes what the notice service has decided; every way in ends here. */
export type NoticeWriter = {
  /** Write it in one transaction, then report it. @throws Conflict, StoreError */
  write(changes: NoticeChanges): Promise<void>
  /**
   * Write what `decide` decides, which decides again from what is stored whenever another process was faster.
   * Resolves to what was written. @throws Conflict after the last attempt, StoreError
   */
  writeDecision(decide: () => Promise<NoticeChanges>): Promise<NoticeChanges>
}

/** The only place that commits notices. What people are owed of them the store adds in the same transaction. */
export function createNoticeWriter(
  store: Pick<Store, 'commit'>,
  onChange: (written: WrittenNotices) => void = () => {},
): NoticeWriter {
  async function write(changes: NoticeChanges): Promise<void> {
    const {
      incidents,
      maintenances,
      announcements,
      deletedMaintenances,
      recurringMaintenance,
      receipts,
      audit,
      silent,
    } = changes
    const notices = { incidents, maintenances, announcements }
    const parts = [...Object.values(notices), deletedMaintenances, recurringMaintenance, receipts]
    if (parts.every((part) => part.length === 0)) return
    await store.commit({ ...notices, deletedMaintenances, recurringMaintenance, receipts, audit, silent })
    if (Object.values(notices).some((part) => part.length > 0)) onChange(notices)
  }
  return {
    write,
    writeDecision: (decide) =>
      retryOnConflict(async () => {
        const changes = await decide()
        await write(changes)
        return changes
      }),
  }
}
