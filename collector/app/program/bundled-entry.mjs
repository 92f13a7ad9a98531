// Plain JavaScript: `run.mjs` reads it at each start, and reading TypeScript costs more than the bundle saves.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where the bundled program begins, where there is one that was made from the sources and the locked dependencies as they
 * are, judged by size and time of change; else null. An installed package comes with its bundle and without a lock file:
 * then nothing is compared.
 */
export function bundledEntry(root) {
  try {
    const { entry, sources } = JSON.parse(readFileSync(join(root, 'dist-program/program.json'), 'utf8'))
    if (existsSync(join(root, 'package-lock.json')))
      for (const [file, size, changedAt] of sources) {
        const now = statSync(join(root, file))
        if (now.size !== size || now.mtimeMs !== changedAt) return null
      }
    const file = join(root, 'dist-program', entry)
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}
