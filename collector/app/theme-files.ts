import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Config } from '../core/config/config.ts'
import { UsageError } from './errors.ts'

type Theme = Config['page']['theme']

/** What a style sheet names: `url(…)`, bare or in quotes, and `@import "…"`. */
const addresses = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/g

/** Addresses of elsewhere, of the sheet itself, or of the site's root are none of the operator's files. */
const isFile = (address: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(address)

/**
 * The operator's own files that the page shows, by their path in the site: the logo, the style sheet, and the sheets, fonts
 * and pictures that it names, which keep their place beside it.
 *
 * @param folder of the configuration
 * @throws UsageError when one is missing, lies outside of the sheet's folder, or has the name of another one
 */
export const themeFiles = async (folder: string, theme: Theme): Promise<ReadonlyMap<string, Uint8Array>> =>
  (await readTheme(folder, theme)).files

/** Where those files lie. @throws UsageError as themeFiles does */
export const themeSources = async (folder: string, theme: Theme): Promise<readonly string[]> => [
  ...(await readTheme(folder, theme)).sources.values(),
]

async function readTheme(folder: string, theme: Theme) {
  const files = new Map<string, Uint8Array>()
  const sources = new Map<string, string>()
  /** False where it is there already. */
  async function add(name: string, path: string, who: string): Promise<boolean> {
    const other = sources.get(name)
    if (other === path) return false
    if (other !== undefined)
      throw new UsageError(`${who}, and ${other} has the same name in the site. Rename one of the two.`)
    sources.set(name, path)
    files.set(name, await read(path, who))
    return true
  }

  async function addSheet(path: string, beside: string): Promise<void> {
    const sheet = new TextDecoder().decode(files.get(relative(beside, path)))
    for (const address of addressedFiles(sheet)) {
      const importedPath = join(dirname(path), address)
      const name = relative(beside, importedPath)
      const who = `${relative(folder, path)} names ${address}`
      if (name.startsWith('..'))
        throw new UsageError(
          `${who}, which lies above the theme's folder. Put the file beside the style sheet.`,
        )
      if ((await add(name, importedPath, who)) && name.endsWith('.css')) await addSheet(importedPath, beside)
    }
  }

  const { css, logo } = theme
  if (css !== null) {
    const path = join(folder, css)
    await add(basename(css), path, `page.theme names ${css}`)
    await addSheet(path, dirname(path))
  }
  if (logo !== null) await add(basename(logo), join(folder, logo), `page.theme names ${logo}`)
  return { files, sources }
}

/** Names of the files that a style sheet wants, each once, without query and fragment. */
function addressedFiles(sheet: string): readonly string[] {
  const withoutComments = sheet.replace(/\/\*[^]*?\*\//g, '')
  const names = [...withoutComments.matchAll(addresses)].map((match) =>
    (match.slice(1).find((part) => part !== undefined) ?? '').trim(),
  )
  return [
    ...new Set(
      names.filter((name) => name !== '' && isFile(name)).map((name) => decode(name.replace(/[?#].*$/, ''))),
    ),
  ]
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function read(path: string, who: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new UsageError(
      missing
        ? `${who}, but there is no ${path}. Put the file there or take the line out.`
        : `${who}, but ${path} cannot be read as a file. Name a file.`,
    )
  }
}
