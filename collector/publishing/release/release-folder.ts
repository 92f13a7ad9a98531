import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Timer } from '../../core/time/clock.ts'
import { releasesFolder, servedRelease, switchCurrentLink } from './current-link.ts'
import { acquireLock } from './folder-lock.ts'
import { type Manifest, compareManifests, readManifest, writeManifest } from './manifest.ts'
import { PublishError, codeOf } from './publish-error.ts'
import type { ReleasePlan, Sink } from './publish-plan.ts'
import { type ReleaseSlot, type ReleaseSlots, openSlots, removeRelease } from './release-slots.ts'
import { type ReleaseStage, openStage } from './release-stage.ts'
import { fsyncFolder, sourceOf, syncFolder } from './sync-folder.ts'

/** What a publication did. */
export type PublishResult = {
  /** Files whose bytes are new, in the order of the routes. */
  readonly changed: readonly string[]
  /** Files that are gone. */
  readonly removed: readonly string[]
  /** Pages that had to be rendered. */
  readonly rendered: number
  /** False when something more urgent interrupted it: pages that can wait are as they were, or still missing. */
  readonly isComplete: boolean
  /** Files that had to be written; the others are hard links to the bytes of the release before. */
  readonly written: number
  /** Milliseconds from the call to the release being served. */
  readonly took: number
}

/** Find out what the next release holds, given the one before. */
type PlanRelease = (before: Manifest | null, sink: Sink) => Promise<ReleasePlan>

/** Folders are prepared for the next release this long after one, ms: a command that ends at once prepares none. */
const prepareDelay = 250

type ServedRelease = { readonly slot: ReleaseSlot; manifest: Manifest }

/** A release that is kept as it is until released. */
export type HeldRelease = { readonly dir: string; release(): void }

/** The releases of one folder: which is served, how the next one takes its place, and what is tidied up behind it. */
export class ReleaseFolder {
  readonly #root: string
  readonly #site: string
  readonly #releases: string
  readonly #runId: string
  readonly #clock: Clock
  readonly #grace: number
  readonly #durable: boolean
  readonly #slots: ReleaseSlots
  readonly #timers = new Set<Timer>()
  /** Releases being read as a whole: name to how many do. */
  readonly #heldReleases = new Map<string, number>()
  #served: ServedRelease | null = null

  /** @param runId unique to this process: the names of its releases begin with it */
  constructor(
    root: string,
    runId: string,
    { clock, grace, durable }: { readonly clock: Clock; readonly grace: number; readonly durable: boolean },
  ) {
    this.#root = root
    this.#site = join(root, 'site')
    this.#releases = releasesFolder(root)
    this.#runId = runId
    this.#clock = clock
    this.#grace = grace
    this.#durable = durable
    this.#slots = openSlots(this.#releases, runId, { clock, grace, durable })
  }

