import type { Clock } from '../core/time/clock.ts'
import type { Config } from '../core/config/config.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { Log } from './log.ts'
import {
  type NoticeFiles,
  type ReadFile,
  applyNoticeFiles,
  noticeFiles,
} from '../notices/files/watch-files.ts'
import { keepProgramme } from '../notices/recurring-maintenance.ts'
import type { Store } from '../store/store.ts'

/** Notices that were written by this process. */
export type Changed = {
  readonly incidents?: readonly Incident[]
  readonly maintenances?: readonly Maintenance[]
}

export type BoardDeps = {
  readonly store: Store
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Notices have changed: tell the ledger, the memory and the press. */
  readonly onChange: (changed: Changed) => void
  /** Windows have come and gone. */
  readonly onProgramme: () => void
  /** The folder of notices written as files, as messages name it. */
  readonly notices: string
  readonly readNotice: ReadFile
}

/** What people have planned and written: kept up to date while the collector runs. */
export type Board = {
  /** Take over what the files say, once. Never rejects: what cannot be taken over is told in the log. */
  readFiles(): Promise<void>
  /** Take over what the files say, now and whenever they change. */
  watchFiles(): Promise<void>
  /** Time has passed: the programme is looked after every hour. Never rejects. */
  pass(): void
  stop(): Promise<void>
}

/** How often the programme is looked after, ms; after a failure sooner. */
const every = 3_600_000
const retry = 10_000

/** Begin to look after them: when this resolves the programme is in the store, or the log says why not. */
export async function openBoard(deps: BoardDeps): Promise<Board> {
  const { store, config, clock, log } = deps
  let dueAt = -Infinity
  let looking: Promise<void> | null = null
  let told = ''

  async function look(): Promise<void> {
    try {
      const changed = await keepProgramme(store, config, clock.now())
      dueAt = clock.monotonic() + every
      told = ''
      if (changed) deps.onProgramme()
    } catch (error) {
      const { message } = error as Error
      if (message !== told) log.error(`the maintenance programme could not be written: ${message}`)
      told = message
      dueAt = clock.monotonic() + retry
    }
  }
  const files = {
    dir: deps.notices,
    store,
    read: deps.readNotice,
    now: clock.now,
    onChange: deps.onChange,
    onProblem(lines: readonly string[], file: string) {
      for (const line of lines) log.error(line)
      if (lines.length === 0) log.info(`${file} can be read again`)
      else log.error(`${file}: what it said before stays public`)
    },
  }
  let watching: Promise<NoticeFiles> | null = null

  await look()
  return {
    async readFiles() {
      await applyNoticeFiles(files).catch((error: unknown) =>
        log.error(`what the files of ${deps.notices} say could not be stored: ${(error as Error).message}`),
      )
    },
    async watchFiles() {
      watching = noticeFiles(files)
      await watching
    },
    pass() {
      if (clock.monotonic() >= dueAt) looking ??= look().finally(() => (looking = null))
    },
    async stop() {
      await (await watching?.catch(() => null))?.stop()
      await looking
    },
  }
}
