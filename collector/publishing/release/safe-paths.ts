import { PublishError } from './publish-error.ts'

/**
 * A file name that stays inside its release, or a PublishError: routes are made from ids and titles, and a release must
 * never write next door.
 */
export function safeFile(file: string, path = file): string {
  const unsafe =
    file === '' ||
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\\\u0000-\u001f\u007f]/.test(file) ||
    (process.platform === 'win32' && /[:*?"<>|]/.test(file)) ||
    file.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (!unsafe) return file
  throw new PublishError(`${path} would be written to ${JSON.stringify(file)}, which is outside the site`, {
    path,
  })
}

/** The folders that lead to a file, nearest first: `a/b/c.html` gives `a/b`, `a`. */
export function foldersOf(file: string): string[] {
  const folders: string[] = []
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
    folders.push(file.slice(0, end))
  return folders
}
