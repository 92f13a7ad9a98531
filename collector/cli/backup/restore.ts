import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { readConfig } from '../../app/bootstrap.ts'
import { storeLocation } from '../../app/store/open-store.ts'
import { CliError, UsageError, listSome } from '../../app/errors.ts'
import { configName, operatorFolders } from '../../app/operator-files.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { BackupFile } from '../../store/backup.ts'
import { storeName } from '../../core/config/store-location.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import { type Backup, openBackup } from '../../store/sqlite/read-backup.ts'
import { isCollectorRunning } from '../io/collector-running.ts'

export type RestoreFlags = { readonly json?: boolean; readonly force?: boolean }

/**
 * `vigie restore FILE`: the database and the files of a backup in their places. What they replace is moved into a folder
 * beside them. The backup is verified before anything is touched.
 */
export async function runRestore(terminal: Terminal, file: string, flags: RestoreFlags): Promise<number> {
  const { data } = terminal
  if (isCollectorRunning(data))
    throw new CliError(`a collector is running on ${data}. Stop it, restore, then start it again.`)
  const config = await readConfig(terminal).catch(() => null)
  const location = storeLocation(terminal, config)
  if (location.kind === 'postgres')
    throw new UsageError(
      `history is kept in ${storeName(location.url)}, into which vigie restore cannot bring a backup. Use pg_restore, or copy the backup into an empty database: vigie store copy ${file} postgres://….`,
    )
  const backup = openBackup(file)
  try {
    const unlock = lockFolder(data)
    try {
      return await restore(terminal, file, backup, flags)
    } finally {
      unlock()
    }
  } finally {
    backup.close()
  }
}

async function restore(
  terminal: Terminal,
  file: string,
  backup: Backup,
  { force, json }: RestoreFlags,
): Promise<number> {
  const { data } = terminal
  const database = join(data, 'status.db')
  const files = backup.files.filter(({ path }) => path !== configName)
  const replaced = replacedNames(data, files)
  if (replaced.length > 0 && !force)
    throw new UsageError(
      `${data} holds ${listSome(replaced)}, which the backup would replace. Add --force: they are kept in a folder beside it, or name an empty folder with --data.`,
    )
  const fresh = `${database}.restoring`
  await backup.copyTo(fresh)
  const aside = moveAside(data, replaced)
  for (const one of files) writeOwnFile(join(data, one.path), one)
  const config = placeConfig(terminal, backup)
  // Last, so that a restore that was cut short has no database, and is seen.
  renameSync(fresh, database)
  const result = {
    restored: file,
    made_at: backup.madeAt === null ? null : new Date(backup.madeAt).toISOString(),
    last_check_at: backup.lastCheckAt === null ? null : new Date(backup.lastCheckAt).toISOString(),
    incidents: backup.incidents,
    maintenances: backup.maintenances,
    files: files.map(({ path }) => path),
    replaced: aside,
  }
  if (json) terminal.out(JSON.stringify(result))
  const last = result.last_check_at === null ? 'no checks' : `checks up to ${result.last_check_at}`
  terminal.err(
    `restored to ${data}: ${backup.incidents} incidents, ${backup.maintenances} maintenances, ${last}, ${files.length} files`,
  )
  if (backup.madeAt === null)
    terminal.err(
      `${file} is a plain copy of a database: notices' files and the theme were not in it, and stay as they are`,
    )
  if (aside !== null) terminal.err(`what was there before is in ${aside}`)
  if (config !== null) terminal.err(config)
  terminal.err('start the collector again: vigie start')
  return 0
}

/** Names in the folder that a restore replaces: the database, and of the operator's files those that differ. */
function replacedNames(data: string, files: readonly BackupFile[]): string[] {
  const names = ['status.db', 'status.db-wal', 'status.db-shm'].filter(
    (name) => (statSync(join(data, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
  )
  // A folder is as it was: a notice that is in it now and was not then would be published as a new one.
  const folders = operatorFolders.filter((folder) => files.some(({ path }) => path.startsWith(`${folder}/`)))
  for (const folder of folders) {
    const dir = join(data, folder)
    if (existsSync(dir) && !isSameFolder(dir, folder, files)) names.push(folder)
  }
  for (const { path, content } of files) {
    if (folders.some((folder) => path.startsWith(`${folder}/`))) continue
    const there = join(data, path)
    if (existsSync(there) && !content.equals(readFileSync(there))) names.push(path)
  }
  return names
}

function isSameFolder(dir: string, folder: string, files: readonly BackupFile[]): boolean {
  const wanted = new Map(
    files.filter(({ path }) => path.startsWith(`${folder}/`)).map((one) => [one.path, one]),
  )
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .every((entry) => {
      const path = join(entry.parentPath, entry.name)
      const name = `${folder}/${path.slice(dir.length + 1).replaceAll('\\', '/')}`
      return wanted.get(name)?.content.equals(readFileSync(path)) ?? false
    })
}

/** Move what is replaced into a folder of its own. Its name; null where there was nothing. */
function moveAside(data: string, names: readonly string[]): string | null {
  if (names.length === 0) return null
  const aside = join(data, `replaced-${new Date().toISOString().replace(/[:.]/g, '-')}`)
  for (const name of names) {
    const target = join(aside, name)
    mkdirSync(dirname(target), { recursive: true })
    renameSync(join(data, name), target)
  }
  return aside
}

function writeOwnFile(path: string, { content, modifiedAt }: BackupFile): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content, { flush: true })
  utimesSync(path, modifiedAt / 1_000, modifiedAt / 1_000)
}

/** The configuration is put where there is none: another one is of the machine it is on. What to say of it, or null. */
function placeConfig({ configFile }: Terminal, { files }: Backup): string | null {
  const config = files.find(({ path }) => path === configName)
  if (!config)
    return existsSync(configFile) ? null : `there is no ${configFile} yet: write one with vigie init`
  if (!existsSync(configFile)) {
    writeOwnFile(configFile, config)
    return `${configFile} was restored too`
  }
  if (config.content.equals(readFileSync(configFile))) return null
  const beside = `${configFile}.from-backup`
  writeOwnFile(beside, config)
  return `${configFile} stays as it is; the one in the backup differs, and lies in ${beside}`
}
