import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../app/bootstrap.ts'
import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import { discardFuture } from '../../store/sqlite/discard-future.ts'

/**
 * `vigie discard-future`: take out what was recorded at instants that have not come yet, after a collector ran while its
 * machine's clock was wrong. A backup is written first.
 */
export async function runDiscardFuture(terminal: Terminal, now: number, json = false): Promise<number> {
  const file = join(terminal.data, 'status.db')
  if (!existsSync(file)) throw new CliError(`there is no ${file}: nothing was recorded yet.`)
  const unlock = lockFolder(terminal.data)
  try {
    const copy = `${file}.before-discard-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    // The store brings the file to the newest schema, and is closed before anything is taken out.
    const store = await openStore(terminal, null)
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
