import { mkdirSync, rmSync, rmdirSync, unlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createEventLoopYield } from './yield-to-event-loop.ts'
import { codeOf } from './publish-error.ts'
import { foldersOf } from './safe-paths.ts'
import { linkOrCopy } from './release-stage.ts'

/** A folder and what is known to be in it: file name to hash. */
export type FolderContent = { readonly dir: string; files: ReadonlyMap<string, string> }

/**
 * Turn a folder nobody reads into what is wanted, touching only what differs. Files are hard-linked from where `from`
 * says and replaced by rename; with `durable`, their folders are synced. After an error the folder's content is unknown.
 */
export async function syncFolder(
  folder: FolderContent,
  wanted: ReadonlyMap<string, { readonly hash: string }>,
  sourceOf: (file: string, hash: string) => string,
  durable: boolean,
): Promise<void> {
  const yieldToEventLoop = createEventLoopYield()
  const temporary = join(folder.dir, '.placing')
  const createdFolders = new Set<string>(['.'])
  const changedFolders = new Set<string>()
  for (const name of folder.files.keys()) {
    if (wanted.has(name)) continue
    unlinkSync(join(folder.dir, name))
    changedFolders.add(dirname(name))
    for (const parent of foldersOf(name)) if (!removeEmpty(join(folder.dir, parent))) break
    await yieldToEventLoop()
  }
  for (const [name, { hash }] of wanted) {
    if (folder.files.get(name) === hash) continue
    const parent = dirname(name)
    if (!createdFolders.has(parent)) {
      mkdirSync(join(folder.dir, parent), { recursive: true })
      createdFolders.add(parent)
      for (const each of foldersOf(name)) changedFolders.add(dirname(each))
    }
    changedFolders.add(parent)
    linkOrCopy(sourceOf(name, hash), join(folder.dir, name), temporary)
    await yieldToEventLoop()
  }
  rmSync(temporary, { force: true })
  if (durable) await fsyncFolders(folder.dir, changedFolders)
  folder.files = new Map([...wanted].map(([name, { hash }]) => [name, hash]))
}

function removeEmpty(dir: string): boolean {
  try {
    rmdirSync(dir)
    return true
  } catch {
    return false
  }
}

const maxConcurrentSyncs = 8

/** Make the entries of folders durable, a few folders at a time. */
async function fsyncFolders(dir: string, folders: ReadonlySet<string>): Promise<void> {
  const left = [...folders]
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await fsyncFolder(join(dir, next))
  }
  await Promise.all(Array.from({ length: maxConcurrentSyncs }, work))
}

/** Make the entries of one folder durable, where the system knows how (Windows does not). A folder that is gone is fine. */
export async function fsyncFolder(dir: string): Promise<void> {
  try {
    const handle = await open(dir, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!['ENOENT', 'EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP', 'EACCES'].includes(codeOf(error) ?? ''))
      throw error
  }
}
