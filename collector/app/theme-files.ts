import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Config } from '../core/config/config.ts'
import { UsageError } from './errors.ts'

type Theme = Config['page']['theme']

/** Addresses in a style sheet; the address stands in the second group. */
const addresses = /url\(\s*(["']?)([^"')]+)\1\s*\)/g

/** Addresses of elsewhere, of the sheet itself, or of the site's root are none of the operator's files. */
const isFile = (address: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/|#|\?)/i.test(address)

/**
 * The operator's own files that the page shows, by their path in the site: the logo, the style sheet, and the fonts and
 * pictures that the sheet names, which keep their place beside it.
 *
 * @param folder of the configuration
 * @throws UsageError when one is missing, or lies outside of the sheet's folder
 */
export async function themeFiles(folder: string, theme: Theme): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const name of [theme.css, theme.logo])
    if (name !== null) files.set(basename(name), await read(join(folder, name), `page.theme names ${name}`))
  if (theme.css === null) return files
  const sheet = new TextDecoder().decode(files.get(basename(theme.css)))
  const beside = join(folder, dirname(theme.css))
  for (const name of addressedFiles(sheet)) {
    const path = join(beside, name)
    if (relative(beside, path).startsWith('..'))
      throw new UsageError(
        `${theme.css} names ${name}, which lies above it. Put the file beside the style sheet.`,
      )
    files.set(relative(beside, path), await read(path, `${theme.css} names ${name}`))
  }
  return files
}

/** Names of the files that a style sheet wants, each once, without query and fragment. */
function addressedFiles(sheet: string): readonly string[] {
  const withoutComments = sheet.replace(/\/\*[^]*?\*\//g, '')
  const names = [...withoutComments.matchAll(addresses)].map(([, , address]) => address!.trim())
  return [...new Set(names.filter(isFile).map((name) => decode(name.replace(/[?#].*$/, ''))))]
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function read(path: string, who: string): Promise<Uint8Array> {
  if (!existsSync(path))
    throw new UsageError(`${who}, but there is no ${path}. Put the file there or take the line out.`)
  return readFile(path)
}
