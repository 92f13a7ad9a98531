import {
  closeSync,
  copyFileSync,
  fdatasyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './publish-error.ts'

/**
 * A folder where new bytes are made durable before any release names them. Writing goes on while the next page is
 * rendered; a few files at a time, so that neither memory nor the disk's queue fills up.
 */
export type Stage = {
  /** Write bytes under their hash. Resolves when there is room for more, not when they are on the disk. */
  add(hash: string, bytes: Uint8Array): Promise<void>
  /** Path of staged bytes; null when nobody added them. */
  path(hash: string): string | null
  /** Resolves when all that was added is on the disk; rejects with the first error. */
  settled(): Promise<void>
  /** Files written. */
  readonly written: number
  /** Forget it all. */
  discard(): Promise<void>
}

const writersAtOnce = 8

/** Open an empty stage in a folder of its own. Without `durable` the bytes are left to the system's caches. */
export function openStage(dir: string, durable: boolean): Stage {
  let made = false
  let failure: { error: unknown } | null = null
  const known = new Set<string>()
  const busy = new Set<Promise<void>>()

  async function write(hash: string, bytes: Uint8Array): Promise<void> {
    const file = await open(join(dir, hash), 'wx')
    try {
      await file.writeFile(bytes)
      if (durable) await file.datasync()
    } finally {
      await file.close()
    }
  }

  return {
    async add(hash, bytes) {
      if (known.has(hash)) return
      if (!made) mkdirSync(dir, { recursive: true })
      made = true
      known.add(hash)
      const writing = write(hash, bytes)
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => busy.delete(writing))
      busy.add(writing)
      if (busy.size >= writersAtOnce) await Promise.race(busy)
      if (failure) throw failure.error
    },
    path: (hash) => (known.has(hash) ? join(dir, hash) : null),
    async settled() {
      await Promise.all(busy)
      if (failure) throw failure.error
    },
    get written() {
      return known.size
    },
    async discard() {
      await Promise.all(busy)
      if (made) rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** What file systems say that know no hard links, or have no room for one more. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL', 'EACCES'])

/**
 * Put a file in its place, by hard link where that is possible: whoever reads `to` finds the old bytes or the new ones.
 * `temporary` is a free name on the same disk.
 */
export function place(from: string, to: string, temporary: string): void {
  try {
    linkSync(from, to)
    return
  } catch (error) {
    const code = codeOf(error) ?? ''
    if (code !== 'EEXIST' && !noLinks.has(code)) throw error
  }
  rmSync(temporary, { force: true })
  linkOrCopy(from, temporary)
  renameSync(temporary, to)
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (!noLinks.has(codeOf(error) ?? '')) throw error
    copyFileSync(from, to)
    const copy = openSync(to, 'r+')
    fdatasyncSync(copy)
    closeSync(copy)
  }
}
