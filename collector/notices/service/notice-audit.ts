import type { AuditActor, AuditRecord } from '../../core/account/audit-chain.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { NoticeRow } from '../../core/incident/notice.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Actor } from './notice-service.ts'
import type { WrittenNotices } from './notice-writer.ts'
import { authorOf } from './service-deps.ts'

/**
 * What the audit log says of a notice that was written.
 *
 * @param action what was done, by kind of notice: `incident.update`
 * @param at ms
 * @throws ValidationError for an actor without a name
 */
export const auditOfNotice = (action: string, notice: NoticeRow, actor: Actor, at: number): AuditRecord =>
  record(action, notice, { kind: actor.way ?? 'account', name: authorOf(actor) }, at)

/** What the audit log says of the notices that a file changed: what it declares, and what it no longer does. At an instant (ms). */
export function auditOfFile(file: string, written: WrittenNotices, at: number): AuditRecord[] {
  const of = (kind: string, rows: readonly (Incident | Maintenance | Announcement)[]): AuditRecord[] =>
    rows.map((row) =>
      record(`${kind}.${row.withdrawn ? 'withdraw' : 'declare'}`, row, { kind: 'file', name: file }, at),
    )
  return [
    ...of('incident', written.incidents),
    ...of('maintenance', written.maintenances),
    ...of('announcement', written.announcements),
  ]
}

/** What the audit log says of notices that were imported: how many, for there may be thousands. At an instant (ms). */
export const auditOfImport = (written: WrittenNotices, actor: AuditActor, at: number): AuditRecord => ({
  at,
  actor,
  action: 'notices.import',
  subject: '',
  detail: {
    incidents: written.incidents.length,
    maintenances: written.maintenances.length,
    announcements: written.announcements.length,
  },
})

const record = (action: string, notice: NoticeRow, actor: AuditActor, at: number): AuditRecord => ({
  at,
  actor,
  action,
  subject: notice.id,
  detail: { version: notice.version },
})
