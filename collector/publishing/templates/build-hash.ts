import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a build was made from: hashes of the templates and of the locked dependencies. */
export type BuildHash = { readonly sources: string; readonly lock: string | null }

/** All that the compiled templates depend on, besides the dependencies. */
const sourcePatterns = ['src/**/*', 'public/**/*', 'collector/core/**/*', 'astro.config.mjs', 'tsconfig.json']

const buildHashFile = (root: string): string => join(root, 'dist/.vigie-build.json')

/** The stamp that a build made now would get. */
export function currentBuildHash(root: string): BuildHash {
  const hash = createHash('sha256')
  const files = globSync(sourcePatterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(root.length).replaceAll('\\', '/'), file] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, file] of files) hash.update(`${name}\0`).update(readFileSync(file)).update('\0')
  const lock = join(root, 'package-lock.json')
  return {
    sources: hash.digest('hex'),
    lock: existsSync(lock) ? createHash('sha256').update(readFileSync(lock)).digest('hex') : null,
  }
}

/** The stamp of the build that is there; null without one. */
export function readBuildHash(root: string): BuildHash | null {
  try {
    return JSON.parse(readFileSync(buildHashFile(root), 'utf8')) as BuildHash
  } catch {
    return null
  }
}

/** Write down what the build that is there was made from. */
export function writeBuildHash(root: string, buildHash: BuildHash): void {
  const file = buildHashFile(root)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}~`, JSON.stringify(buildHash))
  renameSync(`${file}~`, file)
}

/**
 * Whether the compiled templates are missing or were made from other sources, judged by content, not by dates. An
 * installed package comes with its build and without a lock file, which is then not compared.
 */
export async function isBuildStale(root: string): Promise<boolean> {
  const built = readBuildHash(root)
  if (!built || !existsSync(join(root, 'dist/server/entry.mjs'))) return true
  const current = currentBuildHash(root)
  return built.sources !== current.sources || (current.lock !== null && built.lock !== current.lock)
}
