import { copyFile, link, open, rename, rm } from 'node:fs/promises'
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
 * Put a file in its place, by hard link where that is possible: a reader of `to` finds the old bytes or the new ones.
 *
 * @param isThere whether there is a file at `to` already
 * @param temporary a free name on the same disk
 */
export async function linkOrCopy(
  from: string,
  to: string,
  isThere: boolean,
  temporary: string,
): Promise<void> {
  if (!isThere && (await isLinkedAsNew(from, to))) return
  await rm(temporary, { force: true })
  await linkOrCopyNew(from, temporary)
  await rename(temporary, to)
  // Where both were names of one file, renaming does nothing.
  await rm(temporary, { force: true })
}

/** Whether a file could be linked to a name; not where the name is taken, or where there are no links. */
async function isLinkedAsNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    const code = codeOf(error) ?? ''
    if (code !== 'EEXIST' && !linkErrorCodes.has(code)) throw error
    return false
  }
}

async function linkOrCopyNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!linkErrorCodes.has(codeOf(error) ?? '')) throw error
    await copyFile(from, to)
    const copy = await open(to, 'r+')
    try {
      await copy.datasync()
    } finally {
      await copy.close()
    }
  }
}
