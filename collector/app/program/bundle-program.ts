import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type OutputChunk, type Plugin, build } from 'rolldown'
import { acquireLock } from '../../publishing/release/folder-lock.ts'
import { systemClock } from '../../time/system-clock.ts'
import { bundledEntry } from './bundled-entry.mjs'

/** What reads files beside itself, or is native, stays where it is installed. */
const external = /^(astro|better-sqlite3|pg-native|pino|pino-pretty|rolldown)(\/|$)/

/** A file the bundle was made from: its path from the root, bytes, and when it was changed, ms. */
type BundledSource = readonly [file: string, size: number, changedAt: number]

/**
 * Bundle the program that lies in `root` into a few files, in `dist-program/`, unless that has been done: most of what a short
 * command costs is the loading of hundreds of modules. The bundle before this one stays for the processes that run it. Rejects
 * with the bundler's error; the sources are run where there is no bundle (`bundledEntry`).
 */
export async function bundleProgram(root: string): Promise<void> {
  const folder = join(root, 'dist-program')
  mkdirSync(folder, { recursive: true })
  const unlock = await acquireLock(join(folder, '.lock'), systemClock(), {
    doing: 'bundling the program',
    patience: 180_000,
  })
  try {
    if (bundledEntry(root) === null) await writeBundle(root, folder)
  } finally {
    unlock()
  }
}

async function writeBundle(root: string, folder: string): Promise<void> {
  const startedAt = Date.now()
  const chunks = await bundle(root)
  const sources = sourcesOf(root, chunks)
  // A file saved meanwhile may be in it as it was before: the next start makes another.
  if (sources.some(([, , changedAt]) => changedAt >= startedAt)) return
  const name = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 16)
  const previous = currentBundle(folder)
  writeChunks(join(folder, name), chunks)
  const manifest = join(folder, 'program.json')
  writeFileSync(`${manifest}~`, JSON.stringify({ entry: `${name}/main.js`, sources }))
  renameSync(`${manifest}~`, manifest)
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory() && ![name, previous].includes(entry.name))
      rmSync(join(folder, entry.name), { recursive: true, force: true })
}

async function bundle(root: string): Promise<OutputChunk[]> {
  const { output } = await build({
    input: join(root, 'collector/main.ts'),
    cwd: root,
    platform: 'node',
    external,
    plugins: [keepFolders(root)],
    logLevel: 'silent',
    output: { format: 'esm', entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' },
    write: false,
  })
  return output.filter((file) => file.type === 'chunk')
}

/** A source that reads a file beside itself still finds it: bundles lie two folders below the root. */
const keepFolders = (root: string): Plugin => ({
  name: 'keep-folders',
  transform: {
    filter: { id: /\.ts$/, code: /import\.meta\.dirname/ },
    handler(code, id) {
      const folder = JSON.stringify(`/../../${relative(root, dirname(id)).replaceAll('\\', '/')}`)
      return code.replaceAll('import.meta.dirname', `(import.meta.dirname + ${folder})`)
    },
  },
})

/** The sources in the chunks, and the lock file for the dependencies in them. */
function sourcesOf(root: string, chunks: readonly OutputChunk[]): BundledSource[] {
  const sources = chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .map((id) => relative(root, id).replaceAll('\\', '/'))
    .filter((file) => file.startsWith('collector/'))
  return [...sources.toSorted(), 'package-lock.json'].map((file) => {
    const { size, mtimeMs } = statSync(join(root, file))
    return [file, size, mtimeMs]
  })
}

/** The folder of the bundle that is there; null without one. */
function currentBundle(folder: string): string | null {
  try {
    const { entry } = JSON.parse(readFileSync(join(folder, 'program.json'), 'utf8')) as { entry: string }
    return dirname(entry)
  } catch {
    return null
  }
}

/** All or nothing: a folder that is there is whole, after a power cut as well. */
function writeChunks(folder: string, chunks: readonly OutputChunk[]): void {
  const written = `${folder}.${process.pid}`
  mkdirSync(written, { recursive: true })
  for (const { fileName, code } of chunks) writeFileSync(join(written, fileName), code, { flush: true })
  rmSync(folder, { recursive: true, force: true })
  renameSync(written, folder)
}
