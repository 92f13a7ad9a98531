import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createEventLoopYield } from './yield-to-event-loop.ts'

/** What is known of one file of a release. */
export type ManifestEntry = {
  /** Hash of its bytes. */
  readonly hash: string
  /** Route it was rendered from; null for assets and the operator's own files. */
  readonly path: string | null
  /** Fingerprint of that route when it was rendered; null for assets, and for a page that other templates rendered. */
  readonly fingerprint: string | null
  /** Its deferrable key then; null where every change is urgent. */
  readonly deferrableKey: string | null
  /** Its hourly key then; null where every change is shown at the next minute. */
  readonly hourlyKey: string | null
}

/** What a release holds. It lies beside the release, not in it, so that a restart renders nothing again. */
export type Manifest = {
  /** Fingerprint of the templates that rendered it. */
  readonly build: string
  /** A first publication, or that of new templates, has not come through all pages yet: some are missing or outdated. */
  readonly isPartial: boolean
  readonly files: ReadonlyMap<string, ManifestEntry>
}

/** Name, hash, path, fingerprint, deferrable key, hourly key. */
type ManifestLine = [string, string, string | null, string | null, string | null, string | null]

/** The hash by which files are compared: 128 bits of SHA-256. */
export const hashOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url').slice(0, 22)

const formatVersion = 3

/** The line of each entry: most entries are those of the manifest before. */
const lines = new WeakMap<ManifestEntry, string>()

function lineOf(name: string, entry: ManifestEntry): string {
  let line = lines.get(entry)
  if (line === undefined) {
    const { hash: sum, path, fingerprint, deferrableKey, hourlyKey } = entry
    line = JSON.stringify([name, sum, path, fingerprint, deferrableKey, hourlyKey])
    // An asset may be the same entry under two names.
    if (path !== null) lines.set(entry, line)
  }
  return line
}

/** Write a manifest, a line for each file; a reader finds the old one or the new one. */
export async function writeManifest(file: string, { build, isPartial, files }: Manifest): Promise<void> {
  const head = JSON.stringify({ version: formatVersion, build, isPartial })
  const text = [head, ...Array.from(files, ([name, entry]) => lineOf(name, entry))].join('\n')
  await writeFile(`${file}~`, text)
  await rename(`${file}~`, file)
}

/**
 * The manifest in `file` if it tells the truth about the release in `dir`: every file is there with the very bytes.
 * Null otherwise, whatever the reason: everything is then rendered again.
 */
export async function readManifest(file: string, dir: string): Promise<Manifest | null> {
  const yieldToEventLoop = createEventLoopYield()
  try {
    const [head, ...rest] = readFileSync(file, 'utf8').split('\n')
    const { version, build, isPartial } = JSON.parse(head!) as {
      version: unknown
      build: string
      isPartial: boolean
    }
    if (version !== formatVersion || typeof build !== 'string') return null
    const entries = new Map<string, ManifestEntry>()
    for (const line of rest) {
      const [name, sum, path, fingerprint, deferrableKey, hourlyKey] = JSON.parse(line) as ManifestLine
      if (hashOf(readFileSync(join(dir, name))) !== sum) return null
      entries.set(name, { hash: sum, path, fingerprint, deferrableKey, hourlyKey })
      await yieldToEventLoop()
    }
    return { build, isPartial, files: entries }
  } catch {
    return null
  }
}

/** Files that differ between two releases, in the order of the second. */
export function compareManifests(
  before: Manifest | null,
  next: Manifest,
): { changed: string[]; removed: string[] } {
  const changed: string[] = []
  const removed: string[] = []
  for (const [file, entry] of next.files) if (before?.files.get(file)?.hash !== entry.hash) changed.push(file)
  for (const file of before?.files.keys() ?? []) if (!next.files.has(file)) removed.push(file)
  return { changed, removed }
}
