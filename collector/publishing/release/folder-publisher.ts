import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { PublishError, codeOf } from './publish-error.ts'
import { fill, persistFolder } from './sync-folder.ts'
import { releasesOf, servedRelease, swap } from './current-link.ts'
import { lock } from './folder-lock.ts'
import { type Manifest, compare, readManifest, writeManifest } from './manifest.ts'
import { type Extra, type Plan, type Progress, type Sink, plan } from './publish-plan.ts'
import { type Slot, openSlots, remove } from './release-slots.ts'
import { openStage } from './release-stage.ts'

/** What a publication did. */
export type Published = {
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
   * PublishError when a page cannot be rendered or the disk does not take it; the release before stays. One in a hurry
   * leaves pages whose calm fingerprint holds to the next that is not.
   */
  publish(
    snapshot: Snapshot,
    renderer: Renderer,
    extra?: Extra,
    progress?: Progress,
    hurried?: boolean,
  ): Promise<Published>
  /** Real folder of the current release, null before the first. Its name never comes back with other bytes. */
  current(): string | null
  /** Keep the current release as it is while something reads all of it (a hook that uploads it). Null before the first. */
  hold(): { readonly dir: string; release(): void } | null
  /** Wait for what is under way. */
  close(): Promise<void>
}

/** Find out what the next release holds, given the one before. */
type Make = (before: Manifest | null, sink: Sink) => Promise<Plan>

/** Folders are prepared for the next release this long after one, ms: a command that ends at once prepares none. */
const prepareAfter = 250

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
  { grace = 2_000, durable = true } = {},
): Promise<FolderPublisher> {
  const root = resolve(dir)
  const site = join(root, 'site')
  const releases = releasesOf(root)
  mkdirSync(releases, { recursive: true })
  const run = randomBytes(6).toString('hex')
  const slots = openSlots(releases, run, grace, durable)
  const timers = new Set<NodeJS.Timeout>()
  /** Releases being read as a whole: name to how many do. */
  const held = new Map<string, number>()
  let live: { readonly slot: Slot; manifest: Manifest } | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** See what is served now. Whatever is not what we left there was published by another process. */
  async function adopt(): Promise<void> {
    const name = servedRelease(site, releases)
    if (name === (live?.slot.name ?? null)) return
    slots.forget()
    live = null
    if (name === null) return
    const folder = join(releases, name)
    const manifest = await readManifest(`${folder}.json`, folder)
    if (!manifest) return
    const files = new Map([...manifest.files].map(([file, { hash }]) => [file, hash]))
    live = { slot: { name, dir: folder, files, retiredAt: Infinity, pins: 0 }, manifest }
  }

  async function publish(make: Make): Promise<Published> {
    const started = performance.now()
    mkdirSync(releases, { recursive: true })
    const unlock = await lock(join(releases, 'lock'))
    try {
      await adopt()
      try {
        return await release(make, started)
      } catch (error) {
        // Somebody has taken files out of the release we go on from: do it all again.
        if (codeOf(error) !== 'ENOENT' || !live) throw error
        live = null
        slots.forget()
        return await release(make, started)
      }
    } catch (cause) {
      if (cause instanceof PublishError) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new PublishError(`the release could not be written: ${why}`, { cause })
    } finally {
      unlock()
    }
  }

  async function release(make: Make, started: number): Promise<Published> {
    const before = live
    const stage = openStage(join(releases, `${run}-stage`), durable)
    try {
      const { next, rendered } = await make(before?.manifest ?? null, stage)
      await stage.settled()
      const { changed, removed } = compare(before?.manifest ?? null, next)
      if (!before || changed.length + removed.length > 0)
        await exchange(next, before, (hash) => stage.path(hash))
      else if (rendered > 0) writeManifest(`${before.slot.dir}.json`, (before.manifest = next))
      return { changed, removed, rendered, written: stage.written, took: performance.now() - started }
    } finally {
      await stage.discard()
    }
  }

  async function exchange(
    next: Manifest,
    before: typeof live,
    staged: (hash: string) => string | null,
  ): Promise<void> {
    const slot = await slots.take()
    try {
      const from = (file: string, hash: string): string =>
        staged(hash) ?? join(before?.slot.dir ?? slot.dir, file)
      await fill(slot, next.files, from, durable)
      writeManifest(`${slot.dir}.json`, next)
      swap(site, slot.dir, join(releases, `${run}-link`))
    } catch (error) {
      rmSync(join(releases, `${run}-link`), { force: true })
      slots.drop(slot)
      throw error
    }
    live = { slot, manifest: next }
    if (before) slots.retire(before.slot)
    if (durable) await persistFolder(root)
    tidy()
  }

  /** Remove, after a time of grace, all that is neither current nor in rotation; and get ready for the next release. */
  function tidy(): void {
    const mine = new Set(['lock', `${run}-stage`])
    for (const name of [...slots.names(), ...held.keys(), live?.slot.name])
      mine.add(`${name}`).add(`${name}.json`)
    const others = readdirSync(releases).filter((name) => !mine.has(name.replace(/~$/, '')))
    if (others.length > 0) {
      later(grace, async () => {
        for (const name of others) if (!isServed(name) && !held.has(name)) await remove(join(releases, name))
      })
    }
    later(prepareAfter, async () => {
      if (live) await slots.prepare(live.slot, live.manifest)
    })
  }

  function isServed(name: string): boolean {
    try {
      const served = servedRelease(site, releases)
      return name === served || name === `${served}.json`
    } catch {
      return true
    }
  }

  function later(after: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void work()
    }, after).unref()
    timers.add(timer)
  }

  await adopt()
  return {
    site,
    publish(snapshot, renderer, extra = new Map(), progress = () => {}, hurried = false) {
      const make = (before: Manifest | null, sink: Sink): Promise<Plan> =>
        plan(snapshot, renderer, before, sink, extra, progress, hurried)
      const result = queue.then(() => publish(make))
      queue = result.catch(() => {})
      return result
    },
    current: () => live?.slot.dir ?? null,
    hold() {
      const slot = live?.slot
      if (!slot) return null
      const { name } = slot
      slot.pins++
      held.set(name, (held.get(name) ?? 0) + 1)
      let over = false
      return {
        dir: slot.dir,
        release() {
          if (over) return
          over = true
          slot.pins--
          const left = held.get(name)! - 1
          if (left > 0) held.set(name, left)
          else held.delete(name)
        },
      }
    },
    async close() {
      await queue
      for (const timer of timers) clearTimeout(timer)
      await slots.settled()
    },
  }
}
