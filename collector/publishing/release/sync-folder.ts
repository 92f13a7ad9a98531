import { mkdirSync, rmSync, rmdirSync, unlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createEventLoopYield } from './yield-to-event-loop.ts'
import { codeOf } from './publish-error.ts'
import { foldersOf } from './safe-paths.ts'
import type { ReleaseStage } from './release-stage.ts'
import { linkOrCopy } from './link-or-copy.ts'

/** A file of a folder by the hash of its bytes. */
type ContentEntry = { readonly hash: string }

/** A folder and what is known to be in it, by file name. */
export type FolderContent = { readonly dir: string; files: ReadonlyMap<string, ContentEntry> }

/** Where the bytes of a file come from. */
export type ContentSource = {
  /** Puts a file whose bytes are new at its place; false where they are not. */
  place(hash: string, to: string): boolean
  /** A file with the bytes of another name, to be linked. */
  path(file: string, hash: string): string
}

/** What is staged, and what lies in a folder under the same names. */
export const sourceOf = (stage: ReleaseStage | null, folder: string): ContentSource => ({
  place(hash, to) {
    if (!stage?.has(hash)) return false
    stage.place(hash, to)
    return true
  },
  path: (file, hash) => stage?.path(hash) ?? join(folder, file),
})

/**
 * Turn a folder nobody reads into what is wanted, touching only what differs. New files are moved in, others
 * hard-linked from where they are; with `durable`, their folders are synced. After an error the folder's content is unknown.
 */
export async function syncFolder(
  folder: FolderContent,
  wanted: ReadonlyMap<string, ContentEntry>,
  source: ContentSource,
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
    const before = folder.files.get(name)
    if (before?.hash === hash) continue
    const parent = dirname(name)
    if (!createdFolders.has(parent)) {
      mkdirSync(join(folder.dir, parent), { recursive: true })
      createdFolders.add(parent)
      for (const each of foldersOf(name)) changedFolders.add(dirname(each))
    }
    changedFolders.add(parent)
    const to = join(folder.dir, name)
    if (!source.place(hash, to)) linkOrCopy(source.path(name, hash), to, before !== undefined, temporary)
    await yieldToEventLoop()
  }
  rmSync(temporary, { force: true })
  if (durable) await fsyncFolders(folder.dir, changedFolders)
  folder.files = wanted
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
