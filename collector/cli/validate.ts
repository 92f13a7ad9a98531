import { formatProblem, loadConfig } from '../config/load.ts'
import type { Terminal } from './terminal.ts'

/** `vigie validate`: `ok`, or every problem of the configuration, one a line. Resolves to the exit code. */
export async function validate(terminal: Terminal, json: boolean): Promise<number> {
  const loaded = await loadConfig(terminal.configFile, terminal.env)
  const problems = loaded.ok ? [] : loaded.problems
  const warnings = loaded.ok ? loaded.warnings : []
  if (json) terminal.out(JSON.stringify({ ok: loaded.ok, problems, warnings }))
  else {
    for (const problem of problems) terminal.out(formatProblem(problem))
    for (const warning of warnings) terminal.err(`warning: ${formatProblem(warning)}`)
    if (loaded.ok) terminal.out('ok')
  }
  return loaded.ok ? 0 : 2
}
