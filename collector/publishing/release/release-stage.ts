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
export type ReleaseStage = {
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

const maxConcurrentWrites = 8

/** Open an empty stage in a folder of its own. Without `durable` the bytes are left to the system's caches. */
export function openStage(dir: string, durable: boolean): ReleaseStage {
  let isCreated = false
  let failure: { error: unknown } | null = null
  const stagedHashes = new Set<string>()
  const pendingWrites = new Set<Promise<void>>()

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
      if (stagedHashes.has(hash)) return
      if (!isCreated) mkdirSync(dir, { recursive: true })
      isCreated = true
      stagedHashes.add(hash)
      const writing = write(hash, bytes)
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => pendingWrites.delete(writing))
      pendingWrites.add(writing)
      if (pendingWrites.size >= maxConcurrentWrites) await Promise.race(pendingWrites)
      if (failure) throw failure.error
    },
    path: (hash) => (stagedHashes.has(hash) ? join(dir, hash) : null),
    async settled() {
      await Promise.all(pendingWrites)
      if (failure) throw failure.error
    },
    get written() {
      return stagedHashes.size
    },
    async discard() {
      await Promise.all(pendingWrites)
      if (isCreated) rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** What file systems say that know no hard links, or have no room for one more. */
const linkErrorCodes = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
  'EACCES',
])

/**
 * Put a file in its place, by hard link where that is possible: whoever reads `to` finds the old bytes or the new ones.
 * `temporary` is a free name on the same disk.
 */
export function linkOrCopy(from: string, to: string, temporary: string): void {
  try {
    linkSync(from, to)
    return
  } catch (error) {
    const code = codeOf(error) ?? ''
    if (code !== 'EEXIST' && !linkErrorCodes.has(code)) throw error
  }
  rmSync(temporary, { force: true })
  linkOrCopyNew(from, temporary)
  renameSync(temporary, to)
}

function linkOrCopyNew(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (!linkErrorCodes.has(codeOf(error) ?? '')) throw error
    copyFileSync(from, to)
    const copy = openSync(to, 'r+')
    fdatasyncSync(copy)
    closeSync(copy)
  }
}
