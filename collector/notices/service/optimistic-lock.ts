import type { NoticeRow } from '../../core/incident/notice.ts'
import type { Conflict } from '../../store/store.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { auditOfNotice } from './notice-audit.ts'
import type { Actor } from './notice-service.ts'
import { type NoticeChanges, type NoticeWriter, noChanges } from './notice-writer.ts'
import { createQueuePerId } from './queue-per-id.ts'
import { retryOnConflict } from './retry-on-conflict.ts'

/** One kind of notice as the store has it. */
export type NoticeRepository<Notice extends NoticeRow> = {
  /** What messages call it. */
  readonly noun: 'incident' | 'maintenance' | 'announcement'
  read(id: string): Promise<Notice | null>
  /** The changes that write it. */
  changes(notice: Notice): NoticeChanges
  /** ms since the epoch. */
  now(): number
}

/** A change of a notice, as the audit log has it: who makes it, and what it is called. */
type NoticeAct = { readonly actor: Actor; readonly action: string }

/** Reads and writes one kind of notice, with the version its reader had in view. */
export type LockedNotices<Notice extends NoticeRow> = {
  /** @throws ValidationError `not_found`, for a withdrawn one too */
  get(id: string): Promise<Notice>
  /** Write a new one; with the id of a withdrawn one it takes its place. @throws ValidationError `conflict` when there is one with its id */
  add(notice: Notice, act: NoticeAct): Promise<Notice>
  /**
   * Change one: `next` is called with its current state, again whenever others change it meanwhile, and throws
   * ValidationError or returns what it becomes (itself for no change).
   *
   * @param version the version of the input, beside that of the actor; undefined for any
   * @throws ValidationError `not_found`, `conflict` when it is not at the version that was read
   */
  change(
    id: string,
    act: NoticeAct,
    version: number | undefined,
    next: (current: Notice) => Notice,
  ): Promise<Notice>
}

/** The corrected notice, or the stored one when nothing was corrected. */
export const keepIfUnchanged = <Notice extends NoticeRow>(before: Notice, after: Notice): Notice =>
  (after.corrections?.length ?? 0) === (before.corrections?.length ?? 0) ? before : after

/** A conflict that names no notice is about the receipt: the caller has to look that up. */
const isAboutNotice = ({ current }: Conflict): boolean => current !== null

/** Open one kind of notice for reading and writing. */
export function withOptimisticLock<Notice extends NoticeRow>(
  writer: NoticeWriter,
  repository: NoticeRepository<Notice>,
): LockedNotices<Notice> {
  // Two changes of this process do not race for a version that only one can have.
  const inTurn = createQueuePerId()

  const readVisible = async (id: string): Promise<Notice | null> => {
    const notice = await repository.read(id)
    return notice?.withdrawn ? null : notice
  }

  async function get(id: string): Promise<Notice> {
    const notice = await readVisible(id)
    if (!notice) throw notFound(repository.noun)
    return notice
  }

  async function write(written: Notice, { actor, action }: NoticeAct): Promise<Notice> {
    const notice = actor.file === undefined ? written : { ...written, file: actor.file }
    const receipts = actor.receipt ? [actor.receipt(notice)] : []
    const audit = [auditOfNotice(`${repository.noun}.${action}`, notice, actor, repository.now())]
    await writer.write({ ...repository.changes(notice), receipts, audit })
    return notice
  }

  /** Nothing changes: no new version, but the request was answered. */
  async function keep(current: Notice, { receipt }: Actor): Promise<Notice> {
    if (receipt) await writer.write({ ...noChanges, receipts: [receipt(current)] })
    return current
  }

  return {
    get,
    add: (notice, act) =>
      retryOnConflict(async () => {
        const stored = await repository.read(notice.id)
        if (stored && !stored.withdrawn) throw idTaken(stored)
        return write(stored ? replacing(stored, notice) : notice, act)
      }, isAboutNotice),
    change: (id, act, version, next) =>
      inTurn(id, () => {
        const expected = [act.actor.version, version].filter((one) => one !== undefined)
        return retryOnConflict(
          async () => {
            const current = await get(id)
            if (expected.some((one) => one !== current.version)) throw versionConflict(current)
            const changed = next(current)
            return changed === current ? keep(current, act.actor) : write(changed, act)
          },
          async (conflict) => {
            if (isAboutNotice(conflict) && expected.length > 0) throw versionConflict(await readVisible(id))
            return isAboutNotice(conflict)
          },
        )
      }),
  }
}

/** A new notice in the place of a withdrawn one: its corrections are kept. */
const replacing = <Notice extends NoticeRow>(stored: Notice, notice: Notice): Notice => ({
  ...notice,
  version: stored.version + 1,
  ...(stored.corrections && { corrections: stored.corrections }),
})

const notFound = (noun: string): ValidationError =>
  new ValidationError('not_found', [
    { path: '', message: `There is no such ${noun}. Look its id up in the list.` },
  ])

const idTaken = (current: NoticeRow): ValidationError => {
  const message = 'There is a notice with this id already. Leave the id out, or write another.'
  return new ValidationError('conflict', [{ path: 'id', message }], { current })
}

const versionConflict = (current: NoticeRow | null): ValidationError => {
  const now = current ? `: it is at version ${current.version} now` : ''
  const message = `Somebody else changed it first${now}. Read it again, then write what is still to be said.`
  return new ValidationError('conflict', [{ path: 'version', message }], { current })
}
