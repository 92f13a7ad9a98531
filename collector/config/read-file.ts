import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** The text of a file, or why there is none and where. */
export type TextFileResult =
  { readonly text: string } | { readonly line: number; readonly column: number; readonly message: string }

/** Bytes. Ten thousand monitors are about two million. */
const maxBytes = 4 * 1024 * 1024

const failure = (message: string): TextFileResult => ({ line: 1, column: 1, message })

function errorMessage(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return 'there is no such file. Write it, or let "vigie init" write it.'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user. Change its permissions.'
  if (code === 'EISDIR') return 'is a folder. Name the file in it, such as status.yaml.'
  return `cannot be read (${code ?? 'unknown reason'}). Look at the disk.`
}

const utf8 = (): TextDecoder => new TextDecoder('utf-8', { fatal: true })

/** The first line that is not UTF-8: line feeds are never part of a longer character, so lines can be tried alone. */
function firstBadLine(bytes: Buffer): number {
  for (let line = 1, start = 0; start <= bytes.length; line++) {
    const found = bytes.indexOf(10, start)
    const end = found === -1 ? bytes.length : found
    try {
      utf8().decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
  }
  return 1
}

/** Reads a file of UTF-8 text. Never throws, and never waits for a pipe. */
export function readText(path: string): TextFileResult {
  let descriptor: number | undefined
  try {
    // Not blocking: a pipe without a writer would be waited for, for ever.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stat = fstatSync(descriptor)
    if (stat.isDirectory()) return failure('is a folder. Name the file in it, such as status.yaml.')
    if (!stat.isFile()) return failure('is not a file. Name a file of text.')
    if (stat.size > maxBytes)
      return failure(
        `is ${Math.ceil(stat.size / 1024 / 1024)} MB, where 4 MB is the most. Name the configuration, or split the page.`,
      )
    const bytes = Buffer.alloc(stat.size)
    let filled = 0
    while (filled < bytes.length) {
      const got = readSync(descriptor, bytes, filled, bytes.length - filled, null)
      if (got === 0) break
      filled += got
    }
    return decode(bytes.subarray(0, filled))
  } catch (error) {
    return failure(errorMessage(error))
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function decode(bytes: Buffer): TextFileResult {
  try {
    return { text: utf8().decode(bytes) }
  } catch {
    return { line: firstBadLine(bytes), column: 1, message: 'is not UTF-8 text. Save it as UTF-8.' }
  }
}
