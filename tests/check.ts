/** `npm run check`: format, lint, types. Runs all of them, so that one answer tells everything there is to mend. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name: string): string => join(root, 'node_modules/.bin', name)
const checks: readonly (readonly [what: string, command: string, ...args: string[]])[] = [
  ['format', bin('prettier'), '--check', '--log-level', 'warn', '.'],
  ['lint', bin('oxlint'), '--type-aware', '--deny-warnings', '.'],
  [
    'dead code',
    bin('knip'),
    '--no-progress',
    '--no-config-hints',
    '--include',
    'files,exports,types,dependencies',
  ],
  // Checks every .ts file of the project, too.
  ['types', bin('astro'), 'check', '--minimumSeverity', 'warning'],
]

let failed = 0
for (const [what, command, ...args] of checks) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', PATH: `${bin('')}:${process.env['PATH']}` },
    shell: process.platform === 'win32',
  })
  if (status !== 0) failed++
  process.stderr.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${what}\n`)
}
process.exit(failed > 0 ? 1 : 0)
