import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConfigLoadResult, type ConfigProblem, loadConfig } from '../config/load-config.ts'
import type { Config } from '../core/config/config.ts'
import { fileSignature, joinSignatures } from './file-signature.ts'
import type { Terminal } from './terminal.ts'
import { type ThemeFiles, readThemeFiles } from './theme/theme-files.ts'

/** The configuration with the files it names, or everything that is wrong with them. */
export type SettingsResult = {
  /** Every file it was read from, those too that are missing. */
  readonly paths: readonly string[]
  /** What those files looked like before they were read. */
  readonly signature: string
} & (
  | ({
      readonly ok: true
      readonly config: Config
      readonly theme: ThemeFiles
      readonly warnings: readonly ConfigProblem[]
    } & Pick<Extract<ConfigLoadResult, { ok: true }>, 'forecast' | 'problem'>)
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }
)

/** Settings that may be used. */
export type ValidSettings = Extract<SettingsResult, { ok: true }>

/** The folder of the operator's dictionaries. */
export const wordsFolder = (terminal: Pick<Terminal, 'data'>): string => join(terminal.data, 'words')

/** Read all that the page is configured by. Never rejects: whatever is wrong, with the disk too, comes back as problems. */
export async function loadSettings(terminal: Terminal): Promise<SettingsResult> {
  const words = wordsFolder(terminal)
  // What appears in the folder while it is read is a change.
  const dictionaries = (await readdir(words).catch(() => [])).map((name) => join(words, name))
  const paths = [terminal.configFile, words, ...dictionaries]
  const signatures = await Promise.all(paths.map(fileSignature))
  const loaded = loadConfig(terminal.configFile, terminal.env, words)
  if (!loaded.ok)
    return { ok: false, problems: loaded.problems, paths, signature: joinSignatures(signatures) }
  const theme = await readThemeFiles(terminal.data, loaded.config.page.theme)
  const located = ({ key, sheet, message }: (typeof theme.problems)[number]): ConfigProblem =>
    sheet
      ? { file: sheet.path, line: sheet.line, column: sheet.column, path: '(file)', message }
      : loaded.problem(['page', 'theme', key], message)
  const problems = theme.problems.map(located)
  const read = {
    paths: [...paths, ...theme.paths],
    signature: joinSignatures([...signatures, ...theme.signatures]),
  }
  if (problems.length > 0) return { ok: false, problems, ...read }
  const { config, forecast, problem } = loaded
  const warnings = [...loaded.warnings, ...theme.warnings.map(located)]
  return { ok: true, config, theme: theme.files, warnings, forecast, problem, ...read }
}
