import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, sleep } from '../../core/time/clock.ts'
import { type FolderContent, sourceOf, syncFolder } from './sync-folder.ts'
import { codeOf } from './publish-error.ts'
import type { Manifest } from './manifest.ts'

/** A release folder, served or not. */
export type ReleaseSlot = FolderContent & {
  /** Name of its folder; a new one each time it is filled, so that a name always means the same bytes. */
  name: string
  dir: string
  /** Since when nobody is led to it, on the monotonic clock, ms; Infinity while it is served. */
  retiredAt: number
  /** How many are reading it for longer. */
  pins: number
}

/**
 * Release folders in rotation. A release of thousands of files is not made again when three of them change: the folder
 * that was left the longest ago takes the differences, once readers had `grace` ms to leave it. When releases follow
 * one another faster than that, more folders are made in the background, up to `most`, and meanwhile one is reused after
 * `floor` ms. A reader who stays longer still finds whole files, only newer ones.
 */
export type ReleaseSlots = {
  /** A folder nobody reads, under a new name, holding some earlier content or none. */
  acquire(): Promise<ReleaseSlot>
  /** Put a folder into rotation. */
  retire(slot: ReleaseSlot): void
  /** Have a folder ready for the next release, in the background. */
  prepare(live: ReleaseSlot, manifest: Manifest): Promise<void>
  /** Remove a folder and what lies beside it, in the background. */
  discard(slot: ReleaseSlot): void
  /** Forget all folders: somebody else has published. */
  clear(): void
  /** Names of all folders in rotation. */
  names(): string[]
  /** Resolves when nothing happens in the background any more. */
  settled(): Promise<void>
}

const minReuseAge = 250
const maxSlots = 8
const usualSlots = 3
/** Folders that a burst has left behind go after this long without use, ms. */
const unusedTimeout = 600_000

/** Rotation of the folders in `releases` whose names begin with `run`; `grace` in ms. */
export function openSlots(
  releases: string,
  run: string,
  { clock, grace, durable }: { readonly clock: Clock; readonly grace: number; readonly durable: boolean },
): ReleaseSlots {
  let counter = 0
  let slots: ReleaseSlot[] = []
  let preparing: Promise<void> | null = null
  let beingPrepared: string | null = null
  const removals = new Set<Promise<void>>()

  const age = (slot: ReleaseSlot): number => clock.monotonic() - slot.retiredAt
  const idle = (): ReleaseSlot[] =>
    slots.filter((slot) => slot.pins === 0).toSorted((a, b) => a.retiredAt - b.retiredAt)
  const free = (): ReleaseSlot | undefined => idle().find((slot) => age(slot) >= grace)
  const newName = (): string => `${run}-${++counter}`

  /** Take a folder out of rotation and give it a new name; null when it is not there any more. */
  function reuse(slot: ReleaseSlot): ReleaseSlot | null {
    slots = slots.filter((each) => each !== slot)
    const name = newName()
    const dir = join(releases, name)
    const refusal = renameRelease(slot.dir, dir)
    if (refusal === null) return { ...slot, name, dir, retiredAt: Infinity }
    if (refusal !== 'ENOENT') discard(slot)
    return null
  }

  function discard(slot: ReleaseSlot): void {
    slots = slots.filter((each) => each !== slot)
    const removal = removeRelease(slot.dir).finally(() => removals.delete(removal))
    removals.add(removal)
  }

  async function acquire(): Promise<ReleaseSlot> {
    // In a burst, a folder left a moment ago beats making readers of the news wait for a new one.
    const recentlyRetired = (): ReleaseSlot | undefined => {
      const oldest = idle()[0]
      return slots.length >= usualSlots && oldest && age(oldest) >= minReuseAge ? oldest : undefined
    }
    if (!free() && !recentlyRetired() && preparing) await preparing
    let candidate = free() ?? recentlyRetired()
    const oldest = idle()[0]
    if (!candidate && oldest && slots.length >= maxSlots) {
      await sleep(clock, minReuseAge - age(oldest))
      candidate = oldest
    }
    return (candidate && reuse(candidate)) ?? createSlot(releases, newName())
  }

  async function prepare(live: ReleaseSlot, manifest: Manifest): Promise<void> {
    const spare = createSlot(releases, newName())
    beingPrepared = spare.name
    live.pins++
    const filled = await fillSlot(spare, live, manifest, durable)
    live.pins--
    beingPrepared = null
    if (!filled) return discard(spare)
    spare.retiredAt = -Infinity
    slots.push(spare)
  }

  return {
    acquire,
    discard,
    retire(slot) {
      slot.retiredAt = clock.monotonic()
      slots.push(slot)
      const unused = idle().find((each) => age(each) > unusedTimeout && Number.isFinite(each.retiredAt))
      if (slots.length >= usualSlots && unused) discard(unused)
    },
    async prepare(live, manifest) {
      if (preparing || free() || slots.length >= maxSlots) return
      preparing = prepare(live, manifest).finally(() => (preparing = null))
      await preparing
    },
    clear() {
      slots = []
    },
    names: () => [...slots.map((slot) => slot.name), ...(beingPrepared ? [beingPrepared] : [])],
    async settled() {
      await preparing
      await Promise.all(removals)
    },
  }
}

/** An empty folder of a name. */
function createSlot(releases: string, name: string): ReleaseSlot {
  const dir = join(releases, name)
  mkdirSync(dir, { recursive: true })
  return { name, dir, files: new Map(), retiredAt: Infinity, pins: 0 }
}

/**
 * Give a spare folder the content of a release; whether that could be done. A full disk, or somebody who tidied up, is no
 * failure: the next release makes its own folder and says why not.
 */
const fillSlot = (
  spare: ReleaseSlot,
  live: ReleaseSlot,
  { files }: Manifest,
  durable: boolean,
): Promise<boolean> =>
  syncFolder(spare, files, sourceOf(null, live.dir), durable).then(
    () => true,
    () => false,
  )

/** Rename a folder and forget its manifest; the code of the refusal when that cannot be, null when it was done. */
function renameRelease(from: string, to: string): string | null {
  try {
    rmSync(`${from}.json`, { force: true })
    renameSync(from, to)
    return null
  } catch (error) {
    return codeOf(error) ?? 'unknown'
  }
}

/** Remove a release and its manifest. What cannot be removed now is left for the next start. */
export async function removeRelease(dir: string): Promise<void> {
  await rm(`${dir}.json`, { force: true }).catch(() => {})
  await rm(dir, { recursive: true, force: true, maxRetries: 2 }).catch(() => {})
}
