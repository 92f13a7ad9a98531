import { closeSync, copyFileSync, fdatasyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { codeOf } from './publish-error.ts'

/** What file systems say that know no hard links, or have no room for one more. */
const linkErrorCodes = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
  'EACCES',
])

/**
 * Put a file in its place, by hard link where that is possible: whoever reads `to` finds the old bytes or the new ones.
 *
 * @param isThere whether there is a file at `to` already
 * @param temporary a free name on the same disk
 */
export function linkOrCopy(from: string, to: string, isThere: boolean, temporary: string): void {
  if (!isThere && linkedAsNew(from, to)) return
  rmSync(temporary, { force: true })
  linkOrCopyNew(from, temporary)
  renameSync(temporary, to)
}

/** Whether a file could be linked to a name; not where the name is taken, or where there are no links. */
function linkedAsNew(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    const code = codeOf(error) ?? ''
    if (code !== 'EEXIST' && !linkErrorCodes.has(code)) throw error
    return false
  }
}

function linkOrCopyNew(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (!linkErrorCodes.has(codeOf(error) ?? '')) throw error
    copyFileSync(from, to)
    const copy = openSync(to, 'r+')
    fdatasyncSync(copy)
    closeSync(copy)
  }
}
