import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import type { Snapshot } from '../../core/snapshot/snapshot.ts'
import { PublishError, codeOf } from './publish-error.ts'
import { type Folder, fill } from './sync-folder.ts'
import type { Published } from './folder-publisher.ts'
import { compare, readManifest, writeManifest } from './manifest.ts'
import { type Extra, type Progress, plan } from './publish-plan.ts'
import { openStage } from './release-stage.ts'

/** Marks a folder as ours to replace, and says what is in it. */
const mark = '.vigie.json'

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
  extra: Extra = new Map(),
  progress: Progress = () => {},
): Promise<Published> {
  const started = performance.now()
  const target = claim(dir)
  const before = await readManifest(join(target, mark), target)
  const beside = `${target}.${randomBytes(4).toString('hex')}`
  const stage = openStage(`${beside}.stage`, true)
  const fresh: Folder = { dir: `${beside}.new`, files: new Map() }
  try {
    const { next, rendered } = await plan(snapshot, renderer, before, stage, extra, progress)
    await stage.settled()
    const from = (file: string, hash: string): string => stage.path(hash) ?? join(target, file)
    mkdirSync(fresh.dir)
    await fill(fresh, next.files, from, true)
    writeManifest(join(fresh.dir, mark), next)
    if (!exchange(target, fresh.dir, `${beside}.old`)) {
      const files = new Map([...(before?.files ?? [])].map(([file, { hash }]) => [file, hash]))
      await fill({ dir: target, files }, next.files, (file) => join(fresh.dir, file), true)
      writeManifest(join(target, mark), next)
    }
    return { ...compare(before, next), rendered, written: stage.written, took: performance.now() - started }
  } catch (cause) {
    if (cause instanceof PublishError) throw cause
    throw new PublishError(
      `${dir} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  } finally {
    await stage.discard()
    for (const left of [fresh.dir, `${beside}.old`]) rmSync(left, { recursive: true, force: true })
  }
}

/** The real folder, made if missing, having made sure that it is ours to replace. */
function claim(dir: string): string {
  const found = lstatSync(dir, { throwIfNoEntry: false })
  if (!found) {
    mkdirSync(dirname(resolve(dir)), { recursive: true })
    return resolve(dir)
  }
  const target = realpathSync(dir)
  if (basename(dirname(target)) === '.releases')
    throw new PublishError(
      `${dir} is where the collector publishes. Build without --out, or choose another folder`,
    )
  const ours =
    lstatSync(target).isDirectory() && (existsSync(join(target, mark)) || readdirSync(target).length === 0)
  if (ours) return target
  throw new PublishError(
    `${dir} holds files that Vigie has not written. Choose an empty folder, or empty this one`,
  )
}

/** Put a folder in the place of another. False when the system does not let us, with everything as it was. */
function exchange(target: string, fresh: string, aside: string): boolean {
  try {
    if (existsSync(target)) renameSync(target, aside)
  } catch (error) {
    if (['EBUSY', 'EXDEV', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error) ?? '')) return false
    throw error
  }
  try {
    renameSync(fresh, target)
    return true
  } catch (error) {
    if (existsSync(aside)) renameSync(aside, target)
    throw error
  }
}
