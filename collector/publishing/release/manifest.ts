import { hash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEventLoopYield } from './yield-to-event-loop.ts'

/** What is known of one file of a release. */
export type ManifestEntry = {
  /** Hash of its bytes. */
  readonly hash: string
  /** Route it was rendered from; null for assets and the operator's own files. */
  readonly path: string | null
  /** Fingerprint of that route when it was rendered. */
  readonly fingerprint: string | null
  /** Its deferrable key then; null where every change is urgent. */
  readonly deferrableKey: string | null
}

/** What a release holds. It lies beside the release, not in it, so that a restart renders nothing again. */
export type Manifest = {
  /** Fingerprint of the templates that rendered it. */
  readonly build: string
  readonly files: ReadonlyMap<string, ManifestEntry>
}

/** The hash by which files are compared: 128 bits of SHA-256. */
export const hashOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url').slice(0, 22)

/** Write a manifest; a reader finds the old one or the new one. */
export function writeManifest(file: string, manifest: Manifest): void {
  const files = [...manifest.files].map(([name, { hash: sum, path, fingerprint, deferrableKey }]) => [
    name,
    sum,
    path,
    fingerprint,
    deferrableKey,
  ])
  writeFileSync(`${file}~`, JSON.stringify({ version: 2, build: manifest.build, files }))
  renameSync(`${file}~`, file)
}

/**
 * The manifest in `file` if it tells the truth about the release in `dir`: every file is there with the very bytes.
 * Null otherwise, whatever the reason: everything is then rendered anew.
 */
export async function readManifest(file: string, dir: string): Promise<Manifest | null> {
  const yieldToEventLoop = createEventLoopYield()
  try {
    const { version, build, files } = JSON.parse(readFileSync(file, 'utf8')) as {
      version: unknown
      build: string
      files: [string, string, string | null, string | null, string | null][]
    }
    if (version !== 2 || typeof build !== 'string') return null
    const entries = new Map<string, ManifestEntry>()
    for (const [name, sum, path, fingerprint, deferrableKey] of files) {
      if (hashOf(readFileSync(join(dir, name))) !== sum) return null
      entries.set(name, { hash: sum, path, fingerprint, deferrableKey })
      await yieldToEventLoop()
    }
    return { build, files: entries }
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
