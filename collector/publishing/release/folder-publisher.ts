import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Clock } from '../../core/time/clock.ts'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { releasesFolder } from './current-link.ts'
import { type PlanOptions, planRelease } from './publish-plan.ts'
import { type HeldRelease, type PublishResult, ReleaseFolder } from './release-folder.ts'

/** Publishes snapshots into a folder that any static host can serve. */
export type FolderPublisher = {
  /** Folder to be served: a link to the current release. */
  readonly site: string
  /**
   * Make a snapshot public, all of it or nothing, with the operator's own files. Calls wait for one another. Throws
   * PublishError when a page cannot be rendered or the disk does not take it; the release before stays. Without options,
   * all pages are looked at and nothing interrupts.
   */
  publish(snapshot: Snapshot, renderer: Renderer, options?: Partial<PlanOptions>): Promise<PublishResult>
  /** Real folder of the current release, null before the first. Its name never comes back with other bytes. */
  current(): string | null
  /** Keep the current release as it is while something reads all of it (a hook that uploads it). Null before the first. */
  hold(): HeldRelease | null
  /** Wait for what is under way. */
  close(): Promise<void>
}

const wholeRelease: PlanOptions = {
  scope: 'whole',
  extra: new Map(),
  progress: () => {},
  isInterrupted: () => false,
}

/**
 * Open the publisher of a data folder: releases lie in `DIR/.releases`, `DIR/site` is a link to the current one.
 *
 * Durability: new bytes are synced before a release names them, then the folders that name them, then the link; so after
 * a power loss the link leads to a whole release, the last or the one before. A crash leaves at most folders nobody is
 * led to, which the next publication removes. At the start the current release is compared with its manifest, byte for
 * byte; if anything differs, everything is rendered again. While running, the folder is trusted.
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
  mkdirSync(releasesFolder(root), { recursive: true })
  const folder = new ReleaseFolder(root, randomBytes(6).toString('hex'), { clock, grace, durable })
  let queue: Promise<unknown> = Promise.resolve()

  await folder.refresh()
  return {
    site: join(root, 'site'),
    publish(snapshot, renderer, options) {
      const result = queue.then(() =>
        folder.publish((before, sink) =>
          planRelease(snapshot, renderer, before, sink, { ...wholeRelease, ...options }),
        ),
      )
      queue = result.catch(() => {})
      return result
    },
    current: () => folder.current(),
    hold: () => folder.hold(),
    async close() {
      await queue
      await folder.close()
    },
  }
}
