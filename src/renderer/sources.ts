import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All that the bytes of a page depend on besides its snapshot. */
const patterns = ['src/**/*', 'public/**/*', 'collector/core/**/*.ts', 'astro.config.mjs', 'package.json']

/**
 * Fingerprint of the sources of the templates, 16 characters: what `renderer.build` says of itself. `root` is the folder
 * of astro.config.mjs.
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
