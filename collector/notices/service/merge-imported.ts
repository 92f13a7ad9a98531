import { isDeepStrictEqual } from 'node:util'
import type { Correction } from '../../core/notice/correction.ts'
import { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { type Incident, importAuthor } from '../../core/incident/incident.ts'
import { correctableFields } from '../../core/maintenance/commands.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { type CorrectionNotes, collectCorrections } from './merge-messages.ts'

/**
 * What is to be stored of an imported incident: the row with its next version, or null where nothing is new. Messages that
 * came here meanwhile are kept, and one that was corrected here only gains messages: repeating an import undoes nothing.
 * Where the import differs from what is stored, the difference is a correction that keeps the former value.
 *
 * @param now ms
 */
export function mergeImportedIncident(
  imported: Incident,
  stored: Incident | null,
  now: number,
): Incident | null {
  if (!stored) return { ...imported, silent: true }
  if (isCorrectedHere(imported, stored))
    return nextRow(stored, { ...stored, updates: joinUpdates(stored, imported) })
  // Messages that came here since may have changed both.
  const { impact, priority, overrides } = hasOtherMessages(stored, imported) ? stored : imported
  const { overrides: _, ...declared } = imported
  const row: Incident = {
    ...declared,
    impact,
    priority,
    ...(overrides && { overrides }),
    ...(imported.acknowledgedAt === null && acknowledgementOf(stored)),
    falseAlarm: imported.falseAlarm ?? stored.falseAlarm,
    ...(!imported.postmortem && stored.postmortem && { postmortem: stored.postmortem }),
    ...(!imported.withdrawn && stored.withdrawn && { withdrawn: stored.withdrawn }),
  }
  const notes = notesOf(row, stored, now)
  // A message may change both; that is no correction.
  const followsMessages = (member: string): boolean =>
    (member === 'impact' || member === 'priority') && hasOtherMessages(row, stored)
  for (const [key, { name }] of Object.entries<NoticeField>(incidentFields)) {
    const member = key as keyof typeof incidentFields
    if (followsMessages(member) || (member === 'acknowledgedAt' && stored.acknowledgedAt === null)) continue
    notes.note<unknown>(name, stored[member], row[member])
  }
  noteMessages(row, stored, notes)
  if (stored.postmortem) notes.note('postmortem', stored.postmortem.body, row.postmortem?.body)
  return nextRow(stored, { ...row, updates: joinUpdates(row, stored), ...keptFields(stored, notes) })
}

const acknowledgementOf = ({ acknowledgedAt, acknowledgedBy }: Incident) => ({
  acknowledgedAt,
  ...(acknowledgedBy !== undefined && { acknowledgedBy }),
})

/**
 * As `mergeImportedIncident`, for a maintenance. A window that lies ahead and is moved is announced again, as it is by the
 * other ways; times of one that has begun are set right as the import has them.
 *
 * @param now ms
 */
export function mergeImportedMaintenance(
  imported: Maintenance,
  stored: Maintenance | null,
  now: number,
): Maintenance | null {
  if (!stored) return { ...imported, silent: true }
  if (isCorrectedHere(imported, stored))
    return nextRow(stored, { ...stored, updates: joinUpdates(stored, imported) })
  const row: Maintenance = {
    ...imported,
    ...mergeWindow(imported, stored, now),
    startedAt: imported.startedAt ?? stored.startedAt,
    completedAt: imported.completedAt ?? stored.completedAt,
    cancelledAt: imported.cancelledAt ?? stored.cancelledAt,
    ...(!imported.withdrawn && stored.withdrawn && { withdrawn: stored.withdrawn }),
  }
  const notes = notesOf(row, stored, now)
  for (const [member, name] of correctableFields) notes.note<unknown>(name, stored[member], row[member])
  noteMessages(row, stored, notes)
  return nextRow(stored, { ...row, updates: joinUpdates(row, stored), ...keptFields(stored, notes) })
}

type Row = Incident | Maintenance

/** Has anybody corrected it here since it was imported? */
const isCorrectedHere = (row: Row, stored: Row): boolean =>
  (stored.corrections ?? []).some(
    (one) =>
      one.by !== importAuthor && !(row.corrections ?? []).some((other) => isDeepStrictEqual(one, other)),
  )

/** The messages of one with those that only the other has, oldest first. */
function joinUpdates<
  Of extends { readonly updates: readonly { readonly id: string; readonly at: number }[] },
>({ updates }: Of, other: Of): Of['updates'] {
  const ids = new Set(updates.map(({ id }) => id))
  return [...updates, ...other.updates.filter(({ id }) => !ids.has(id))].toSorted((a, b) => a.at - b.at)
}

/** Has it messages that the other has not? */
const hasOtherMessages = (row: Row, other: Row): boolean =>
  row.updates.some(({ id }) => !other.updates.some((update) => update.id === id))

/** Notes of what changes, beside the corrections stored here and those the import brings. */
function notesOf(row: Row, stored: Row, now: number): CorrectionNotes {
  const imported = row.corrections ?? []
  const here = (stored.corrections ?? []).filter(
    (one) => !imported.some((other) => isDeepStrictEqual(one, other)),
  )
  const before: Correction[] = [...imported, ...here].toSorted((a, b) => a.at - b.at)
  const notes = collectCorrections(before, now, importAuthor)
  const isImported = (what: string): boolean =>
    imported.some(
      (one) => one.what === what && !(stored.corrections ?? []).some((old) => isDeepStrictEqual(old, one)),
    )
  return { ...notes, note: (what, was, is) => (isImported(what) ? is : notes.note(what, was, is)) }
}

/** Notes of the messages that differ. */
function noteMessages(row: Row, stored: Row, { note }: CorrectionNotes): void {
  for (const before of stored.updates) {
    const after = row.updates.find(({ id }) => id === before.id)
    // What was learnt is corrected as a whole.
    if (!after || before.status === 'postmortem') continue
    const path = `updates.${before.id}`
    for (const [member, { name }] of Object.entries<NoticeField>(incidentUpdateFields)) {
      const [was, is] = [before, after].map((update) => (update as Record<string, unknown>)[member])
      note<unknown>(`${path}.${name}`, was, is)
    }
  }
}

/** What the stored row keeps of its own, and the corrections. */
const keptFields = (stored: Row, { corrections }: CorrectionNotes) => ({
  ...(stored.silent && { silent: stored.silent }),
  ...(stored.file !== undefined && { file: stored.file }),
  ...(stored.fileSays !== undefined && { fileSays: stored.fileSays }),
  ...(corrections.length > 0 && { corrections }),
})

/**
 * The window, and every span ever announced: an import that names but its window says nothing of earlier spans. Where the
 * window was moved or extended here since, it stays until the import names one that was never announced.
 */
function mergeWindow(imported: Maintenance, stored: Maintenance, now: number) {
  const { scheduledFor, scheduledUntil } = imported
  const isWindow = (from: number, to: number): boolean => from === scheduledFor && to === scheduledUntil
  if (!isAnnouncedOnce(imported)) return windowOf(imported)
  if (stored.announced.slice(0, -1).some(({ from, to }) => isWindow(from, to))) return windowOf(stored)
  const isSame = isWindow(stored.scheduledFor, stored.scheduledUntil)
  if (isSame) return windowOf(isAnnouncedOnce(stored) ? imported : stored)
  if (stored.scheduledFor <= now) return windowOf(imported)
  const span = { at: now, from: scheduledFor, to: scheduledUntil }
  return { scheduledFor, scheduledUntil, announced: [...stored.announced, span] }
}

const windowOf = ({ scheduledFor, scheduledUntil, announced }: Maintenance) => ({
  scheduledFor,
  scheduledUntil,
  announced,
})

const isAnnouncedOnce = ({ announced, publishedAt }: Maintenance): boolean =>
  announced.length === 1 && announced[0]!.at === publishedAt

/** The row a version later; null where it is what is stored. */
const nextRow = <Of extends Row>(stored: Of, row: Of): Of | null =>
  isDeepStrictEqual({ ...row, version: stored.version }, stored)
    ? null
    : { ...row, version: stored.version + 1 }
