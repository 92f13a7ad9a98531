import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a build was made from: hashes of the templates and of the locked dependencies. */
export type Stamp = { readonly sources: string; readonly lock: string | null }

/** All that the compiled templates depend on, besides the dependencies. */
const sources = ['src/**/*', 'public/**/*', 'collector/core/**/*', 'astro.config.mjs', 'tsconfig.json']

const stampOf = (root: string): string => join(root, 'dist/.vigie-build.json')

/** The stamp that a build made now would get. */
export function currentStamp(root: string): Stamp {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root, withFileTypes: true })
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
export function readStamp(root: string): Stamp | null {
  try {
    return JSON.parse(readFileSync(stampOf(root), 'utf8')) as Stamp
  } catch {
    return null
  }
}

/** Write down what the build that is there was made from. */
export function writeStamp(root: string, stamp: Stamp): void {
  const file = stampOf(root)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}~`, JSON.stringify(stamp))
  renameSync(`${file}~`, file)
}

/**
 * Whether the compiled templates are missing or were made from other sources, judged by content, not by dates. An
 * installed package comes with its build and without a lock file, which is then not compared.
 */
export async function isStale(root: string): Promise<boolean> {
  const built = readStamp(root)
  if (!built || !existsSync(join(root, 'dist/server/entry.mjs'))) return true
  const now = currentStamp(root)
  return built.sources !== now.sources || (now.lock !== null && built.lock !== now.lock)
}
