import { existsSync } from 'node:fs'
import { readConfig } from '../../app/bootstrap.ts'
import { openStore, storeLocation } from '../../app/store/open-store.ts'
import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { storeName } from '../../core/config/store-location.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import { discardFuture } from '../../store/sqlite/discard-future.ts'

/**
 * `vigie discard-future`: take out what was recorded at instants that have not come yet, after a collector ran while its
 * machine's clock was wrong. A backup is written first.
 */
export async function runDiscardFuture(terminal: Terminal, now: number, json = false): Promise<number> {
  const config = await readConfig(terminal).catch(() => null)
  const location = storeLocation(terminal, config)
  if (location.kind === 'postgres')
    throw new CliError(
      `vigie discard-future works on SQLite only. Stop the collectors, copy ${storeName(location.url)} into a file with vigie store copy, take the future out of that, and copy it back into an empty database.`,
    )
  const { file } = location
  if (!existsSync(file)) throw new CliError(`there is no ${file}: nothing was recorded yet.`)
  const unlock = lockFolder(terminal.data)
  try {
    const copy = `${file}.before-discard-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    // The store brings the file to the newest schema, and is closed before anything is taken out.
    const store = await openStore(terminal, config)
    await store.backup(copy).finally(store.close)
    const { packs, transitions, incidents, reports, maintenances } = discardFuture(file, now)
    if (json) terminal.out(JSON.stringify({ copy, packs, transitions, incidents, reports, maintenances }))
    terminal.err(
      `taken out, as it is dated after ${new Date(now).toISOString()}: checks of ${packs} hours, ${transitions} changes of health, changes of ${incidents} incidents, ${reports} reports, ${maintenances} maintenances`,
    )
    terminal.err(`as it was before, the database is in ${copy}`)
    return 0
  } finally {
    unlock()
  }
}
