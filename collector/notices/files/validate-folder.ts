import { type NoticeFile, listNoticeFiles, readNoticeFile } from './read-folder.ts'

/** A problem of a file, at a line and a column from 1, and what to write instead. */
type FileIssue = { readonly line: number; readonly column: number; readonly message: string }

/** The problems and warnings of a file; see `createFileValidator`. */
export type ValidatedFile = {
  readonly problems: readonly FileIssue[]
  readonly warnings: readonly FileIssue[]
}

/** A problem and its file, named as messages name it. */
export type FolderProblem = FileIssue & { readonly file: string }

/** A file that changes while it is read is read again so often. */
const maxAttempts = 5

/** Judge every notice in a folder, writing nothing. A folder that is not there has none. */
export async function validateFolder(
  dir: string,
  validate: (file: { readonly name: string; readonly text: string }) => ValidatedFile,
): Promise<{ readonly problems: readonly FolderProblem[]; readonly warnings: readonly FolderProblem[] }> {
  const problems: FolderProblem[] = []
  const warnings: FolderProblem[] = []
  const listed = await listNoticeFiles(dir)
  if ('refused' in listed) {
    if (!listed.missing) problems.push({ file: dir, line: 1, column: 1, message: listed.refused })
    return { problems, warnings }
  }
  for (const noticeFile of listed.files) {
    const read = await textOf(dir, noticeFile)
    if (read === null) continue
    const { name } = noticeFile
    const file = `${dir}/${name}`
    if ('refused' in read) problems.push({ file, line: 1, column: 1, message: read.refused })
    else {
      const validated = validate({ name, text: read.text })
      problems.push(...validated.problems.map((problem) => ({ file, ...problem })))
      warnings.push(...validated.warnings.map((problem) => ({ file, ...problem })))
    }
  }
  return { problems, warnings }
}

/** The text of a file as it is by now; null when it has gone meanwhile. */
async function textOf(
  dir: string,
  noticeFile: NoticeFile,
): Promise<{ readonly text: string } | { readonly refused: string } | null> {
  let file: NoticeFile | undefined = noticeFile
  for (let i = 1; file && i <= maxAttempts; i++) {
    const read = await readNoticeFile(dir, file)
    if (!('changed' in read)) return read
    const listed = await listNoticeFiles(dir)
    file = 'files' in listed ? listed.files.find(({ name }) => name === noticeFile.name) : undefined
  }
  return file ? { refused: 'The file changes all the time. Judge it again when it is written.' } : null
}
