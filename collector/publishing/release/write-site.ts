import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { PublishError, codeOf } from './publish-error.ts'
import { type FolderContent, sourceOf, syncFolder } from './sync-folder.ts'
import type { PublishResult } from './release-folder.ts'
import { compareManifests, readManifest, writeManifest } from './manifest.ts'
import { type OperatorFiles, type ProgressListener, planRelease } from './publish-plan.ts'
import { openStage } from './release-stage.ts'

/** Marks a folder as ours to replace, and says what is in it. */
const markerFile = '.vigie.json'

/**
 * Write a site into a plain folder of any name, for `vigie build --out DIR`: made next to it and put in its place in one
 * go. Where that cannot be (a mount point), file by file, each of them whole at any time. What did not change since the
 * last time is not rendered again. Throws PublishError when a page fails, or when the folder holds what Vigie has not
 * written; nothing is touched then.
 */
export async function writeSite(
  dir: string,
  snapshot: Snapshot,
  renderer: Renderer,
  extra: OperatorFiles = new Map(),
  progress: ProgressListener = () => {},
): Promise<PublishResult> {
  const started = performance.now()
  const target = resolveOwnFolder(dir)
  const before = await readManifest(join(target, markerFile), target)
  const temporaryBase = `${target}.${randomBytes(4).toString('hex')}`
  const stage = openStage(`${temporaryBase}.stage`, true)
  const newFolder: FolderContent = { dir: `${temporaryBase}.new`, files: new Map() }
  try {
    const { manifest, rendered, isComplete } = await planRelease(snapshot, renderer, before, stage, {
      scope: 'whole',
      extra,
      progress,
      isInterrupted: () => false,
    })
    await stage.settled()
    mkdirSync(newFolder.dir)
    await syncFolder(newFolder, manifest.files, sourceOf(stage, target), true)
    await writeManifest(join(newFolder.dir, markerFile), manifest)
    if (!replaceFolder(target, newFolder.dir, `${temporaryBase}.old`)) {
      const files = before?.files ?? new Map()
      await syncFolder({ dir: target, files }, manifest.files, sourceOf(null, newFolder.dir), true)
      await writeManifest(join(target, markerFile), manifest)
    }
    return {
      ...compareManifests(before, manifest),
      rendered,
      isComplete,
      written: stage.written,
      took: performance.now() - started,
    }
  } catch (cause) {
    if (cause instanceof PublishError) throw cause
    throw new PublishError(
      `${dir} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  } finally {
    await stage.discard()
    for (const left of [newFolder.dir, `${temporaryBase}.old`]) rmSync(left, { recursive: true, force: true })
  }
}

/** The real folder, made if missing, having made sure that it is ours to replace. */
function resolveOwnFolder(dir: string): string {
  const stats = lstatSync(dir, { throwIfNoEntry: false })
  if (!stats) {
    mkdirSync(dirname(resolve(dir)), { recursive: true })
    return resolve(dir)
  }
  const target = realpathSync(dir)
  if (basename(dirname(target)) === '.releases')
    throw new PublishError(
      `${dir} is where the collector publishes. Build without --out, or choose another folder`,
    )
  const isOurs =
    lstatSync(target).isDirectory() &&
    (existsSync(join(target, markerFile)) || readdirSync(target).length === 0)
  if (isOurs) return target
  throw new PublishError(
    `${dir} holds files that Vigie has not written. Choose an empty folder, or empty this one`,
  )
}

/** Put a folder in the place of another. False when the system does not let us, with everything as it was. */
function replaceFolder(target: string, newFolder: string, aside: string): boolean {
  try {
    if (existsSync(target)) renameSync(target, aside)
  } catch (error) {
    if (['EBUSY', 'EXDEV', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error) ?? '')) return false
    throw error
  }
  try {
    renameSync(newFolder, target)
    return true
  } catch (error) {
    if (existsSync(aside)) renameSync(aside, target)
    throw error
  }
}
