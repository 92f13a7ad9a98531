import { lstatSync, readdirSync, readlinkSync, renameSync, rmdirSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { PublishError, codeOf } from './publish-error.ts'

/**
 * Name of the release that `site` leads to; null when there is none yet. An empty folder in its place is removed.
 * Throws PublishError when something is there that Vigie has not made: it is the operator's, and stays.
 */
export function servedRelease(site: string, releases: string): string | null {
  const stats = lstatSync(site, { throwIfNoEntry: false })
  if (!stats) return null
  if (stats.isSymbolicLink()) {
    const target = resolve(dirname(site), readlinkSync(site))
    if (resolve(dirname(target)) === resolve(releases)) return basename(target)
    throw new PublishError(
      `${site} is a link to ${target}, which Vigie has not made. Move it away, then try again`,
    )
  }
  if (stats.isDirectory() && readdirSync(site).length === 0) {
    rmdirSync(site)
    return null
  }
  throw new PublishError(
    `${site} already holds files that Vigie has not published. Move them away (or choose another folder), then try again`,
  )
}

/**
 * Lead `site` to a release, in one step: who opens a file below `site` is in the old release or in the new one.
 * On Windows, where a junction cannot be replaced by rename, there is an instant without a site.
 */
export function switchCurrentLink(site: string, release: string, temporary: string): void {
  if (process.platform !== 'win32') {
    symlinkSync(relative(dirname(site), release), temporary)
    renameSync(temporary, site)
    return
  }
  symlinkSync(release, temporary, 'junction')
  try {
    renameSync(temporary, site)
  } catch (error) {
    if (!['EPERM', 'EEXIST', 'EACCES'].includes(codeOf(error) ?? '')) throw error
    rmdirSync(site)
    renameSync(temporary, site)
  }
}

/** Where the releases of a data folder lie. */
export const releasesFolder = (dir: string): string => join(dir, '.releases')
