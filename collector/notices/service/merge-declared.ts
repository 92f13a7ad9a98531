import { createHash } from 'node:crypto'
import type { Incident, IncidentStatus } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'
import {
  type DeclaredIncident,
  type DeclaredMaintenance,
  type DeclaredMessage,
  type DeclaredNotice,
  leadMessageId,
} from './declared-notice.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
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
 * @param stored what is stored under its id; nothing to validate a declaration alone
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
    const incident = mergeIncident(declared, stored.incident, origin, read, page)
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
    .update(JSON.stringify(digestForm(declared)))
    .digest('hex')
    .slice(0, 16)

function digestForm(declared: DeclaredNotice): object {
  switch (declared.kind) {
    case 'incident':
      return digestFormOfIncident(declared)
    case 'maintenance':
      return digestFormOfMaintenance(declared)
    case 'announcement':
      return declared
  }
}

/** An incident in the order and by the names its digest has always had; what was described since comes last. */
function digestFormOfIncident(declared: DeclaredIncident): object {
  const { kind, id, author, facts, impact, beganAt, falseAlarm, messages, postmortem } = declared
  const { title, priority, startedAt: _s, detectedAt, acknowledgedAt, impact: _i, ...added } = facts
  const head = { kind, id, title, author, impact, priority, startedAt: beganAt, detectedAt, acknowledgedAt }
  const learnt = postmortem && { given: postmortem.input, at: postmortem.at }
  return {
    ...head,
    falseAlarm,
    messages: messages.map(digestFormOfMessage(id)),
    postmortem: learnt,
    ...added,
  }
}

const digestFormOfMessage =
  (notice: string) =>
  ({
    id,
    at,
    status,
    body,
    components,
    impact,
    notify,
    ...added
  }: DeclaredMessage<IncidentStatus>): object => {
    const words = { at, status, body, components, impact, notify }
    return id === leadMessageId(notice) ? { id, ...words, ...added } : { ...words, id, ...added }
  }

/** A maintenance in the order and by the names its digest has always had; what was described since comes last. */
function digestFormOfMaintenance({
  kind,
  id,
  author,
  plan,
  force,
  cancelled,
  messages,
}: DeclaredMaintenance): object {
  const { title, impact, body, components, class: noticeClass, reason, alternatives, tasks, ...others } = plan
  const { scheduledFor: from, scheduledUntil: until, ...added } = others
  const texts = { class: noticeClass, reason, alternatives, tasks }
  const head = { kind, id, title, author, impact, body, components, ...texts }
  return { ...head, from, until, force, cancelled, messages, ...added }
}
