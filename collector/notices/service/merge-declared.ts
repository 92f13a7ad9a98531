import { createHash } from 'node:crypto'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'
import type { DeclaredMaintenance, DeclaredNotice } from './declared-notice.ts'
import { mergeAnnouncement } from './merge-announcement.ts'
import { mergeIncident } from './merge-incident.ts'
import { mergeMaintenance } from './merge-maintenance.ts'
import { type NoticeChanges, noChanges } from './notice-writer.ts'

/** What is stored under the id of a declared notice. */
export type StoredNotices = {
  readonly incident: Incident | null
  readonly maintenance: Maintenance | null
  readonly announcement: Announcement | null
}

/** Nothing is stored. */
export const nothingStored: StoredNotices = { incident: null, maintenance: null, announcement: null }

/**
 * What changes when a file declares a notice: its row merged with the stored one, or nothing where that is the same.
 *
 * @param stored what is stored under its id; nothing to judge a declaration alone
 * @throws ValidationError `invalid`, `not_now`, `too_late`
 */
export function mergeDeclared(
  declared: DeclaredNotice,
  stored: StoredNotices,
  file: string,
  read: ValidationContext,
  page: PageSettings,
): NoticeChanges {
  const origin = { file, fileSays: digestOf(declared) }
  if (declared.kind === 'incident') {
    const incident = mergeIncident(declared, stored.incident, origin, read)
    read.throwIfInvalid()
    return incident === stored.incident ? noChanges : { ...noChanges, incidents: [incident] }
  }
  if (declared.kind === 'announcement') {
    const { incident: former, announcement: known } = stored
    const announcement = mergeAnnouncement(declared, known, former, origin, read)
    read.throwIfInvalid()
    return announcement === known ? noChanges : { ...noChanges, announcements: [announcement] }
  }
  const maintenance = mergeMaintenance(declared, stored.maintenance, origin, read, page)
  read.throwIfInvalid()
  return maintenance === stored.maintenance ? noChanges : { ...noChanges, maintenances: [maintenance] }
}

/**
 * A digest of what a file declares, whichever way it is written. It must not change with an upgrade: every file would count
 * as rewritten, and undo what others have changed since.
 */
export const digestOf = (declared: DeclaredNotice): string =>
  createHash('sha256')
    .update(JSON.stringify(declared.kind === 'maintenance' ? digestForm(declared) : declared))
    .digest('hex')
    .slice(0, 16)

/** A maintenance in the order and by the names its digest has always had; what was described since comes last. */
function digestForm({ kind, id, author, plan, force, cancelled, messages }: DeclaredMaintenance): object {
  const { title, impact, body, components, class: noticeClass, reason, alternatives, tasks, ...others } = plan
  const { scheduledFor: from, scheduledUntil: until, ...added } = others
  const texts = { class: noticeClass, reason, alternatives, tasks }
  const head = { kind, id, title, author, impact, body, components, ...texts }
  return { ...head, from, until, force, cancelled, messages, ...added }
}
