import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Renderer } from '../../core/snapshot/renderer.ts'
import { readBuildHash } from './build-hash.ts'

export { compileTemplates } from './compile-templates.ts'
export { isBuildStale } from './build-hash.ts'

/** Where `astro build` leaves the renderer. */
const entryOf = (root: string): string => join(root, 'dist/server/entry.mjs')

/**
 * Load the compiled templates of the program that lies in `root`. After a new compilation in the same process this loads
 * the new ones. Throws an Error that says what to do when there are none, or when what is there is no renderer.
 */
export async function loadRenderer(root: string): Promise<Renderer> {
  const entry = entryOf(root)
  if (!existsSync(entry))
    throw new Error(`the templates are not compiled: ${entry} is missing. Run npm run build`)
  const buildHash = readBuildHash(root)
  const address = `${pathToFileURL(entry)}?${new URLSearchParams({ build: buildHash?.sources ?? '' })}`
  let loaded: { readonly renderer?: Partial<Renderer> }
  try {
    loaded = (await import(address)) as typeof loaded
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`the compiled templates cannot be loaded: ${why}. Delete dist/, then run npm run build`, {
      cause,
    })
  }
  const { renderer } = loaded
  if (typeof renderer?.render !== 'function' || typeof renderer.routes !== 'function' || !renderer.assets) {
    throw new Error(`${entry} exports no renderer. Delete dist/, then run npm run build`)
  }
  return renderer as Renderer
}
