import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Clock } from '../../core/time/clock.ts'
import { Conflict, type Store } from '../../store/store.ts'
import { type NoticeFile, listNoticeFiles, readNoticeFile } from './read-folder.ts'

/** What a file says, as it is to be stored: whole rows with their next versions, or what is wrong with it. */
type ParseResult =
  /** Neither of these: it says what is stored. */
  | {
      readonly ok: true
      readonly id: string
      readonly incident?: Incident
      readonly maintenance?: Maintenance
    }
  /** Each `LINE:COLUMN what is wrong. What to write.` */
  | { readonly ok: false; readonly problems: readonly string[] }

/** Understands one file; see `noticeReader` in notices/file.ts. */
export type ParseFile = (
  file: { readonly name: string; readonly text: string },
  stored: {
    incident(id: string): Promise<Incident | null>
    maintenance(id: string): Promise<Maintenance | null>
    /** Is there a file of that name? */
    exists(name: string): boolean
  },
  now: number,
) => Promise<ParseResult>

/** Notices that were written. */
export type WrittenNotices = {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
}

export type FileSyncDeps = {
  /** The folder `notices`, as messages name it; it need not be there. */
  readonly dir: string
  readonly store: Store
  readonly parse: ParseFile
  /** What notices are dated by and files are watched by; a pass by hand reads it without waiting. */
  readonly clock: Clock
  readonly onChange: (written: WrittenNotices) => void
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
/** How often it is tried when others change the same notice meanwhile. */
const maxAttempts = 5

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
  const { dir, store } = deps
  const states = new Map<string, FileState>()
  /** The stored notices of each file, `incident ID` or `maintenance ID`. */
  let rows: Map<string, Set<string>> | null = null

  const report = (file: string, state: { lastReported: string }, lines: readonly string[]): void => {
    const text = lines.join('\n')
    if (text === state.lastReported) return
    state.lastReported = text
    deps.onProblem(lines, file)
  }
  const folder = { lastReported: '' }

  async function storedRows(): Promise<Map<string, Set<string>>> {
    const found = new Map<string, Set<string>>()
    const add = (kind: string, { file, id }: { file?: string; id: string }): void => {
      if (file === undefined) return
      const ids = found.get(file) ?? new Set()
      found.set(file, ids.add(`${kind} ${id}`))
    }
    for (const incident of await store.incidents()) add('incident', incident)
    for (const maintenance of await store.maintenances()) add('maintenance', maintenance)
    return found
  }

  /** Commit what `decide` comes to, again when somebody was faster. */
  async function commit(decide: () => Promise<WrittenNotices>): Promise<void> {
    for (let i = 1; ; i++) {
      const written = await decide()
      if (written.incidents.length + written.maintenances.length === 0) return
      try {
        await store.commit(written)
        return deps.onChange(written)
      } catch (error) {
        if (!(error instanceof Conflict) || i === maxAttempts) throw error
      }
    }
  }

  /** The notices of a file that are no longer in it, taken off the page. */
  async function withdrawn(name: string, keep: (key: string) => boolean): Promise<WrittenNotices> {
    const at = deps.clock.now()
    const incidents: Incident[] = []
    const maintenances: Maintenance[] = []
    for (const key of rows!.get(name) ?? []) {
      if (keep(key)) continue
      const id = key.slice(key.indexOf(' ') + 1)
      const isIncident = key.startsWith('incident ')
      const row = isIncident ? await store.incident(id) : await store.maintenance(id)
      if (!row || row.withdrawn || row.file !== name) continue
      const next = { ...row, withdrawn: { at, by: name }, version: row.version + 1 }
      if (isIncident) incidents.push(next as Incident)
      else maintenances.push(next as Maintenance)
    }
    return { incidents, maintenances }
  }

  async function take(name: string, text: string, names: ReadonlySet<string>): Promise<readonly string[]> {
    let problems: readonly string[] = []
    await commit(async () => {
      const read = await deps.parse(
        { name, text },
        {
          incident: (id) => store.incident(id),
          maintenance: (id) => store.maintenance(id),
          exists: (other) => names.has(other),
        },
        deps.clock.now(),
      )
      problems = read.ok ? [] : read.problems
      if (!read.ok) return { incidents: [], maintenances: [] }
      const of = rows!.get(name) ?? new Set()
      rows!.set(name, of)
      if (read.incident) of.add(`incident ${read.incident.id}`)
      if (read.maintenance) of.add(`maintenance ${read.maintenance.id}`)
      const kind = read.incident ? 'incident' : read.maintenance ? 'maintenance' : null
      const off = await withdrawn(name, (key) =>
        kind === null ? key.endsWith(` ${read.id}`) : key === `${kind} ${read.id}`,
      )
      return {
        incidents: [...off.incidents, ...(read.incident ? [read.incident] : [])],
        maintenances: [...off.maintenances, ...(read.maintenance ? [read.maintenance] : [])],
      }
    })
    return problems
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
      rows ??= await storedRows()
      const listed = await listNoticeFiles(dir)
      if ('refused' in listed) {
        // A disk that is away is no reason to take notices off the page.
        const known = listed.missing && [...rows.values()].every((ids) => ids.size === 0)
        report(dir, folder, known ? [] : [`${dir}: ${listed.refused}`])
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
      for (const name of new Set([...rows.keys(), ...states.keys()])) {
        if (names.has(name)) continue
        const state = states.get(name)
        if (state && !atOnce) {
          state.missingSince ??= deps.clock.monotonic()
          if (deps.clock.monotonic() - state.missingSince < removalDelay) {
            wait = Math.min(wait, removalDelay)
            continue
          }
        }
        await commit(() => withdrawn(name, () => false))
        if (state) report(name, state, [])
        states.delete(name)
        rows.delete(name)
      }
      return wait
    },
  }
}
