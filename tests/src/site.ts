import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { compileTemplates } from '../../collector/publishing/templates/compile-templates.ts'
import { isBuildStale } from '../../collector/publishing/templates/build-hash.ts'

const root = join(import.meta.dirname, '../..')

let compiledSite: Promise<Renderer> | null = null

/** The compiled site, built first unless dist/ is already made from these very sources. Test files share one build. */
export const loadSite = (): Promise<Renderer> => (compiledSite ??= loadCompiledSite())

async function loadCompiledSite(): Promise<Renderer> {
  if (await isBuildStale(root)) await compileTemplates(root, () => {})
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
