import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { createEventLoopYield } from './yield-to-event-loop.ts'
import { PublishError } from './publish-error.ts'
import { type ManifestEntry, type Manifest, hashOf } from './manifest.ts'
import { foldersOf, safeFile } from './safe-paths.ts'

/** The operator's own files (theme, logo): file name in the site to bytes. They win over assets of the templates. */
export type OperatorFiles = ReadonlyMap<string, Uint8Array>

/** Told after every page that had to be rendered how many of all are done. */
export type ProgressListener = (done: number, total: number) => void

/** Where new bytes go while a plan is made. */
export type Sink = { add(hash: string, bytes: Uint8Array): Promise<void> }

/** The release that a snapshot asks for, and how many pages had to be rendered to know it. */
export type ReleasePlan = { readonly manifest: Manifest; readonly rendered: number }

/** Hashes of bytes that are the same object in every publication. */
const hashes = new WeakMap<Uint8Array, string>()

function hashOnce(bytes: Uint8Array): string {
  const known = hashes.get(bytes) ?? hashOf(bytes)
  hashes.set(bytes, known)
  return known
}

/**
 * Render what changed since `previous` and hand the bytes that are new to `sink`. Throws PublishError naming the path
 * that cannot be rendered or written.
 *
 * @param urgent leave pages as they are whose deferrable key holds: they wait for the next publication that is not urgent
 */
export async function planRelease(
  snapshot: Snapshot,
  renderer: Renderer,
  previous: Manifest | null,
  sink: Sink,
  extra: OperatorFiles,
  progress: ProgressListener,
  urgent = false,
): Promise<ReleasePlan> {
  const yieldToEventLoop = createEventLoopYield()
  const files = new Map<string, ManifestEntry>()
  const reusable = previous?.build === renderer.build ? previous.files : null
  let rendered = 0

  async function addFile(file: string, bytes: Uint8Array, entry: ManifestEntry): Promise<void> {
    if (previous?.files.get(file)?.hash !== entry.hash) await sink.add(entry.hash, bytes)
    files.set(file, entry)
  }

  const newFiles: string[] = []
  for (const [file, bytes] of new Map([...renderer.assets, ...extra])) {
    if (!reusable?.has(file)) newFiles.push(file)
    await addFile(safeFile(file), bytes, {
      hash: hashOnce(bytes),
      path: null,
      fingerprint: null,
      deferrableKey: null,
    })
  }
  const routes = routesOf(snapshot, renderer)
  for (let index = 0; index < routes.length; index++) {
    const { path, file, fingerprint, deferrableKey = null } = routes[index]!
    if (files.has(file))
      throw new PublishError(`${path} would be written to ${file}, which is already taken by another file`, {
        path,
      })
    const before = reusable?.get(file)
    const same =
      before?.path === path &&
      (before.fingerprint === fingerprint ||
        (urgent && deferrableKey !== null && before.deferrableKey === deferrableKey))
    if (before && same) {
      // Nearly all of them, and there may be ten thousand: its name was judged when it was new.
      files.set(file, before)
      if (index % 256 === 0) await yieldToEventLoop()
      continue
    }
    if (!before) newFiles.push(safeFile(file, path))
    const bytes = await render(path, snapshot, renderer)
    rendered++
    await addFile(file, bytes, { hash: hashOf(bytes), path, fingerprint, deferrableKey })
    progress(index + 1, routes.length)
    await yieldToEventLoop()
  }
  rejectFolderClashes(files, reusable ? newFiles : [...files.keys()])
  return { manifest: { build: renderer.build, files }, rendered }
}

function routesOf(snapshot: Snapshot, renderer: Renderer): ReturnType<Renderer['routes']> {
  try {
    return renderer.routes(snapshot)
  } catch (cause) {
    throw new PublishError(`the pages of the site could not be listed: ${messageOf(cause)}`, { cause })
  }
}

async function render(path: string, snapshot: Snapshot, renderer: Renderer): Promise<Uint8Array> {
  try {
    return await renderer.render(path, snapshot)
  } catch (cause) {
    throw new PublishError(`${path} could not be rendered: ${messageOf(cause)}`, { path, cause })
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** @param fresh files that were not in the release before: of the others it is known that they do not clash */
function rejectFolderClashes(files: ReadonlyMap<string, ManifestEntry>, newFiles: readonly string[]): void {
  const folders = newFiles.length > 0 ? new Map<string, string>() : null
  for (const file of folders ? files.keys() : [])
    for (const folder of foldersOf(file)) {
      if (folders!.has(folder)) break
      folders!.set(folder, file)
    }
  const clash = (file: string, folder: string): never => {
    const path = files.get(file)?.path ?? file
    throw new PublishError(`${path} needs the folder ${folder}, which is a file of the site`, { path })
  }
  for (const file of newFiles) {
    const folder = foldersOf(file).find((one) => files.has(one))
    if (folder !== undefined) clash(file, folder)
    const below = folders?.get(file)
    if (below !== undefined) clash(below, file)
  }
}
