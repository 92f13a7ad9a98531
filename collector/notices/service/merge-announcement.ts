import { isDeepStrictEqual } from 'node:util'
import type { Announcement } from '../../core/announcement/announcement.ts'
import { correctableAnnouncementFields } from '../../core/announcement/commands.ts'
import { type Incident, importAuthor } from '../../core/incident/incident.ts'
import type { ValidationContext } from '../rules/validation-context.ts'
import { validateUntil } from '../rules/announcement-rules.ts'
import type { DeclaredAnnouncement } from './declared-notice.ts'
import { type CorrectionNotes, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'

/**
 * The announcement a file tells of, as for incidents: what it says otherwise than before is a correction.
 *
 * @param former what an older Vigie kept of this file: it took announcements for incidents
 */
export function mergeAnnouncement(
  declared: DeclaredAnnouncement,
  stored: Announcement | null,
  former: Incident | null,
  origin: FileOrigin,
  read: ValidationContext,
): Announcement {
  const { now } = read
  const { id, author, draft, notify } = declared
  const before = former?.file === origin.file ? former.startedAt : now
  const publishedAt = declared.publishedAt ?? stored?.publishedAt ?? before
  validateUntil(draft.until, publishedAt, read)
  const writtenAt = stored ? (stored.writtenAt ?? stored.publishedAt) : now
  const notes = collectCorrections(stored?.corrections ?? [], now, author)
  const row: Announcement = {
    id,
    ...draft,
    publishedAt,
    ...(writtenAt !== publishedAt && { writtenAt }),
    author,
    ...(!notify && { notify: false }),
    version: 1,
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
  }
  if (stored) noteChanges(notes, stored, row)
  return nextVersion(stored, {
    ...row,
    ...(notes.corrections.length > 0 && { corrections: notes.corrections }),
  })
}

/**
 * What is to be stored of an imported announcement: the row with its next version, or null where nothing is new. One that
 * was corrected or taken off the page here stays as it is.
 *
 * @param now ms
 */
export function mergeImportedAnnouncement(
  imported: Announcement,
  stored: Announcement | null,
  now: number,
): Announcement | null {
  if (!stored) return imported
  const importedCorrections = imported.corrections ?? []
  const localCorrections = (stored.corrections ?? []).filter(
    (one) => !importedCorrections.some((other) => isDeepStrictEqual(one, other)),
  )
  if (stored.withdrawn || localCorrections.some(({ by }) => by !== importAuthor)) return null
  const notes = collectCorrections(
    [...importedCorrections, ...localCorrections].toSorted((a, b) => a.at - b.at),
    now,
    importAuthor,
  )
  // What the import tells of itself needs no note of ours.
  if (importedCorrections.length === (stored.corrections ?? []).length - localCorrections.length)
    noteChanges(notes, stored, imported)
  const row: Announcement = {
    ...imported,
    ...(stored.file !== undefined && { file: stored.file }),
    ...(stored.fileSays !== undefined && { fileSays: stored.fileSays }),
    ...(notes.corrections.length > 0 && { corrections: notes.corrections }),
  }
  return isDeepStrictEqual({ ...row, version: stored.version }, stored)
    ? null
    : { ...row, version: stored.version + 1 }
}

function noteChanges({ note }: CorrectionNotes, before: Announcement, after: Announcement): void {
  for (const [member, name] of correctableAnnouncementFields)
    note<unknown>(name, before[member], after[member])
}
