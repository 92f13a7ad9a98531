import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that `astro build` reads: when none of it changed, dist/ is still right. */
const patterns = ['src/**/*', 'public/**/*', 'collector/core/**/*.ts', 'astro.config.mjs', 'package.json']

/** Where a build leaves the fingerprint of the sources it was made from, relative to the project's root. */
export const buildStamp = 'dist/sources.txt'

/**
 * Fingerprint of the sources of the templates, 16 characters. `astro build` writes it to `dist/sources.txt`;
 * templates are stale when the two differ. `root` is the folder of astro.config.mjs.
 */
export function sourcesFingerprint(root: string): string {
  const hash = createHash('sha256')
  const files = patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  for (const file of files) {
    // The name as seen from the root: the same sources give the same fingerprint wherever they lie.
    hash
      .update(file.slice(root.length).replaceAll('\\', '/'))
      .update('\0')
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('base64url').slice(0, 16)
}
