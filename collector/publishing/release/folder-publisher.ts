import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Clock, Timer } from '../../core/time/clock.ts'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { PublishError, codeOf } from './publish-error.ts'
import { syncFolder, fsyncFolder } from './sync-folder.ts'
import { releasesFolder, servedRelease, switchCurrentLink } from './current-link.ts'
import { acquireLock } from './folder-lock.ts'
import { type Manifest, compareManifests, readManifest, writeManifest } from './manifest.ts'
import {
  type OperatorFiles,
  type ReleasePlan,
  type ProgressListener,
  type Sink,
  planRelease,
} from './publish-plan.ts'
import { type ReleaseSlot, openSlots, removeRelease } from './release-slots.ts'
import { openStage } from './release-stage.ts'

/** What a publication did. */
export type PublishResult = {
  /** Files whose bytes are new, in the order of the routes. */
  readonly changed: readonly string[]
  /** Files that are gone. */
  readonly removed: readonly string[]
  /** Pages that had to be rendered. */
  readonly rendered: number
  /** Files that had to be written; the others are hard links to the bytes of the release before. */
  readonly written: number
  /** Milliseconds from the call to the release being served. */
  readonly took: number
}

/** Publishes snapshots into a folder that any static host can serve. */
export type FolderPublisher = {
  /** Folder to be served: a link to the current release. */
  readonly site: string
  /**
   * Make a snapshot public, all of it or nothing, with the operator's own files. Calls wait for one another. Throws
   * PublishError when a page cannot be rendered or the disk does not take it; the release before stays. An urgent one
   * leaves pages whose deferrable key holds to the next that is not.
   */
  publish(
    snapshot: Snapshot,
    renderer: Renderer,
    extra?: OperatorFiles,
    progress?: ProgressListener,
    urgent?: boolean,
  ): Promise<PublishResult>
  /** Real folder of the current release, null before the first. Its name never comes back with other bytes. */
  current(): string | null
  /** Keep the current release as it is while something reads all of it (a hook that uploads it). Null before the first. */
  hold(): { readonly dir: string; release(): void } | null
  /** Wait for what is under way. */
  close(): Promise<void>
}

/** Find out what the next release holds, given the one before. */
type PlanRelease = (before: Manifest | null, sink: Sink) => Promise<ReleasePlan>

/** Folders are prepared for the next release this long after one, ms: a command that ends at once prepares none. */
const prepareDelay = 250

/**
 * Open the publisher of a data folder: releases lie in `DIR/.releases`, `DIR/site` is a link to the current one.
 *
 * Durability: new bytes are synced before a release names them, then the folders that name them, then the link; so after
 * a power loss the link leads to a whole release, the last or the one before. A crash leaves at most folders nobody is
 * led to, which the next publication removes. At the start the current release is compared with its manifest, byte for
 * byte; if anything differs, everything is rendered anew. While running, the folder is trusted.
 *
 * Two processes on one folder: each publication holds a lock; one that finds another's release goes on from there and
 * forgets its own folders, whose names are unique to the process.
 *
 * @param grace ms for which a release that is no longer current keeps its content, for readers still in it
 * @param durable whether to wait for the disk; only a folder that nobody needs after a power loss can do without
 * @throws PublishError when `DIR/site` is not Vigie's
 */
