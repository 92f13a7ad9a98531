import { suggest } from '../../core/text/suggest.ts'

/** Wrong usage or configuration: one clear message, exit code 2. */
export class WrongUsage extends Error {}

/** It was asked for rightly and could not be done: one clear message, exit code 1. */
export class Failed extends Error {}

/** What a refusal adds when a word is nearly a known one: ` Did you mean "api"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = suggest(word, known)
  return near === undefined ? '' : ` Did you mean "${near}"?`
}

/** Up to a dozen names for a refusal: `api, website and 30 more`. */
export function someOf(names: readonly string[]): string {
  const most = 12
  if (names.length === 0) return 'none'
  if (names.length <= most) return names.join(', ')
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

/** What the system would not let us do with a file or a folder, in words; null when the error is not of the system. */
export function inWords(error: unknown): string | null {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return null
  return `${path ?? 'it'}: ${troubles[code] ?? message}`
}

const troubles: Readonly<Record<string, string>> = {
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

/** What every command is given: where to work and where to speak. */
export type Terminal = {
  /** The operator's folder. */
  readonly data: string
  readonly configFile: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What a program would read. */
  out(line: string): void
  /** All else. */
  err(line: string): void
  /** Is somebody looking at standard error? */
  readonly interactive: boolean
}

/**
 * A bar that shows how far a long piece of work has come, redrawn in place; silent where nobody looks.
 *
 * @returns a function to call with the share done, 0 to 1
 */
export function progressBar(terminal: Pick<Terminal, 'interactive'>, label: string): (done: number) => void {
  const width = 32
  let shown = -1
  return (done) => {
    const percent = Math.floor(Math.min(1, done) * 100)
    if (!terminal.interactive || percent <= shown) return
    shown = percent
    const filled = Math.round((percent / 100) * width)
    process.stderr.write(
      `\r${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(percent).padStart(3)} %${percent === 100 ? '\n' : ''}`,
    )
  }
}

/**
 * A progress bar that only appears when the work turns out to be long: most publications are over before anybody could
 * read it.
 *
 * @param patience how long the work may take in silence, ms
 */
export function lateProgressBar(
  terminal: Pick<Terminal, 'interactive'>,
  label: string,
  patience = 700,
): (done: number) => void {
  const show = progressBar(terminal, label)
  let since: number | null = null
  let shown = false
  return (done) => {
    since ??= performance.now()
    shown ||= done < 1 && performance.now() - since > patience
    if (shown) show(done)
  }
}

/** Lines of columns padded to the widest cell; numbers read better from the right. */
export function table(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** A text broken between words into lines of at most `width` characters; a longer word stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
