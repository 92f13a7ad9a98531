import { suggest } from '../core/text/suggest.ts'

/** Wrong usage or configuration: one clear message, exit code 2. */
export class UsageError extends Error {}

/** It was asked for rightly and could not be done: one clear message, exit code 1. */
export class CliError extends Error {}

/** What a refusal adds when a word is nearly a known one: ` Did you mean "api"?`, or nothing. */
export function didYouMean(word: string, knownWords: readonly string[]): string {
  const suggestion = suggest(word, knownWords)
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`
}

/** Up to a dozen names for a refusal: `api, website and 30 more`. */
export function listSome(names: readonly string[]): string {
  const limit = 12
  if (names.length === 0) return 'none'
  if (names.length <= limit) return names.join(', ')
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
}

/** What the system would not let us do with a file or a folder, in words; null when the error is not of the system. */
export function describeSystemError(error: unknown): string | null {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return null
  return `${path ?? 'it'}: ${systemErrorTexts[code] ?? message}`
}

const systemErrorTexts: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not do that there',
  EPERM: 'this user may not do that there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'is a folder, not a file',
  EEXIST: 'is there already',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
}
