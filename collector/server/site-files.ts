import { hash } from 'node:crypto'
import { readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { type Encoding, encoders } from './encoding.ts'
import { mediaOf } from './media-types.ts'
import { headersOf } from './security-headers.ts'

/** One file of the site, ready to be sent. */
export type SiteFile = {
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
export type PublishedSite = {
  /** Whether anything has been published yet. */
  readonly isPublished: boolean
  /** A file by its name in the site; null when there is none. */
  find(file: string): SiteFile | null
}

type CachedFile = {
  file: SiteFile
  inode: number
  modified: number
  size: number
  folder: string | null
  cost: number
}

/** Shorter bodies grow by being compressed, or save less than the headers that say so. */
const minCompressedBytes = 256
/** How many times its size a page may take in memory, all its encodings included. */
const memoryFactor = 2

/**
 * The site at `dir`, which is a folder or the publisher's link to the current release. A link is read at every request, so
 * a new release is served at once; a file that is the same in it (the same inode) keeps what was made of it.
 *
 * @param room bytes of pages kept in memory
 */
export function openSite(dir: string, maxBytes = 32 * 1024 * 1024): PublishedSite {
  const cache = new Map<string, CachedFile>()
  let usedBytes = 0

  const releases = resolve(dirname(dir), '.releases')

  /**
   * Folder of the current release; null when it is a plain folder, whose files may change at any time. A link that leads
   * anywhere but directly below the releases is none of the publisher's: nothing behind it may be served.
   */
  function currentRelease(): string | null | 'foreign' {
    let target: string
    try {
      target = readlinkSync(dir)
    } catch {
      return null
    }
    const folder = resolve(dirname(dir), target)
    return dirname(folder) === releases ? folder : 'foreign'
  }

  function evict(file: string, entry: CachedFile): void {
    cache.delete(file)
    usedBytes -= entry.cost
  }

  function store(file: string, entry: CachedFile): void {
    cache.set(file, entry)
    usedBytes += entry.cost
    for (const [oldest, its] of cache) {
      if (usedBytes <= maxBytes || oldest === file) break
      evict(oldest, its)
    }
  }

  function load(file: string, folder: string | null): SiteFile | null {
    const path = join(folder ?? dir, file)
    const stats = statSync(path, { throwIfNoEntry: false })
    const cached = cache.get(file)
    if (cached) evict(file, cached)
    if (!stats?.isFile() || !isBelow(path, folder ?? dir)) return null
    const same =
      cached && cached.inode === stats.ino && cached.modified === stats.mtimeMs && cached.size === stats.size
    const page = same ? cached.file : siteFileOf(file, readFileSync(path), stats.mtimeMs)
    store(file, {
      file: page,
      inode: stats.ino,
      modified: stats.mtimeMs,
      size: stats.size,
      folder,
      cost: stats.size * memoryFactor + 1024,
    })
    return page
  }

  return {
    get isPublished() {
      return (
        currentRelease() !== 'foreign' && (statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false)
      )
    },
    find(file) {
      for (let attempt = 0; ; attempt++) {
        const folder = currentRelease()
        if (folder === 'foreign') return null
        const cached = cache.get(file)
        if (cached && folder !== null && cached.folder === folder) return cached.file
        try {
          return load(file, folder)
        } catch (error) {
          // The release was exchanged between two looks at it.
          if (attempt < 2 && currentRelease() !== folder) continue
          if (isMissingFile(error)) return null
          throw error
        }
      }
    },
  }
}

/** Does a file lie in a folder when every link has been followed? The publisher makes no links, nothing behind one is served. */
const isBelow = (path: string, folder: string): boolean =>
  realpathSync(path).startsWith(realpathSync(folder) + sep)

/** A name of nothing, too long or below a file is simply not there. */
const isMissingFile = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EISDIR'].includes(String(error.code))

/** Prepare a file to be sent. */
function siteFileOf(file: string, body: Uint8Array, modified: number): SiteFile {
  const encoded = new Map<Encoding, Uint8Array | Promise<Uint8Array>>([['identity', body]])
  return {
    body,
    hash: hash('sha256', body, 'base64url').slice(0, 22),
    modified,
    headers: headersOf(file, body),
    compressible: mediaOf(file).compressible && body.byteLength >= minCompressedBytes,
    encoded(encoding) {
      const existing = encoded.get(encoding)
      if (existing || encoding === 'identity') return existing ?? body
      const pending = encoders[encoding](body)
        .then((result) => {
          encoded.set(encoding, result)
          return result
        })
        .catch((error: unknown) => {
          encoded.delete(encoding)
          throw error
        })
      encoded.set(encoding, pending)
      return pending
    },
  }
}
