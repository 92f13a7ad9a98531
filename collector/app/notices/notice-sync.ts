import type { Clock } from '../../core/time/clock.ts'
import type { Config } from '../../core/config/config.ts'
import type { Log } from '../log.ts'
import { newId } from '../new-id.ts'
import { createNoticeProblems } from './notice-problems.ts'
import {
  type FileSyncDeps,
  type NoticeFileWatcher,
  syncNoticeFiles,
  watchNoticeFiles,
} from '../../notices/files/watch-files.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { expandRecurringMaintenance } from '../../notices/service/recurring-maintenance.ts'
import type { Store } from '../../store/store.ts'
import type { StoredChange } from '../../store/stored-change.ts'

/** What notices are kept in step with. */
export type NoticeSyncDeps = {
  readonly store: Store
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly onStored: (change: StoredChange) => void
  /** The folder of notices written as files, as messages name it. */
  readonly notices: string
}

/** What people have planned and written: kept up to date while the collector runs. */
export type NoticeSync = {
  /** Take over what the files say, once. Never rejects: what cannot be taken over is logged. */
  readFiles(): Promise<void>
  /** Take over what the files say, now and whenever they change. */
  watchFiles(): Promise<void>
  /** Keep them in step with another configuration: the programme and every file are read by it. Never rejects. */
  reconfigure(config: Config): Promise<void>
  /** Files that are not read as they are, a line each that everybody may read. */
  warnings(): readonly string[]
  /** Time has passed: the programme is looked after every hour. Never rejects. */
  tick(): void
  stop(): Promise<void>
}

/** How often the programme is looked after, ms; after a failure sooner. */
const every = 3_600_000
const retry = 10_000

/** Begin to look after them: when this resolves the programme is in the store, or the log says why not. */
export async function createNoticeSync(deps: NoticeSyncDeps): Promise<NoticeSync> {
  const { store, clock, log } = deps
  let { config } = deps
  let dueAt = -Infinity
  let expanding: Promise<void> | null = null
  let lastLogged = ''
  const problems = createNoticeProblems(log)

  async function expandRecurring(): Promise<void> {
    try {
      const changed = await expandRecurringMaintenance(store, config, clock.now())
      dueAt = clock.monotonic() + every
      lastLogged = ''
      if (changed) deps.onStored({ kind: 'recurring_maintenance' })
    } catch (error) {
      const { message } = error as Error
      if (message !== lastLogged) log.error(`recurring maintenance could not be stored: ${message}`)
      lastLogged = message
      dueAt = clock.monotonic() + retry
    }
  }
  const filesOf = (): FileSyncDeps => ({
    dir: deps.notices,
    service: createNoticeService({
      store,
      config,
      now: clock.now,
      id: newId,
      onChange: (written) => deps.onStored({ kind: 'notices', ...written }),
    }).files,
    settings: config,
    clock,
    onProblem: problems.report,
  })
  let watching: Promise<NoticeFileWatcher> | null = null

  const stopWatching = async (): Promise<void> => (await watching?.catch(() => null))?.stop()

  await expandRecurring()
  return {
    async readFiles() {
      await syncNoticeFiles(filesOf()).catch((error: unknown) =>
        log.error(`the notices in ${deps.notices} could not be stored: ${(error as Error).message}`),
      )
    },
    async watchFiles() {
      watching = watchNoticeFiles(filesOf())
      await watching
    },
    async reconfigure(changed) {
      await Promise.all([expanding, stopWatching()])
      config = changed
      await (expanding ??= expandRecurring().finally(() => (expanding = null)))
      if (!watching) return
      problems.clear()
      watching = watchNoticeFiles(filesOf())
      await watching.catch((error: unknown) =>
        log.error(`the folder of notices cannot be watched: ${(error as Error).message}`),
      )
    },
    warnings: problems.warnings,
    tick() {
      if (clock.monotonic() >= dueAt) expanding ??= expandRecurring().finally(() => (expanding = null))
    },
    async stop() {
      await stopWatching()
      await expanding
    },
  }
}
