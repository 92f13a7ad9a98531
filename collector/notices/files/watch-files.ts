import { watch } from 'chokidar'
import type { Timer } from '../../core/time/clock.ts'
import { type FileSyncDeps, createFileSync } from './sync-files.ts'

export type { FileSyncDeps } from './sync-files.ts'

/** A watched folder of notices. */
export type NoticeFileWatcher = { stop(): Promise<void> }

/** The folder is looked through this often even when nothing reports a change (network disks), ms. */
const rescanInterval = 1_500

/** Take the notices of the folder over into the store, once and now. Resolves when it is stored; rejects with StoreError. */
export async function syncNoticeFiles(deps: FileSyncDeps): Promise<void> {
  const files = createFileSync(deps)
  await files.pass(true)
}

/**
 * Take the notices of the folder over into the store, and again whenever it changes. Resolves once all that is there
 * was taken over; a store that refuses is tried again.
 */
export async function watchNoticeFiles(deps: FileSyncDeps): Promise<NoticeFileWatcher> {
  const files = createFileSync(deps)
  let timer: Timer | null = null
  let passing: Promise<void> = Promise.resolve()
  let stopped = false

  function soon(delay: number): void {
    if (stopped) return
    timer?.cancel()
    timer = deps.clock.after(delay, pass)
  }
  function pass(): void {
    passing = passing
      .then(() => files.pass(false))
      .then(
        (wait) => soon(Math.min(wait, rescanInterval)),
        () => soon(rescanInterval),
      )
  }
  await files.pass(true).catch(() => {})
  const watcher = watch(deps.dir, { depth: 0, followSymlinks: false, ignoreInitial: true, atomic: false })
  watcher.on('all', () => soon(20))
  // Where the system cannot report changes, looking through the folder is enough.
  watcher.on('error', () => {})
  soon(rescanInterval)
  return {
    async stop() {
      stopped = true
      timer?.cancel()
      await watcher.close()
      await passing
    },
  }
}
