import { mkdirSync, rmdirSync, unlinkSync } from 'node:fs'
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
  place(hash: string, to: string): Promise<boolean>
  /** A file with the bytes of another name, to be linked. */
  path(file: string, hash: string): string
}

/** What is staged, and what lies in a folder under the same names. */
export const sourceOf = (stage: ReleaseStage | null, folder: string): ContentSource => ({
  async place(hash, to) {
    if (!stage?.has(hash)) return false
    await stage.place(hash, to)
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
  const changedFolders = new Set<string>()
  for (const name of folder.files.keys()) {
    if (wanted.has(name)) continue
    unlinkSync(join(folder.dir, name))
    changedFolders.add(dirname(name))
    for (const parent of foldersOf(name)) if (!removeEmpty(join(folder.dir, parent))) break
    await yieldToEventLoop()
  }
  const createdFolders = new Set<string>(['.'])
  const changedFiles = [...wanted].filter(([name, { hash }]) => folder.files.get(name)?.hash !== hash)
  for (const [name] of changedFiles) {
    const parent = dirname(name)
    changedFolders.add(parent)
    if (createdFolders.has(parent)) continue
    mkdirSync(join(folder.dir, parent), { recursive: true })
    createdFolders.add(parent)
    for (const each of foldersOf(name)) changedFolders.add(dirname(each))
    await yieldToEventLoop()
  }
  // The first file of some bytes takes them, the others link to it.
  const alike = [...Map.groupBy(changedFiles, ([, { hash }]) => hash).values()]
  // On a busy disk a rename takes long: it must not block the event loop.
  await forEachAtOnce(alike, async (files, lane) => {
    const temporary = join(folder.dir, `.placing-${lane}`)
    for (const [name, { hash }] of files) {
      const to = join(folder.dir, name)
      if (!(await source.place(hash, to)))
        await linkOrCopy(source.path(name, hash), to, folder.files.has(name), temporary)
    }
  })
  if (durable) await forEachAtOnce([...changedFolders], (changed) => fsyncFolder(join(folder.dir, changed)))
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

/** How many system calls of one folder are under way at once. */
const lanes = 8

/** Do some work for each of some things, a few at a time; rejects with the first error, once nothing is under way any more. */
async function forEachAtOnce<T>(
  things: readonly T[],
  work: (thing: T, lane: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const runLane = async (lane: number): Promise<void> => {
    while (next < things.length) await work(things[next++]!, lane)
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => runLane(lane)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
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
