import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Config } from '../../../collector/core/config/config.ts'
import { createNoticeService } from '../../../collector/notices/service/create-service.ts'
import { type FileSyncDeps, syncNoticeFiles } from '../../../collector/notices/files/watch-files.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'
import { fakeClock } from '../../fake-clock.ts'

/** A Sunday evening. */
export const now = Date.parse('2026-11-22T18:00:00Z')

export const config = {
  page: { locale: 'fr', locales: ['fr', 'en'], timezone: 'Europe/Paris', url: null, name: 'Page' },
  components: [{ id: 'api' }, { id: 'website' }, { id: 'database' }],
  notice: { default: 86_400_000, weekly: 86_400_000 },
} as unknown as Config

/** A folder of notices and the store they go to; both are gone when the test is. */
export async function aNoticeFolder(more: Partial<FileSyncDeps> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'vigie-notices-'))
  const dir = join(home, 'notices')
  mkdirSync(dir)
  const store: Store = await openSqliteStore(join(home, 'status.db'), { timezone: 'Europe/Paris' })
  onTestFinished(async () => {
    await store.close()
    rmSync(home, { recursive: true, force: true })
  })
  let instant = now
  // Its timers run; what is written is dated as of one instant.
  const clock = { ...fakeClock(now), now: () => instant }
  const reported: string[][] = []
  let commits = 0
  /** The service on this store, or on one that does something besides. */
  const serviceOn = (on: Store) =>
    createNoticeService({
      store: on,
      config,
      now: () => instant,
      id: () => 'unused',
      onChange: () => void commits++,
    })
  const deps: FileSyncDeps = {
    dir,
    service: serviceOn(store).files,
    settings: config,
    clock,
    onProblem: (lines) => void reported.push(lines.map((line) => line.replace(`${dir}/`, ''))),
    ...more,
  }
  return {
    home,
    dir,
    store,
    deps,
    serviceOn,
    clock,
    /** What was reported of problems, oldest first. */
    reported,
    commits: () => commits,
    write: (name: string, text: string | Uint8Array) => writeFileSync(join(dir, name), text),
    remove: (name: string) => rmSync(join(dir, name), { recursive: true }),
    /** Take the folder over once, at an instant. */
    async apply(at = now): Promise<void> {
      instant = at
      await syncNoticeFiles(deps)
    },
    async incident() {
      return (await store.incidents())[0]!
    },
    async maintenance() {
      return (await store.maintenances())[0]!
    },
  }
}
