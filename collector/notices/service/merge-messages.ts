import { incidentUpdateFields } from '../../core/incident/fields.ts'
import type { FieldValues, NoticeField } from '../../core/notice/notice-field.ts'
import { type Correction, formatApiInstant } from '../../core/notice/correction.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { type DeclaredMessage, leadMessageId, fileMessageId } from './declared-notice.ts'

/** A message as it is stored, of either kind of notice. */
type StoredUpdate<Status> = Partial<
  Omit<FieldValues<typeof incidentUpdateFields>, 'at' | 'status' | 'body'>
> & {
  readonly id: string
  readonly at: number
  readonly status: Status
  readonly body: Text
  readonly author: string
  readonly writtenAt?: number
  readonly notify?: boolean
}

/** Collects corrections: the former value of whatever differs now. */
export type CorrectionNotes = {
  readonly corrections: Correction[]
  /** The new value, after noting the old one (as the API shows it) where they differ. */
  note<Value>(what: string, before: Value, after: Value): Value
}

/** A correction so soon after another of the same thing is the same one: editors save as people write. ms */
const editInterval = 60_000

/** Notes of a change at an instant (ms), and what was noted before. */
export function collectCorrections(before: readonly Correction[], now: number, by: string): CorrectionNotes {
  const corrections = [...before]
  return {
    corrections,
    note(what, was, is) {
      if (JSON.stringify(was) === JSON.stringify(is)) return is
      const noted = corrections.some(
        (one) => one.what === what && one.by === by && now - one.at < editInterval,
      )
      const time = typeof was === 'number' && /(^|[._])(at|for|until)$/.test(what)
      const shown = time ? formatApiInstant(was) : was
      if (!noted) corrections.push({ at: now, by, what, before: shown ?? null })
      return is
    },
  }
}

/** What a message was dated when it was taken from its file: its id derives from that date. */
function originalInstant(update: { id: string; at: number }, corrections: readonly Correction[]): number {
  const moved = corrections.find(({ what }) => what === `updates.${update.id}.at`)
  return typeof moved?.before === 'string' ? Date.parse(moved.before) : update.at
}

/**
 * The messages of a notice after its file was read: those of the file as it says, those of others as they are.
 *
 * @param corrections what was corrected before
 * @returns the messages oldest first, and which of them others wrote
 */
export function mergeMessages<Status extends string, Update extends StoredUpdate<Status>>(
  notice: { readonly id: string; readonly author: string },
  declared: readonly DeclaredMessage<Status>[],
  stored: readonly Update[],
  { corrections, note }: CorrectionNotes,
  now: number,
): { readonly updates: readonly StoredUpdate<Status>[]; readonly others: readonly Update[] } {
  const ours = stored.filter((update) => {
    const at = originalInstant(update, corrections)
    return (
      update.id === leadMessageId(notice.id) ||
      stored.some((_, among) => fileMessageId(notice.id, at, among) === update.id)
    )
  })
  const others = stored.filter((update) => !ours.includes(update))
  const pairs = pairUpdates(declared, ours)
  const updates = declared.map((message): StoredUpdate<Status> => {
    const before = pairs.get(message)
    const { id: _, at: date, notify, ...fields } = message
    const parts = { ...fields, ...(!notify && { notify }) }
    if (!before) {
      const at = date ?? now
      return { id: message.id, at, ...parts, author: notice.author, ...(at !== now && { writtenAt: now }) }
    }
    const at = date ?? before.at
    noteFields(before, { ...fields, at }, note)
    const written = before.writtenAt ?? (at === before.at ? undefined : before.at)
    return {
      id: before.id,
      at,
      ...parts,
      author: before.author,
      ...(written !== undefined && { writtenAt: written }),
    }
  })
  const kept = new Set(updates.map(({ id }) => id))
  for (const update of ours) if (!kept.has(update.id)) note('updates', update.body, undefined)
  return { updates: [...others, ...updates].toSorted((a, b) => a.at - b.at), others }
}

/** Note the fields of a message that its file says otherwise than before. */
function noteFields<Status extends string>(
  before: StoredUpdate<Status>,
  after: Omit<DeclaredMessage<Status>, 'id' | 'notify'>,
  note: CorrectionNotes['note'],
): void {
  for (const [member, { name }] of Object.entries<NoticeField>(incidentUpdateFields)) {
    // What was learnt is corrected as a whole.
    if (name === 'body' && after.status === 'postmortem') continue
    const [was, is] = [before, after].map((message) => (message as Record<string, unknown>)[member])
    // Messages of a maintenance name no components, where a file has none.
    note<unknown>(`updates.${before.id}.${name}`, was ?? (name === 'components' ? {} : null), is ?? null)
  }
}

/** Which stored message each message of the file is: by its id, else by what has stayed of it. */
function pairUpdates<Status extends string, Update extends StoredUpdate<Status>>(
  declared: readonly DeclaredMessage<Status>[],
  ours: readonly Update[],
): Map<DeclaredMessage<Status>, Update> {
  const pairs = new Map<DeclaredMessage<Status>, Update>()
  const free = new Set(ours)
  const alike: ((message: DeclaredMessage<Status>, update: Update) => boolean)[] = [
    (message, update) => message.id === update.id,
    (message, update) => message.at === update.at && message.status === update.status,
    (message, update) => JSON.stringify(message.body) === JSON.stringify(update.body),
    // One that is as much the same as a message can be whose date and words have both changed.
    (message, update) =>
      message.status === update.status &&
      declared.length === ours.length &&
      declared.indexOf(message) === ours.indexOf(update),
  ]
  for (const same of alike)
    for (const message of declared) {
      if (pairs.has(message)) continue
      const update = [...free].find((one) => same(message, one))
      if (!update) continue
      pairs.set(message, update)
      free.delete(update)
    }
  return pairs
}
