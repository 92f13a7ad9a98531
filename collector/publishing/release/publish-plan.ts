import type { PublicationScope, Renderer, Route } from '../../core/snapshot/renderer.ts'
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

/** The release that a snapshot asks for. */
export type ReleasePlan = {
  readonly manifest: Manifest
  /** Pages that had to be rendered to know it. */
  readonly rendered: number
  /** False when it was interrupted: some of its pages are as they were before. */
  readonly isComplete: boolean
}

/** Hashes of bytes that are the same object in every publication. */
const hashes = new WeakMap<Uint8Array, string>()

function hashOnce(bytes: Uint8Array): string {
  const known = hashes.get(bytes) ?? hashOf(bytes)
  hashes.set(bytes, known)
  return known
}

/** How a release is planned. */
export type PlanOptions = {
  readonly scope: PublicationScope
  readonly extra: OperatorFiles
  readonly progress: ProgressListener
  /** Asked between pages that can wait: whether something more urgent is to be published first. */
  readonly isInterrupted: () => boolean
}

/**
 * Render what changed since `previous` and hand the bytes that are new to `sink`. Which pages are looked at, and which of
 * them stay as they are, is said by the scope. Pages that can wait come last, so that a plan that is interrupted is a
 * release all the same: those that were not reached stay as they were, and one that was never there is still missing. After
 * an update of the templates, too, what readers must not wait for comes first, beside pages as the templates before made them.
 * Throws PublishError naming the path that cannot be rendered or written.
 */
export async function planRelease(
  snapshot: Snapshot,
  renderer: Renderer,
  previous: Manifest | null,
  sink: Sink,
  { scope: wanted, extra, progress, isInterrupted }: PlanOptions,
): Promise<ReleasePlan> {
  const yieldToEventLoop = createEventLoopYield()
  const isSameBuild = previous?.build === renderer.build
  const reusable = previous && (isSameBuild ? previous : markOutdated(previous))
  // Pages of the present are not a site: where there is nothing to go on from, all are made.
  const scope = wanted === 'present' && !isSameBuild ? 'whole' : wanted
  const onlyPresent = scope === 'present' && reusable !== null
  const files = new Map<string, ManifestEntry>(onlyPresent ? reusable.files : [])
  const newFiles: string[] = []
  let rendered = 0

  async function addFile(file: string, bytes: Uint8Array, entry: ManifestEntry): Promise<void> {
    if (!reusable?.files.has(file)) newFiles.push(safeFile(file, entry.path ?? file))
    if (previous?.files.get(file)?.hash !== entry.hash) await sink.add(entry.hash, bytes)
    files.set(file, entry)
  }

  async function renderRoute({ path, file, fingerprint, deferrableKey, hourlyKey }: Route): Promise<void> {
    const bytes = await render(path, snapshot, renderer)
    rendered++
    await addFile(file, bytes, {
      hash: hashOf(bytes),
      path,
      fingerprint,
      deferrableKey: deferrableKey ?? null,
      hourlyKey: hourlyKey ?? null,
    })
    progress(rendered, routes.length)
    await yieldToEventLoop()
  }

  for (const [file, bytes] of new Map([...renderer.assets, ...extra]))
    await addFile(file, bytes, assetEntry(hashOnce(bytes)))
  const assets = new Set([...renderer.assets.keys(), ...extra.keys()])
  const routes = routesOf(snapshot, renderer, scope)
  const placed = new Set<string>()
  const deferred: Route[] = []
  let isPartial = onlyPresent && reusable.isPartial
  for (let index = 0; index < routes.length; index++) {
    const route = routes[index]!
    const { path, file } = route
    if (placed.has(file) || assets.has(file))
      throw new PublishError(`${path} would be written to ${file}, which is already taken by another file`, {
        path,
      })
    placed.add(file)
    if (index % 256 === 0) await yieldToEventLoop()
    const before = reusable?.files.get(file)
    const known = before?.path === path ? before : null
    // Nearly all of them, and there may be ten thousand: its name was judged when it was new.
    const kept = known && keptEntry(route, known, scope)
    if (known) files.set(file, kept ?? known)
    if (kept) continue
    if (scope === 'news' && isLeftForLater(route, known, previous)) isPartial = true
    else if (scope !== 'news' && canWait(route, known)) deferred.push(route)
    else await renderRoute(route)
  }
  let isComplete = true
  for (const route of deferred) {
    if (rendered > 0 && isInterrupted()) {
      isComplete = false
      if (isUnfinished(files.get(route.file))) isPartial = true
      continue
    }
    await renderRoute(route)
  }
  if (isPartial && reusable) keepAssetsOfOutdatedPages(files, reusable)
  rejectFolderClashes(files, reusable ? newFiles : [...files.keys()])
  return {
    manifest: { build: renderer.build, isPartial, files },
    rendered,
    isComplete: isComplete && !isPartial,
  }
}

const assetEntry = (hash: string): ManifestEntry => ({
  hash,
  path: null,
  fingerprint: null,
  deferrableKey: null,
  hourlyKey: null,
})

/** The entry of a page that stays as it is, else null. Keys are computed when they are asked for, the cheaper ones first. */
function keptEntry(route: Route, before: ManifestEntry, scope: PublicationScope): ManifestEntry | null {
  const agrees = (key: 'deferrableKey' | 'hourlyKey'): boolean =>
    before[key] !== null && before[key] === route[key]
  if (scope === 'news' && agrees('deferrableKey')) return before
  if (scope === 'minute' && agrees('hourlyKey')) return before
  if (before.fingerprint !== route.fingerprint) return null
  if (scope === 'news' || before.hourlyKey === null || agrees('hourlyKey')) return before
  return { ...before, hourlyKey: route.hourlyKey ?? null }
}

/** Whether readers can wait for what changed on a page. */
const canWait = ({ deferrableKey }: Route, before: ManifestEntry | null): boolean =>
  deferrableKey !== undefined &&
  (before === null || isOutdated(before) || before.deferrableKey === deferrableKey)

/** Whether an urgent publication leaves a page to one that is on its way through all of them: the first, or that of new templates. */
const isLeftForLater = (
  { deferrableKey }: Route,
  before: ManifestEntry | null,
  previous: Manifest | null,
): boolean =>
  deferrableKey !== undefined && (before === null ? (previous?.isPartial ?? true) : isOutdated(before))

/** Other templates have rendered all pages: they are shown as they are until each of them is made again. */
const markOutdated = ({ build, files }: Manifest): Manifest => ({
  build,
  isPartial: true,
  files: new Map(
    [...files].map(([file, { hash, path }]) => [
      file,
      { hash, path, fingerprint: null, deferrableKey: null, hourlyKey: null },
    ]),
  ),
})

const isOutdated = ({ path, fingerprint }: ManifestEntry): boolean => path !== null && fingerprint === null

const isUnfinished = (entry: ManifestEntry | undefined): boolean => entry === undefined || isOutdated(entry)

/** Pages of other templates ask for styles and pictures that came with them. */
function keepAssetsOfOutdatedPages(files: Map<string, ManifestEntry>, reusable: Manifest): void {
  if (![...files.values()].some(isOutdated)) return
  for (const [file, entry] of reusable.files)
    if (entry.path === null && !files.has(file)) files.set(file, entry)
}

function routesOf(
  snapshot: Snapshot,
  renderer: Renderer,
  scope: PublicationScope,
): ReturnType<Renderer['routes']> {
  try {
    return renderer.routes(snapshot, scope)
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
