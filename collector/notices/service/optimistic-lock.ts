import type { NoticeRow } from '../../core/incident/notice.ts'
import { Conflict } from '../../store/store.ts'
import { type NoticeChanges, type NoticeWriter, noChanges } from './notice-writer.ts'
import type { Actor } from './notice-service.ts'
import { ValidationError } from '../rules/validation-error.ts'

/** One kind of notice as the store has it. */
export type NoticeRepository<Notice extends NoticeRow> = {
  /** What messages call it. */
  readonly noun: 'incident' | 'maintenance' | 'announcement'
  read(id: string): Promise<Notice | null>
  /** The changes that write it. */
  changes(notice: Notice): NoticeChanges
}

/** The corrected notice, or the stored one when nothing was corrected. */
export const keepIfUnchanged = <Notice extends NoticeRow>(before: Notice, after: Notice): Notice =>
  (after.corrections?.length ?? 0) === (before.corrections?.length ?? 0) ? before : after

/** A new notice in the place of a withdrawn one: its corrections are kept. */
const replacing = <Notice extends NoticeRow>(stored: Notice, notice: Notice): Notice => ({
  ...notice,
  version: stored.version + 1,
  ...(stored.corrections && { corrections: stored.corrections }),
})

/** How often a change is tried anew when other processes keep changing the same notice. */
const maxAttempts = 50

/** The reading and writing of one kind of notice, with the version of its reader in view. */
export function withOptimisticLock<Notice extends NoticeRow>(
  writer: NoticeWriter,
  repository: NoticeRepository<Notice>,
) {
  /** The latest change of each notice in this process: two do not race for a version that only one can have. */
  const queues = new Map<string, Promise<unknown>>()

  const readVisible = async (id: string): Promise<Notice | null> => {
    const notice = await repository.read(id)
    return notice?.withdrawn ? null : notice
  }

  async function get(id: string): Promise<Notice> {
    const notice = await readVisible(id)
    if (notice) return notice
    throw new ValidationError('not_found', [
      { path: '', message: `There is no such ${repository.noun}. Look its id up in the list.` },
    ])
  }

  const idTaken = (current: Notice): ValidationError =>
    new ValidationError(
      'conflict',
      [
        {
          path: 'id',
          message: 'There is a notice with this id already. Leave the id out, or write another.',
        },
      ],
      { current },
    )

  const versionConflict = (current: Notice | null): ValidationError =>
    new ValidationError(
      'conflict',
      [
        {
          path: 'version',
          message: `Somebody else changed it first${current ? `: it is at version ${current.version} now` : ''}. Read it again, then write what is still to be said.`,
        },
      ],
      { current },
    )

  async function write(written: Notice, actor: Actor): Promise<Notice> {
    const notice = actor.file === undefined ? written : { ...written, file: actor.file }
    const receipts = actor.receipt ? [actor.receipt(notice)] : []
    await writer.write({ ...repository.changes(notice), receipts })
    return notice
  }

  async function attempt(
    id: string,
    actor: Actor,
    version: number | undefined,
    apply: (current: Notice) => Notice,
  ): Promise<Notice> {
    const asked = [actor.version, version].filter((wanted) => wanted !== undefined)
    for (let i = 1; ; i++) {
      const current = await get(id)
      if (asked.some((wanted) => wanted !== current.version)) throw versionConflict(current)
      const next = apply(current)
      try {
        if (next !== current) return await write(next, actor)
        // Nothing changes: no new version, but the request was answered.
        if (actor.receipt) await writer.write({ ...noChanges, receipts: [actor.receipt(current)] })
        return current
      } catch (error) {
        // A conflict that names no notice is about the receipt: whoever asked has to look it up.
        if (!(error instanceof Conflict) || error.current === null || i === maxAttempts) throw error
        if (asked.length > 0) throw versionConflict(await readVisible(id))
      }
    }
  }

  return {
    get,
    /** Write a new one; with the id of a withdrawn one it takes its place. @throws ValidationError `conflict` when there is one with its id */
    async add(notice: Notice, actor: Actor): Promise<Notice> {
      for (let i = 1; ; i++) {
        const stored = await repository.read(notice.id)
        if (stored && !stored.withdrawn) throw idTaken(stored)
        try {
          return await write(stored ? replacing(stored, notice) : notice, actor)
        } catch (error) {
          if (!(error instanceof Conflict) || error.current === null || i === maxAttempts) throw error
        }
      }
    },
    /**
     * Change one: `next` is given it as it is now, as often as others change it meanwhile, and throws ValidationError or returns
     * what it becomes (itself for no change).
     * @throws ValidationError `not_found`, `conflict` when it is not at the version that was read
     */
    change(
      id: string,
      actor: Actor,
      version: number | undefined,
      next: (current: Notice) => Notice,
    ): Promise<Notice> {
      const turn = (queues.get(id) ?? Promise.resolve()).then(() => attempt(id, actor, version, next))
      const settled = turn.then(
        () => {},
        () => {},
      )
      queues.set(id, settled)
      void settled.then(() => {
        if (queues.get(id) === settled) queues.delete(id)
      })
      return turn
    },
  }
}
