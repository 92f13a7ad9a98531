import { execFile } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Renderer } from '../../collector/core/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot.ts'
import { buildStamp, sourcesFingerprint } from '../../src/renderer/sources.ts'

const root = join(import.meta.dirname, '../..')
const lock = join(root, 'node_modules/.vigie-building')

const isFresh = (): boolean =>
  existsSync(join(root, buildStamp)) &&
  readFileSync(join(root, buildStamp), 'utf8').trim() === sourcesFingerprint(root)

/** Hold a lock file while `work` runs; one left behind by a process that died is taken over after two minutes. */
async function alone(work: () => Promise<void>): Promise<void> {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'))
      break
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      if (age > 120_000) rmSync(lock, { force: true })
      await pause(100)
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** The compiled site, built first unless dist/ is already made from these very sources. Test files share one build. */
export async function loadSite(): Promise<Renderer> {
  await alone(async () => {
    if (isFresh()) return
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
      cwd: root,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    })
  })
  const entry = (await import(pathToFileURL(join(root, 'dist/server/entry.mjs')).href)) as {
    renderer: Renderer
  }
  return entry.renderer
}

/** One path as text. */
export const textOf = async (site: Renderer, path: string, snapshot: Snapshot): Promise<string> =>
  new TextDecoder().decode(await site.render(path, snapshot))

/** Every path of a snapshot, rendered. */
export async function renderAll(site: Renderer, snapshot: Snapshot): Promise<Map<string, string>> {
  const rendered = new Map<string, string>()
  for (const { path } of site.routes(snapshot)) rendered.set(path, await textOf(site, path, snapshot))
  return rendered
}
