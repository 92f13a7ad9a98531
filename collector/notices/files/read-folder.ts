import { constants } from 'node:fs'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** A file of the folder whose name is that of a notice. */
export type NoticeFile = {
  /** In one Unicode form, whatever the file system has. */
  readonly name: string
  /** As the file system has it. */
  readonly raw: string
  /** Changes whenever the file does. */
  readonly signature: string
  /** Why it is not read; null where it may be. */
  readonly rejection: string | null
}

/** Largest file that is read, bytes. */
const maxFileSize = 1_048_576
/** Every Markdown file but `README.md`, hidden ones (editors' own) and drafts, which begin with an underscore. */
const noticeFileName = /^(?!readme\.md$|[._])[^\p{C}/\\]+\.md$/iu

/** The notices in a folder by name, or why it cannot be looked through. */
export async function listNoticeFiles(
  dir: string,
): Promise<
  { readonly files: readonly NoticeFile[] } | { readonly refused: string; readonly missing: boolean }
> {
  let names: string[]
  let home: string
  try {
    names = await readdir(dir)
    home = await realpath(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const missing = code === 'ENOENT'
    const problem = missing
      ? 'the folder is gone, and what its files said stays public. Make a new one: what is not in it then leaves the page.'
      : code === 'ENOTDIR'
        ? 'is a file. Make it a folder of notices.'
        : `cannot be read (${code ?? 'unknown'}). Let this user read it.`
    return { refused: problem, missing }
  }
  const files: NoticeFile[] = []
  for (const raw of names.filter((name) => noticeFileName.test(name)).toSorted()) {
    const file = await inspectFile(dir, home, raw)
    if (file) files.push(file)
  }
  return { files }
}

async function inspectFile(dir: string, home: string, raw: string): Promise<NoticeFile | null> {
  const name = raw.normalize('NFC')
  const path = join(dir, raw)
  const refuse = (rejection: string): NoticeFile => ({ name, raw, signature: rejection, rejection })
  try {
    if ((await lstat(path)).isSymbolicLink() && !(await realpath(path)).startsWith(home + sep))
      return refuse('The file is a link that leads out of the folder. Put the file itself here.')
    const what = await stat(path)
    const { mtimeMs, ctimeMs, size, ino } = what
    if (!what.isFile())
      return refuse('This is not a file. Write a notice as a text file, or give it another name.')
    if (size > maxFileSize) return refuse('The file is larger than 1 MiB. Make it shorter.')
    if (name.slice(0, -3).includes('.'))
      return refuse('Its name has a dot before .md, as copies have. Rename it, or remove it.')
    return { name, raw, signature: [mtimeMs, ctimeMs, size, ino].join(' '), rejection: null }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // It has gone since the folder was listed.
    if (code === 'ENOENT' && !(await lstat(path).catch(() => null))) return null
    return refuse(
      `The file cannot be read (${code ?? 'unknown'}). Put it here again, or let this user read it.`,
    )
  }
}

/** The text of a file; `changed` where it is another one by now. */
export async function readNoticeFile(
  dir: string,
  file: NoticeFile,
): Promise<{ readonly text: string } | { readonly refused: string } | { readonly changed: true }> {
  if (file.rejection !== null) return { refused: file.rejection }
  try {
    // Nothing that became a pipe since may hold us up.
    const handle = await open(join(dir, file.raw), constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const bytes = await handle.readFile()
      const { mtimeMs, ctimeMs, size, ino } = await handle.stat()
      if ([mtimeMs, ctimeMs, size, ino].join(' ') !== file.signature) return { changed: true }
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { changed: true }
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA' || error instanceof TypeError)
      return { refused: 'The file is not UTF-8. Save it as UTF-8.' }
    return { refused: `The file cannot be read (${code ?? 'unknown'}). Let this user read it.` }
  }
}
