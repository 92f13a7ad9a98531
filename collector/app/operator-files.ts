import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Config } from '../core/config/config.ts'
import type { BackupFile } from '../store/backup.ts'
import type { Terminal } from './terminal.ts'
import { readThemeFiles } from './theme/theme-files.ts'

/** The name of the configuration in a backup, wherever it lies. */
export const configName = 'status.yaml'
/** Folders of the operator's folder whose files are written by people: notices, words, words of reports. */
export const operatorFolders = ['notices', 'words', 'reports'] as const

/**
 * All that people have written for the page: the configuration, notices as files, words, texts of reports, the theme. What
 * Vigie makes itself (the site, releases, locks) is not among them.
 *
 * @param config null where it cannot be read: the theme is then unknown
 */
export async function operatorFiles(
  { data, configFile }: Pick<Terminal, 'data' | 'configFile'>,
  config: Config | null,
): Promise<readonly BackupFile[]> {
  const paths = operatorFolders.flatMap((folder) => filesBelow(join(data, folder)))
  const theme = config ? (await readThemeFiles(data, config.page.theme)).paths : []
  const own = new Map<string, BackupFile>()
  const add = (name: string, path: string): void => void own.set(name, readBackupFile(name, path))
  for (const path of [...paths, ...theme]) {
    const name = relative(data, path).split(sep).join('/')
    if (!name.startsWith('../')) add(name, path)
  }
  if (existsSync(configFile)) add(configName, configFile)
  return [...own.values()]
}

const readBackupFile = (path: string, from: string): BackupFile => ({
  path,
  modifiedAt: statSync(from).mtimeMs,
  content: readFileSync(from),
})

/** Files below a folder, hidden ones left out; none where there is no such folder. */
function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(dir, path)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .toSorted()
}
