import { closeSync, fdatasync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A folder where new bytes are made durable before any release names them. The disk works while the next page is
 * rendered; a few files at a time, so that its queue does not fill up.
 */
export type ReleaseStage = {
  /** Write bytes under their hash. Resolves when there is room for more, not when they are on the disk. Rejects when there is none. */
  add(hash: string, bytes: Uint8Array): Promise<void>
  /** Whether bytes of this hash were added. */
  has(hash: string): boolean
  /** Put staged bytes at their place, in one step. Other files with the same bytes are linked to it. */
  place(hash: string, file: string): Promise<void>
  /** Where the bytes of a hash are now; null when nobody added them. */
  path(hash: string): string | null
  /** Resolves when all that was added is on the disk; rejects with the first error. */
  settled(): Promise<void>
  /** Files written. */
  readonly written: number
  /** Forget what was not placed. */
  discard(): Promise<void>
}

const maxConcurrentSyncs = 8

/** Open an empty stage in a folder of its own. Without `durable` the bytes are left to the system's caches. */
export function openStage(dir: string, durable: boolean): ReleaseStage {
  let isCreated = false
  let failure: { readonly error: unknown } | null = null
  const paths = new Map<string, string>()
  const pendingSyncs = new Set<Promise<void>>()

  function write(hash: string, bytes: Uint8Array): void {
    const file = join(dir, hash)
    // The system's cache takes pages at once; what takes long is the disk, which nobody waits for here.
    const descriptor = openSync(file, 'wx')
    paths.set(hash, file)
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
    if (!durable) return closeSync(descriptor)
    const sync = new Promise<void>((resolve) => {
      fdatasync(descriptor, (error) => {
        closeSync(descriptor)
        if (error) failure ??= { error }
        pendingSyncs.delete(sync)
        resolve()
      })
    })
    pendingSyncs.add(sync)
  }

  return {
    async add(hash, bytes) {
      if (paths.has(hash)) return
      if (!isCreated) mkdirSync(dir, { recursive: true })
      isCreated = true
      write(hash, bytes)
      if (pendingSyncs.size >= maxConcurrentSyncs) await Promise.race(pendingSyncs)
      if (failure) throw failure.error
    },
    has: (hash) => paths.get(hash)?.startsWith(dir) === true,
    place(hash, file) {
      const staged = paths.get(hash)!
      paths.set(hash, file)
      return rename(staged, file)
    },
    path: (hash) => paths.get(hash) ?? null,
    async settled() {
      await Promise.all(pendingSyncs)
      if (failure) throw failure.error
    },
    get written() {
      return paths.size
    },
    async discard() {
      await Promise.all(pendingSyncs)
      if (isCreated) rmSync(dir, { recursive: true, force: true })
    },
  }
}
