import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Config } from '../../core/config/config.ts'
import { themePlace } from '../../core/config/theme-place.ts'
import { UsageError } from '../errors.ts'
import { fileSignature } from '../file-signature.ts'
import { addressesIn, isFile, isForeign, isFromRoot } from './addressed-files.ts'

type Theme = Config['page']['theme']

/** The operator's own files that the page shows, by their path in the site. */
export type ThemeFiles = ReadonlyMap<string, Uint8Array>

/** Files that a page shows: whatever is named is published, and nobody means the configuration or a database. */
const shownFile = /\.(?:css|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf)$/i

const notShown =
  'which is no picture, font or style sheet. Name one that ends in .css, .svg, .png, .jpg, .gif, .webp, .avif, .ico, .woff2, .woff, .ttf or .otf.'

const blocked =
  "the page's policy blocks: readers are sent nowhere else. Put the file beside the style sheet and name it there."

const notAtRoot = (address: string): string =>
  `is looked for at the root of the host, and is not published. Unless the host has it, put the file beside the style sheet and write ${address.replace(/^[/\\]+/, '')}.`

/** What is wrong with a file that the theme names, where it is named, and what to do. */
type ThemeProblem = {
  /** The setting that names it. */
  readonly key: 'css' | 'logo'
  /** Where a style sheet names it; null where the setting itself does. Line and column from 1. */
  readonly sheet: { readonly path: string; readonly line: number; readonly column: number } | null
  readonly message: string
}

/** The files of a theme as they are now. */
type ThemeReading = {
  readonly files: ThemeFiles
  /** Where they lie, those too that cannot be read. */
  readonly paths: readonly string[]
  /** What each of them looked like before it was read. */
  readonly signatures: readonly string[]
  readonly problems: readonly ThemeProblem[]
  /** What readers' browsers will not load. */
  readonly warnings: readonly ThemeProblem[]
}

/**
 * Read the operator's own files that the page shows: the logo, the style sheet, and the sheets, fonts and pictures that it
 * names, which keep their place beside it. Never rejects: what is missing, lies outside of the sheet's folder, or has the
 * name of another file is a problem, and all of them are named.
 *
 * @param folder of the configuration
 */
export async function readThemeFiles(folder: string, theme: Theme): Promise<ThemeReading> {
  const files = new Map<string, Uint8Array>()
  const sources = new Map<string, string>()
  const signatures: string[] = []
  const problems: ThemeProblem[] = []
  const warnings: ThemeProblem[] = []
  /** False where it is there already, or cannot be had. */
  async function add(
    name: string,
    path: string,
    who: string,
    place: Omit<ThemeProblem, 'message'>,
  ): Promise<boolean> {
    const other = sources.get(name)
    if (other === path) return false
    if (other !== undefined) {
      const message = `${who}, and ${other} has the same name in the site. Rename one of the two.`
      problems.push({ ...place, message })
      return false
    }
    sources.set(name, path)
    signatures.push(await fileSignature(path))
    const content = await read(path)
    if (typeof content === 'string') problems.push({ ...place, message: `${who}, but ${content}` })
    else if (!shownFile.test(name)) problems.push({ ...place, message: `${who}, ${notShown}` })
    else files.set(name, content)
    return files.has(name)
  }

  async function addSheet(path: string, beside: string): Promise<void> {
    const sheet = new TextDecoder().decode(files.get(relative(beside, path)))
    const warn = (isWanted: (address: string) => boolean, why: (address: string) => string): void => {
      for (const { name: address, line, column } of addressesIn(sheet, isWanted))
        warnings.push({
          key: 'css',
          sheet: { path, line, column },
          message: `names ${address}, which ${why(address)}`,
        })
    }
    warn(isForeign, () => blocked)
    warn(isFromRoot, notAtRoot)
    for (const { name: address, line, column } of addressesIn(sheet, isFile)) {
      const named = join(dirname(path), address)
      const name = relative(beside, named)
      const place = { key: 'css', sheet: { path, line, column } } as const
      const who = `names ${address}`
      if (name.startsWith('..')) {
        const message = `${who}, which lies above the theme's folder. Put the file beside the style sheet.`
        problems.push({ ...place, message })
      } else if ((await add(name, named, who, place)) && name.endsWith('.css')) await addSheet(named, beside)
    }
  }

  const { css, logo } = theme
  if (css !== null) {
    const path = join(folder, css)
    if (await add(themePlace(css), path, `names ${css}`, { key: 'css', sheet: null }))
      await addSheet(path, dirname(path))
  }
  if (logo !== null)
    await add(themePlace(logo), join(folder, logo), `names ${logo}`, { key: 'logo', sheet: null })
  return { files, paths: [...sources.values()], signatures, problems, warnings }
}

/** The files of the theme. @throws UsageError with all that is wrong with them */
export async function themeFiles(folder: string, theme: Theme): Promise<ThemeFiles> {
  const { files, problems } = await readThemeFiles(folder, theme)
  if (problems.length > 0)
    throw new UsageError(
      problems
        .map(({ key, sheet, message }) =>
          sheet ? `${sheet.path}:${sheet.line}:${sheet.column} ${message}` : `page.theme.${key} ${message}`,
        )
        .join('\n'),
    )
  return files
}

/** The bytes of a file, or in words why there are none and what to do. */
async function read(path: string): Promise<Uint8Array | string> {
  try {
    return await readFile(path)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return missing
      ? `there is no ${path}. Put the file there or take the line out.`
      : `${path} cannot be read as a file. Name a file.`
  }
}
