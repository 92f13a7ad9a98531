import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundledEntry } from './bundled-entry.mjs'

/**
 * Bundle the program in the background where its sources have changed since; commands that follow start faster. A process of
 * its own does it, which nothing waits for: where it fails, the sources are run as before.
 */
export function refreshProgram(root: string): void {
  if (!existsSync(join(root, 'package-lock.json')) || bundledEntry(root) !== null) return
  const script = join(root, 'collector/app/program/bundle.ts')
  const child = spawn(process.execPath, [script], { cwd: root, stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
