import { join } from 'node:path'
import { type ValidSettings, loadSettings } from '../../app/load-settings.ts'
import { explainRules } from './alert-lines.ts'
import { type ConfigProblem, formatProblem } from '../../config/load-config.ts'
import { createFileValidator } from '../../notices/files/validate-file.ts'
import { type FolderProblem, validateFolder } from '../../notices/files/validate-folder.ts'
import { validateReportTexts } from '../../reports/report-texts.ts'
import type { Terminal } from '../../app/terminal.ts'

/**
 * `vigie validate`: `ok`, or every problem of the configuration and, where that is right, of the notices in the folder,
 * one a line. It writes nothing, and needs no store, so it also judges a folder that is yet to be deployed; what depends on the
 * store is told as a warning. Where all is right it explains the alert rules, and says when they would have fired in what is
 * stored. Resolves to the exit code.
 *
 * @param now ms since the epoch
 */
export async function validate(terminal: Terminal, json: boolean, now: number): Promise<number> {
  const loaded = await loadSettings(terminal)
  const notices = loaded.ok
    ? await validateFolder(join(terminal.data, 'notices'), createFileValidator(loaded.config, now))
    : { problems: [], warnings: [] }
  const problems = loaded.ok ? notices.problems.map(toConfigProblem) : loaded.problems
  const ok = problems.length === 0
  const configWarnings = loaded.ok
    ? [...loaded.warnings, ...forecastWarnings(loaded, now), ...(await reportTextWarnings(terminal, loaded))]
    : []
  const alerts = loaded.ok && ok ? await explainRules(terminal.data, loaded.config, now) : []
  if (json) {
    const warnings = [...configWarnings, ...notices.warnings.map(toConfigProblem)]
    terminal.out(JSON.stringify({ ok, problems, warnings, alerts }))
    return ok ? 0 : 2
  }
  const lines = loaded.ok ? notices.problems.map(formatFolderProblem) : problems.map(formatProblem)
  for (const line of lines) terminal.out(line)
  const warnings = [...configWarnings.map(formatProblem), ...notices.warnings.map(formatFolderProblem)]
  for (const line of warnings) terminal.err(`warning: ${line}`)
  for (const { rule, text } of alerts) terminal.err(`alert ${rule}: ${text}`)
  if (ok) terminal.out('ok')
  return ok ? 0 : 2
}

/** What the configuration promises and cannot keep, then the windows that overlap. */
function forecastWarnings({ forecast }: ValidSettings, now: number): readonly ConfigProblem[] {
  const { objectives, overlaps } = forecast(now)
  return [...objectives, ...overlaps]
}

/** Texts of reports that no report would show. */
async function reportTextWarnings(
  { data }: Pick<Terminal, 'data'>,
  { config }: ValidSettings,
): Promise<readonly ConfigProblem[]> {
  const problems = await validateReportTexts(join(data, 'reports'), config.page)
  return problems.map(({ file, message }) => ({ file, line: 1, column: 1, path: '(file)', message }))
}

/** A problem of a notice in the shape of those of the configuration. */
function toConfigProblem({ file, line, column, message }: FolderProblem): ConfigProblem {
  const [, path = '(file)', rest = message] = /^([a-z_][\w.-]*): (.+)$/s.exec(message) ?? []
  return { file, line, column, path, message: rest }
}

/** A problem of a notice in the words of the collector's log. */
const formatFolderProblem = ({ file, line, column, message }: FolderProblem): string =>
  `${file}:${line}:${column} ${message}`
