import { resolve } from 'node:path'
import { readConfig } from '../../app/bootstrap.ts'
import { openStore, storeLocation } from '../../app/store/open-store.ts'
import { CliError, UsageError } from '../../app/errors.ts'
import { operatorFiles } from '../../app/operator-files.ts'
import type { Terminal } from '../../app/terminal.ts'
import { storeName } from '../../core/config/store-location.ts'
import type { Config } from '../../core/config/config.ts'

export type BackupFlags = { readonly json?: boolean; readonly force?: boolean }

/** `vigie backup FILE`: the database and the operator's files in one file, also while a collector runs. */
export async function runBackup(
  terminal: Terminal,
  file: string,
  { json, force }: BackupFlags,
): Promise<number> {
  const config = await readConfigIfValid(terminal)
  const location = storeLocation(terminal, config)
  if (location.kind === 'postgres')
    throw new CliError(
      `vigie backup copies SQLite only. Back up ${storeName(location.url)} with pg_dump, or copy it into a file: vigie store copy postgres://… FILE.`,
    )
  const files = await operatorFiles(terminal, config)
  const store = await openStore(terminal, config)
  try {
    await store.backup(file, { files, overwrite: force ?? false })
  } finally {
    await store.close()
  }
  if (json) terminal.out(JSON.stringify({ file: resolve(file), files: files.map(({ path }) => path) }))
  terminal.err(
    `the database and ${files.length === 1 ? 'one file' : `${files.length} files`} were copied to ${file}; restore them with vigie restore ${file}`,
  )
  return 0
}

/** A configuration that is wrong at the moment is no reason to have no backup. */
async function readConfigIfValid(terminal: Terminal): Promise<Config | null> {
  try {
    return await readConfig(terminal)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.err(`warning: ${terminal.configFile} is not valid: the theme's files are not in the backup`)
    return null
  }
}
