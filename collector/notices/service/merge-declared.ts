import { createHash } from 'node:crypto'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'
import type { DeclaredNotice } from './declared-notice.ts'
import { mergeIncident } from './merge-incident.ts'
import { mergeMaintenance } from './merge-maintenance.ts'
import { type NoticeChanges, noChanges } from './notice-writer.ts'

/** What is stored under the id of a declared notice. */
export type StoredNotices = { readonly incident: Incident | null; readonly maintenance: Maintenance | null }

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
  const maintenance = mergeMaintenance(declared, stored.maintenance, origin, read, page)
  read.throwIfInvalid()
  return maintenance === stored.maintenance ? noChanges : { ...noChanges, maintenances: [maintenance] }
}

/** A digest of what a file declares, whichever way it is written. */
export const digestOf = (declared: DeclaredNotice): string =>
  createHash('sha256').update(JSON.stringify(declared)).digest('hex').slice(0, 16)
