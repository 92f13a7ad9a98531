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
  /** What notices are dated by and files are watched by; a pass by hand reads it without waiting. */
  readonly clock: Clock
  /**
   * What is wrong with a file, each line `DIR/FILE:LINE:COLUMN what. What to write.`; reported once per change, and with no
   * lines when it was mended. `file` is the name that groups them.
   */
  readonly onProblem: (lines: readonly string[], file: string) => void
}

/** A file must look the same for so long before it is read: editors and copies write in pieces. ms */
const settleDelay = 120
/** A file must be away for so long before its notice is: editors replace files. ms */
const removalDelay = 450
/** A broken file is judged again this often: a time in it may have come. ms */
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

/** One look at the folder after the other. */
export async function createFileSync(
  deps: FileSyncDeps,
): Promise<{ pass(atOnce: boolean): Promise<number> }> {
  const { dir, service } = deps
  const states = new Map<string, FileState>()
  /** The stored notices of each file. */
  let refs: Map<string, readonly NoticeRef[]> | null = null

  const report = (file: string, state: { lastReported: string }, lines: readonly string[]): void => {
    const text = lines.join('\n')
    if (text === state.lastReported) return
    state.lastReported = text
    deps.onProblem(lines, file)
  }
  const folder = { lastReported: '' }

  /** Hand a file to the service; resolves to what is wrong with it. */
  async function take(name: string, text: string, names: ReadonlySet<string>): Promise<readonly string[]> {
    const reading = createFileReading({ name, text }, deps.settings, deps.clock.now())
    if (reading.id === null) return reading.problems()
    const known = refs!.get(name) ?? []
    try {
      const held = await service.replace({
        file: name,
        id: reading.id,
        refs: known,
        isThere: (other) => names.has(other),
        declare: reading.declare,
      })
      const isNew = held && !known.some(({ kind, id }) => kind === held.kind && id === held.id)
      if (isNew) refs!.set(name, [...known, held])
    } catch (error) {
      reading.addRefusal(error)
    }
    return reading.problems()
  }

  async function takeFile(file: NoticeFile, state: FileState, names: ReadonlySet<string>): Promise<void> {
    const text = await readNoticeFile(dir, file)
    const problems =
      'refused' in text
        ? [`1:1 ${text.refused}`]
        : 'changed' in text
          ? null
          : await take(file.name, text.text, names)
    // It changed while it was read: the next look reads it again.
    if (problems === null) return
    state.syncedSignature = file.signature
    state.brokenAt = problems.length > 0 ? deps.clock.monotonic() : null
    report(
      file.name,
      state,
      problems.map((problem) => `${dir}/${file.name}:${problem}`),
    )
  }

  return {
    /** Resolves to after how many ms there is something to look at again. */
    async pass(atOnce) {
      let wait = Infinity
      refs ??= new Map(await service.refs())
      const listed = await listNoticeFiles(dir)
      if ('refused' in listed) {
        // A disk that is away is no reason to take notices off the page.
        const isUnused = listed.missing && refs.size === 0
        report(dir, folder, isUnused ? [] : [`${dir}: ${listed.refused}`])
        return wait
      }
      report(dir, folder, [])
      const names = new Set(listed.files.map(({ name }) => name))
      for (const file of listed.files) {
        const at = deps.clock.monotonic()
        const state: FileState = states.get(file.name) ?? {
          signature: '',
          since: at,
          syncedSignature: null,
          brokenAt: null,
          missingSince: null,
          lastReported: '',
        }
        states.set(file.name, state)
        state.missingSince = null
        if (state.signature !== file.signature) Object.assign(state, { signature: file.signature, since: at })
        const due =
          state.syncedSignature !== file.signature ||
          (state.brokenAt !== null && at - state.brokenAt >= retryDelay)
        if (!due) continue
        if (!atOnce && at - state.since < settleDelay) {
          wait = Math.min(wait, settleDelay)
          continue
        }
        try {
          await takeFile(file, state, names)
        } catch (error) {
          report(file.name, state, [
            `${dir}/${file.name}: could not be taken over: ${(error as Error).message}`,
          ])
          if (atOnce) throw error
        }
      }
      for (const name of new Set([...refs.keys(), ...states.keys()])) {
        if (names.has(name)) continue
        const state = states.get(name)
        if (state && !atOnce) {
          state.missingSince ??= deps.clock.monotonic()
          if (deps.clock.monotonic() - state.missingSince < removalDelay) {
            wait = Math.min(wait, removalDelay)
            continue
          }
        }
        await service.withdraw(name, refs.get(name) ?? [])
        if (state) report(name, state, [])
        states.delete(name)
        refs.delete(name)
      }
      return wait
    },
  }
}
