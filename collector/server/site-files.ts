import { hash } from 'node:crypto'
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Encoding, encoders } from './encoding.ts'
import { mediaOf } from './media.ts'
import { headersOf } from './policy.ts'

/** One file of the site, ready to be sent. */
export type Page = {
  readonly body: Uint8Array
  /** Hash of the bytes. */
  readonly hash: string
  /** When the bytes were written, ms since the epoch. */
  readonly modified: number
  readonly headers: Readonly<Record<string, string>>
  /** Whether compressing it pays. */
  readonly compressible: boolean
  /** The body as it travels; compressed once, however many ask. */
  encoded(encoding: Encoding): Uint8Array | Promise<Uint8Array>
}

/** The published site, from memory where it can be. */
export type Site = {
  /** Whether anything has been published yet. */
  readonly published: boolean
  /** A file by its name in the site; null when there is none. */
  page(file: string): Page | null
}

type Kept = { page: Page; inode: number; modified: number; size: number; folder: string | null; cost: number }

/** Shorter bodies grow by being compressed, or save less than the headers that say so. */
const smallest = 256
/** How many times its size a page may take in memory, all its encodings included. */
const overhead = 2

/**
 * The site at `dir`, which is a folder or the publisher's link to the current release. A link is read at every request, so
 * a new release is served at once; a file that is the same in it (the same inode) keeps what was made of it.
 *
 * @param room bytes of pages kept in memory
 */
export function openSite(dir: string, room = 32 * 1024 * 1024): Site {
  const kept = new Map<string, Kept>()
  let used = 0

  /** Folder of the current release: null when it is a plain folder, whose files may change at any time. */
  function release(): string | null {
    try {
      return resolve(dirname(dir), readlinkSync(dir))
    } catch {
      return null
    }
  }

  function forget(file: string, entry: Kept): void {
    kept.delete(file)
    used -= entry.cost
  }

  function keep(file: string, entry: Kept): void {
    kept.set(file, entry)
    used += entry.cost
    for (const [oldest, its] of kept) {
      if (used <= room || oldest === file) break
      forget(oldest, its)
    }
  }

  function load(file: string, folder: string | null): Page | null {
    const path = join(folder ?? dir, file)
    const found = statSync(path, { throwIfNoEntry: false })
    const known = kept.get(file)
    if (known) forget(file, known)
    if (!found?.isFile()) return null
    const same =
      known && known.inode === found.ino && known.modified === found.mtimeMs && known.size === found.size
    const page = same ? known.page : pageOf(file, readFileSync(path), found.mtimeMs)
    keep(file, {
      page,
      inode: found.ino,
      modified: found.mtimeMs,
      size: found.size,
      folder,
      cost: found.size * overhead + 1024,
    })
    return page
  }

  return {
    get published() {
      return statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false
    },
    page(file) {
      for (let attempt = 0; ; attempt++) {
        const folder = release()
        const known = kept.get(file)
        if (known && folder !== null && known.folder === folder) return known.page
        try {
          return load(file, folder)
        } catch (error) {
          if (isNowhere(error)) return null
          // The release was exchanged between two looks at it.
          if (attempt >= 2 || release() === folder) throw error
        }
      }
    },
  }
}

/** A name too long or below a file is simply not there. */
const isNowhere = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOTDIR', 'ENAMETOOLONG', 'EISDIR'].includes(String(error.code))

/** Prepare a file to be sent. */
export function pageOf(file: string, body: Uint8Array, modified: number): Page {
  const encoded = new Map<Encoding, Uint8Array | Promise<Uint8Array>>([['identity', body]])
  return {
    body,
    hash: hash('sha256', body, 'base64url').slice(0, 22),
    modified,
    headers: headersOf(file, body),
    compressible: mediaOf(file).text && body.byteLength >= smallest,
    encoded(encoding) {
      const known = encoded.get(encoding)
      if (known || encoding === 'identity') return known ?? body
      const making = encoders[encoding](body)
        .then((result) => {
          encoded.set(encoding, result)
          return result
        })
        .catch((error: unknown) => {
          encoded.delete(encoding)
          throw error
        })
      encoded.set(encoding, making)
      return making
    },
  }
}
