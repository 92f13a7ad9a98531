import { type Stats, readSync, statSync } from 'node:fs'
import { endianness } from 'node:os'
import { sharedDescriptor } from './shared-descriptor.ts'

/** What has become of one of the files beside a database: `-wal`, its write-ahead log, or `-shm`, the index into that. */
export type LogLoss = {
  readonly suffix: '-wal' | '-shm'
  readonly why: 'was removed' | 'was replaced by another file' | 'was cut short'
}

/** Holds the log of a database and its index against those that a connection has open. */
export type LogGuard = {
  loss(): LogLoss | null
  /** To be called when the connection is closed. */
  close(): void
}

/**
 * As long as a connection is open SQLite neither removes the log nor the index, and no frame that the index counts is cut off.
 * Where somebody else does, other processes begin files of their own, and what one of them commits overwrites the other.
 *
 * @param file the database; a connection has read it, so that both files are there
 */
export function createLogGuard(file: string): LogGuard {
  const [log, index] = ([`${file}-wal`, `${file}-shm`] as const).map(find)
  if (!log || !index) return { loss: () => null, close: () => {} }
  const { descriptor, release } = sharedDescriptor(`${file}-shm`, index)

  function isCut(): boolean {
    const before = readIndex(descriptor)
    if (before === null) return false
    const size = find(`${file}-wal`)?.size ?? 0
    // The index counts a frame once it is written, and none before the log is cut: while it stays, so do they.
    return size < before.logBytes && readIndex(descriptor)?.bytes.equals(before.bytes) === true
  }

  return {
    loss() {
      for (const [suffix, opened] of [
        ['-wal', log],
        ['-shm', index],
      ] as const) {
        const now = find(file + suffix)
        if (!now) return { suffix, why: 'was removed' }
        if (now.ino !== opened.ino || now.dev !== opened.dev)
          return { suffix, why: 'was replaced by another file' }
      }
      return isCut() ? { suffix: '-wal', why: 'was cut short' } : null
    },
    close: release,
  }
}

const find = (file: string): Stats | undefined => statSync(file, { throwIfNoEntry: false })

/** Bytes of the header of the index, which is there twice, of that of the log, and of that of each frame. */
const indexHeaderBytes = 48
const logHeaderBytes = 32
const frameHeaderBytes = 24

const isLittleEndian = endianness() === 'LE'

/** How long the log must be, by its index (https://www.sqlite.org/walformat.html); null while that is being written. */
function readIndex(descriptor: number): { readonly bytes: Buffer; readonly logBytes: number } | null {
  const both = Buffer.alloc(2 * indexHeaderBytes)
  const length = readSync(descriptor, both, 0, both.length, 0)
  const bytes = both.subarray(0, indexHeaderBytes)
  if (length < both.length || !bytes.equals(both.subarray(indexHeaderBytes))) return null
  const pageSize = isLittleEndian ? bytes.readUInt16LE(14) : bytes.readUInt16BE(14)
  const frames = isLittleEndian ? bytes.readUInt32LE(16) : bytes.readUInt32BE(16)
  // A page of 64 KiB is written as 1.
  const frameBytes = frameHeaderBytes + (pageSize === 1 ? 65_536 : pageSize)
  return { bytes, logBytes: frames === 0 ? 0 : logHeaderBytes + frames * frameBytes }
}
