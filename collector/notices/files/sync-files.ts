import type { Clock } from '../../core/time/clock.ts'
import type { PageSettings } from '../rules/validation-context.ts'
import type { NoticeRef, NoticeService } from '../service/notice-service.ts'
import { createFileReading } from './parse-file.ts'
import { type NoticeFile, listNoticeFiles, readNoticeFile } from './read-folder.ts'

/** What keeping notices in step with a folder of files needs. */
export type FileSyncDeps = {
  /** The folder `notices`, as messages name it; it need not be there. */
  readonly dir: string
  readonly service: NoticeService['files']
  readonly settings: PageSettings
  /** Dates notices and times the watching of files; a single pass reads it without waiting. */
  readonly clock: Clock
  /**
   * The problems of a file, each line `DIR/FILE:LINE:COLUMN what. What to write.`; reported once per change, and with no
   * lines when it was mended, or is gone. `file` is the name that groups them.
   */
  readonly onProblem: (lines: readonly string[], file: string, isGone: boolean) => void
}

/** A file must look the same for so long before it is read: editors and copies write in pieces. ms */
const settleDelay = 120
/** A file must be away for so long before its notice is: editors replace files. ms */
const removalDelay = 450
/** A broken file is read again this often: a time in it may have come. ms */
const retryDelay = 30_000

type FileState = {
  signature: string
  /** When it began to look so (monotonic), ms. */
  since: number
  /** The signature that was last taken over or refused. */
  syncedSignature: string | null
  /** When it was last refused (monotonic), ms. */
  brokenAt: number | null
  missingSince: number | null
  /** What was last reported of it. */
  lastReported: string
}

/** Keeps the notices of a folder in step with its files, one pass after the other. */
export type FileSync = {
  /**
   * @param atOnce files are read and withdrawn without waiting for them to settle, and an error is thrown
   * @returns after how many ms there is something to look at again; Infinity for nothing
   */
  pass(atOnce: boolean): Promise<number>
}

/** Begin to keep a folder in step; nothing is read before the first pass. */
export const createFileSync = (deps: FileSyncDeps): FileSync => new FolderSync(deps)

class FolderSync implements FileSync {
  readonly #deps: FileSyncDeps
  readonly #states = new Map<string, FileState>()
  readonly #folder = { lastReported: '' }
  /** The stored notices of each file. */
  #refs: Map<string, readonly NoticeRef[]> | null = null

  constructor(deps: FileSyncDeps) {
    this.#deps = deps
  }

  async pass(atOnce: boolean): Promise<number> {
    const { dir, service } = this.#deps
    const refs = (this.#refs ??= new Map(await service.refs()))
    const listed = await listNoticeFiles(dir)
    if ('refused' in listed) {
      // A disk that is away is no reason to take notices off the page.
      const isUnused = listed.missing && refs.size === 0
      this.#report(dir, this.#folder, isUnused ? [] : [`${dir}: ${listed.refused}`])
      return Infinity
    }
    this.#report(dir, this.#folder, [])
    const names = new Set(listed.files.map(({ name }) => name))
    let wait = Infinity
    for (const file of listed.files) wait = Math.min(wait, await this.#syncFile(file, names, refs, atOnce))
    for (const name of new Set([...refs.keys(), ...this.#states.keys()]))
      if (!names.has(name)) wait = Math.min(wait, await this.#withdrawMissing(name, refs, atOnce))
    return wait
  }

  /** Read a file that is new, has changed or is to be tried again. Resolves to after how many ms it is to be looked at. */
  async #syncFile(
    file: NoticeFile,
    names: ReadonlySet<string>,
    refs: Map<string, readonly NoticeRef[]>,
    atOnce: boolean,
  ): Promise<number> {
    const { dir, clock } = this.#deps
    const now = clock.monotonic()
    const state = this.#seenState(file, now)
    const isDue =
      state.syncedSignature !== file.signature ||
      (state.brokenAt !== null && now - state.brokenAt >= retryDelay)
    if (!isDue) return Infinity
    if (!atOnce && now - state.since < settleDelay) return settleDelay
    try {
      await this.#takeOver(file, state, names, refs)
    } catch (error) {
      const message = `${dir}/${file.name}: could not be taken over: ${(error as Error).message}`
      this.#report(file.name, state, [message])
      if (atOnce) throw error
    }
    return Infinity
  }

  #seenState({ name, signature }: NoticeFile, now: number): FileState {
    const state: FileState = this.#states.get(name) ?? {
      signature: '',
      since: now,
      syncedSignature: null,
      brokenAt: null,
      missingSince: null,
      lastReported: '',
    }
    this.#states.set(name, state)
    state.missingSince = null
    if (state.signature !== signature) Object.assign(state, { signature, since: now })
    return state
  }

  async #takeOver(
    file: NoticeFile,
    state: FileState,
    names: ReadonlySet<string>,
    refs: Map<string, readonly NoticeRef[]>,
  ): Promise<void> {
    const { dir, clock } = this.#deps
    const content = await readNoticeFile(dir, file)
    // It changed while it was read: the next pass reads it again.
    if ('changed' in content) return
    const problems =
      'refused' in content
        ? [`1:1 ${content.refused}`]
        : await this.#replaceNotice(file.name, content.text, names, refs)
    state.syncedSignature = file.signature
    state.brokenAt = problems.length > 0 ? clock.monotonic() : null
    this.#report(
      file.name,
      state,
      problems.map((problem) => `${dir}/${file.name}:${problem}`),
    )
  }

  /** Pass a file to the notice service; resolves to its problems. */
  async #replaceNotice(
    name: string,
    text: string,
    names: ReadonlySet<string>,
    refs: Map<string, readonly NoticeRef[]>,
  ): Promise<readonly string[]> {
    const { settings, clock, service } = this.#deps
    const reading = createFileReading({ name, text }, settings, clock.now())
    if (reading.id === null) return reading.problems()
    const declaredBefore = refs.get(name) ?? []
    try {
      const held = await service.replace({
        file: name,
        id: reading.id,
        refs: declaredBefore,
        isThere: (other) => names.has(other),
        declare: reading.declare,
      })
      const isNew = held && !declaredBefore.some(({ kind, id }) => kind === held.kind && id === held.id)
      if (isNew) refs.set(name, [...declaredBefore, held])
    } catch (error) {
      reading.addRefusal(error)
    }
    return reading.problems()
  }

  /** Withdraw the notices of a file that is gone. Resolves to after how many ms it is to be looked at. */
  async #withdrawMissing(
    name: string,
    refs: Map<string, readonly NoticeRef[]>,
    atOnce: boolean,
  ): Promise<number> {
    const { clock, service } = this.#deps
    const state = this.#states.get(name)
    if (state && !atOnce) {
      state.missingSince ??= clock.monotonic()
      if (clock.monotonic() - state.missingSince < removalDelay) return removalDelay
    }
    await service.withdraw(name, refs.get(name) ?? [])
    if (state) this.#report(name, state, [], true)
    this.#states.delete(name)
    refs.delete(name)
    return Infinity
  }

  #report(file: string, state: { lastReported: string }, lines: readonly string[], isGone = false): void {
    const text = lines.join('\n')
    if (text === state.lastReported) return
    state.lastReported = text
    this.#deps.onProblem(lines, file, isGone)
  }
}