export async function openFolder(
  dir: string,
  {
    clock,
    grace = 2_000,
    durable = true,
  }: { readonly clock: Clock; readonly grace?: number; readonly durable?: boolean },
): Promise<FolderPublisher> {
  const root = resolve(dir)
  const site = join(root, 'site')
  const releases = releasesFolder(root)
  mkdirSync(releases, { recursive: true })
  const runId = randomBytes(6).toString('hex')
  const slots = openSlots(releases, runId, { clock, grace, durable })
  const timers = new Set<Timer>()
  /** Releases being read as a whole: name to how many do. */
  const heldReleases = new Map<string, number>()
  let served: { readonly slot: ReleaseSlot; manifest: Manifest } | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** See what is served now. Whatever is not what we left there was published by another process. */
  async function refreshServedRelease(): Promise<void> {
    const name = servedRelease(site, releases)
    if (name === (served?.slot.name ?? null)) return
    slots.clear()
    served = null
    if (name === null) return
    const folder = join(releases, name)
    const manifest = await readManifest(`${folder}.json`, folder)
    if (!manifest) return
    const files = new Map([...manifest.files].map(([file, { hash }]) => [file, hash]))
    served = { slot: { name, dir: folder, files, retiredAt: Infinity, pins: 0 }, manifest }
  }

  async function publish(make: PlanRelease): Promise<PublishResult> {
    const started = clock.monotonic()
    mkdirSync(releases, { recursive: true })
    const unlock = await acquireLock(join(releases, 'lock'), clock)
    try {
      await refreshServedRelease()
      try {
        return await makeRelease(make, started)
      } catch (error) {
        // Somebody has taken files out of the release we go on from: do it all again.
        if (codeOf(error) !== 'ENOENT' || !served) throw error
        served = null
        slots.clear()
        return await makeRelease(make, started)
      }
    } catch (cause) {
      if (cause instanceof PublishError) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new PublishError(`the release could not be written: ${why}`, { cause })
    } finally {
      unlock()
    }
  }

  async function makeRelease(make: PlanRelease, started: number): Promise<PublishResult> {
    const before = served
    const stage = openStage(join(releases, `${runId}-stage`), durable)
    try {
      const { manifest, rendered } = await make(before?.manifest ?? null, stage)
      await stage.settled()
      const { changed, removed } = compareManifests(before?.manifest ?? null, manifest)
      if (!before || changed.length + removed.length > 0)
        await switchRelease(manifest, before, (hash) => stage.path(hash))
      else if (rendered > 0) writeManifest(`${before.slot.dir}.json`, (before.manifest = manifest))
      return { changed, removed, rendered, written: stage.written, took: clock.monotonic() - started }
    } finally {
      await stage.discard()
    }
  }

  async function switchRelease(
    next: Manifest,
    before: typeof served,
    staged: (hash: string) => string | null,
  ): Promise<void> {
    const slot = await slots.acquire()
    try {
      const from = (file: string, hash: string): string =>
        staged(hash) ?? join(before?.slot.dir ?? slot.dir, file)
      await syncFolder(slot, next.files, from, durable)
      writeManifest(`${slot.dir}.json`, next)
      switchCurrentLink(site, slot.dir, join(releases, `${runId}-link`))
    } catch (error) {
      rmSync(join(releases, `${runId}-link`), { force: true })
      slots.discard(slot)
      throw error
    }
    served = { slot, manifest: next }
    if (before) slots.retire(before.slot)
    if (durable) await fsyncFolder(root)
    removeUnused()
  }

  /** Remove, after a time of grace, all that is neither current nor in rotation; and get ready for the next release. */
  function removeUnused(): void {
    const ownNames = new Set(['lock', `${runId}-stage`])
    for (const name of [...slots.names(), ...heldReleases.keys(), served?.slot.name])
      ownNames.add(`${name}`).add(`${name}.json`)
    const others = readdirSync(releases).filter((name) => !ownNames.has(name.replace(/~$/, '')))
    if (others.length > 0) {
      schedule(grace, async () => {
        for (const name of others)
          if (!isServed(name) && !heldReleases.has(name)) await removeRelease(join(releases, name))
      })
    }
    schedule(prepareDelay, async () => {
      if (served) await slots.prepare(served.slot, served.manifest)
    })
  }

  function isServed(name: string): boolean {
    try {
      const servedName = servedRelease(site, releases)
      return name === servedName || name === `${servedName}.json`
    } catch {
      return true
    }
  }

  function schedule(after: number, work: () => Promise<void>): void {
    const timer = clock.after(after, () => {
      timers.delete(timer)
      void work()
    })
    timers.add(timer)
  }

  await refreshServedRelease()
  return {
    site,
    publish(snapshot, renderer, extra = new Map(), progress = () => {}, urgent = false) {
      const make = (before: Manifest | null, sink: Sink): Promise<ReleasePlan> =>
        planRelease(snapshot, renderer, before, sink, extra, progress, urgent)
      const result = queue.then(() => publish(make))
      queue = result.catch(() => {})
      return result
    },
    current: () => served?.slot.dir ?? null,
    hold() {
      const slot = served?.slot
      if (!slot) return null
      const { name } = slot
      slot.pins++
      heldReleases.set(name, (heldReleases.get(name) ?? 0) + 1)
      let isReleased = false
      return {
        dir: slot.dir,
        release() {
          if (isReleased) return
          isReleased = true
          slot.pins--
          const left = heldReleases.get(name)! - 1
          if (left > 0) heldReleases.set(name, left)
          else heldReleases.delete(name)
        },
      }
    },
    async close() {
      await queue
      for (const timer of timers) timer.cancel()
      await slots.settled()
    },
  }
}
