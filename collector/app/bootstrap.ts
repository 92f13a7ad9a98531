import { resolve } from 'node:path'
import { CliError, UsageError } from './errors.ts'
import { type ValidSettings, loadSettings, wordsFolder } from './load-settings.ts'
import type { Terminal } from './terminal.ts'
import { type ConfigProblem, formatProblem, loadConfig } from '../config/load-config.ts'
import type { Config } from '../core/config/config.ts'
import type { Renderer } from '../core/snapshot/renderer.ts'
import { compileTemplates, isBuildStale, loadRenderer } from '../publishing/templates/load-renderer.ts'

/** Where the program itself lies: templates and their build. */
export const root = resolve(import.meta.dirname, '../..')

/** The configuration, or every problem of it at once; warnings go to `warn`. @throws UsageError */
export async function readConfig(
  terminal: Terminal,
  warn: (line: string) => void = () => {},
): Promise<Config> {
  const loaded = loadConfig(terminal.configFile, terminal.env, wordsFolder(terminal))
  if (!loaded.ok) throw configurationError(terminal, loaded.problems)
  for (const warning of loaded.warnings) warn(formatProblem(warning))
  return loaded.config
}

/**
 * The same with the files it names, for commands that publish.
 *
 * @param now where it is given (ms), what the configuration promises from then on and cannot keep is a warning as well
 * @throws UsageError
 */
export async function readSettings(
  terminal: Terminal,
  warn: (line: string) => void,
  now: number | null = null,
): Promise<ValidSettings> {
  const settings = await loadSettings(terminal)
  if (!settings.ok) throw configurationError(terminal, settings.problems)
  for (const warning of settingsWarnings(terminal, settings, now)) warn(warning)
  return settings
}

/** Every warning in a line; what is promised from `now` (ms) on and cannot be kept is one, whose reasons `vigie validate` tells. */
export function settingsWarnings(
  terminal: Terminal,
  { warnings, forecast }: ValidSettings,
  now: number | null,
): readonly string[] {
  const unkept = now === null ? 0 : forecast(now).objectives.length
  const promises = unkept === 1 ? 'a promise cannot' : `${unkept} promises cannot`
  return [
    ...warnings.map(formatProblem),
    ...(unkept > 0
      ? [
          `${terminal.configFile}: ${promises} be kept or measured as it is written. Look with: vigie validate`,
        ]
      : []),
  ]
}

function configurationError(terminal: Terminal, problems: readonly ConfigProblem[]): UsageError {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`
  return new UsageError(
    `${problems.map(formatProblem).join('\n')}\n${count} in ${terminal.configFile}: nothing was started.`,
  )
}

/** The compiled templates, compiled first if they are missing or stale. @throws CliError when Astro cannot */
export async function loadCompiledRenderer(print: (line: string) => void): Promise<Renderer> {
  if (await isBuildStale(root)) {
    print('compiling the templates (after an update only) …')
    try {
      await compileTemplates(root, print)
    } catch (error) {
      throw new CliError((error as Error).message)
    }
  }
  return loadRenderer(root)
}