  /** See what is served now. Whatever is not what we left there was published by another process. */
  async refresh(): Promise<void> {
    const name = servedRelease(this.#site, this.#releases)
    if (name === (this.#served?.slot.name ?? null)) return
    this.#slots.clear()
    this.#served = null
    if (name === null) return
    const folder = join(this.#releases, name)
    const manifest = await readManifest(`${folder}.json`, folder)
    if (!manifest) return
    this.#served = {
      slot: { name, dir: folder, files: manifest.files, retiredAt: Infinity, pins: 0 },
      manifest,
    }
  }

  /** Make a release of what `make` plans. Throws PublishError; the release before stays. */
  async publish(make: PlanRelease): Promise<PublishResult> {
    const started = this.#clock.monotonic()
    mkdirSync(this.#releases, { recursive: true })
    const unlock = await acquireLock(join(this.#releases, 'lock'), this.#clock)
    try {
      await this.refresh()
      try {
        return await this.#makeRelease(make, started)
      } catch (error) {
        // Somebody has taken files out of the release we go on from: do it all again.
        if (codeOf(error) !== 'ENOENT' || !this.#served) throw error
        this.#served = null
        this.#slots.clear()
        return await this.#makeRelease(make, started)
      }
    } catch (cause) {
      if (cause instanceof PublishError) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new PublishError(`the release could not be written: ${why}`, { cause })
    } finally {
      unlock()
    }
  }

  async #makeRelease(make: PlanRelease, started: number): Promise<PublishResult> {
    const before = this.#served
    const stage = openStage(join(this.#releases, `${this.#runId}-stage`), this.#durable)
    try {
      const { manifest, rendered, isComplete } = await make(before?.manifest ?? null, stage)
      await stage.settled()
      const { changed, removed } = compareManifests(before?.manifest ?? null, manifest)
      if (!before || changed.length + removed.length > 0) await this.#switchRelease(manifest, before, stage)
      else if (rendered > 0) await writeManifest(`${before.slot.dir}.json`, (before.manifest = manifest))
      return {
        changed,
        removed,
        rendered,
        isComplete,
        written: stage.written,
        took: this.#clock.monotonic() - started,
      }
    } finally {
      await stage.discard()
    }
  }

  async #switchRelease(next: Manifest, before: ServedRelease | null, stage: ReleaseStage): Promise<void> {
    const slot = await this.#slots.acquire()
    try {
      const folder = before?.slot.dir ?? slot.dir
      await syncFolder(slot, next.files, sourceOf(stage, folder), this.#durable)
      await writeManifest(`${slot.dir}.json`, next)
      switchCurrentLink(this.#site, slot.dir, join(this.#releases, `${this.#runId}-link`))
    } catch (error) {
      rmSync(join(this.#releases, `${this.#runId}-link`), { force: true })
      this.#slots.discard(slot)
      throw error
    }
    this.#served = { slot, manifest: next }
    if (before) this.#slots.retire(before.slot)
    if (this.#durable) await fsyncFolder(this.#root)
    this.#removeUnused()
  }

  /** Remove, after a time of grace, all that is neither current nor in rotation; and get ready for the next release. */
  #removeUnused(): void {
    const ownNames = new Set(['lock', `${this.#runId}-stage`])
    for (const name of [...this.#slots.names(), ...this.#heldReleases.keys(), this.#served?.slot.name])
      ownNames.add(`${name}`).add(`${name}.json`)
    const others = readdirSync(this.#releases).filter((name) => !ownNames.has(name.replace(/~$/, '')))
    if (others.length > 0) {
      this.#schedule(this.#grace, async () => {
        for (const name of others)
          if (!this.#isServed(name) && !this.#heldReleases.has(name))
            await removeRelease(join(this.#releases, name))
      })
    }
    this.#schedule(prepareDelay, async () => {
      if (this.#served) await this.#slots.prepare(this.#served.slot, this.#served.manifest)
    })
  }

  #isServed(name: string): boolean {
    try {
      const servedName = servedRelease(this.#site, this.#releases)
      return name === servedName || name === `${servedName}.json`
    } catch {
      return true
    }
  }

  #schedule(after: number, work: () => Promise<void>): void {
    const timer = this.#clock.after(after, () => {
      this.#timers.delete(timer)
      void work()
    })
    this.#timers.add(timer)
  }

  /** Real folder of the served release, null before the first. */
  current(): string | null {
    return this.#served?.slot.dir ?? null
  }

  /** Keep the served release as it is while something reads all of it. Null before the first. */
  hold(): HeldRelease | null {
    const slot = this.#served?.slot
    if (!slot) return null
    const held = this.#heldReleases
    const { name } = slot
    slot.pins++
    held.set(name, (held.get(name) ?? 0) + 1)
    let isReleased = false
    return {
      dir: slot.dir,
      release() {
        if (isReleased) return
        isReleased = true
        slot.pins--
        const left = held.get(name)! - 1
        if (left > 0) held.set(name, left)
        else held.delete(name)
      },
    }
  }

  /** Begin nothing more in the background, and wait for what is under way there. */
  async close(): Promise<void> {
    for (const timer of this.#timers) timer.cancel()
    await this.#slots.settled()
  }
}
