import { ValidationError } from '../rules/validation-error.ts'
import type { PageSettings } from '../rules/validation-context.ts'
import type { DeclaredNotice } from '../service/declared-notice.ts'
import { type FileContext, createFileContext } from './file-context.ts'
import type { FileProblem, FilePosition } from './sections.ts'
import { type WholeNotice, openFile, parseWholeFile } from './whole-file.ts'

/** One file as it is read for the notice service: front matter in YAML, then messages under dated headings. */
export type FileReading = {
  /** The id of the notice it declares; null where the file has no parts. */
  readonly id: string | null
  /** See `NoticeFileSource.declare`. */
  declare(formerComponents: readonly string[], now: number): DeclaredNotice | null
  /** Add what the service refused, at its position in the file. Rethrows what is no ValidationError. */
  addRefusal(error: unknown): void
  /** Its problems, each `LINE:COLUMN problem. What to write.`, in reading order. */
  problems(): readonly string[]
}

/** Open a file at an instant (ms). */
export function createFileReading(
  source: { readonly name: string; readonly text: string },
  settings: PageSettings,
  now: number,
): FileReading {
  let file: FileContext = createFileContext(settings, now)
  const opened = openFile(source, file)
  const openingProblems = [...file.problems]
  let whole: WholeNotice | null = null
  const spotOfIssue = (error: ValidationError, path: string): FilePosition => {
    if (error.reason === 'conflict' && opened) return opened.spot(path)
    const withdrawn = error.current?.withdrawn
    if (!whole || (withdrawn && withdrawn.by !== error.current?.file)) return { line: 1, column: 1 }
    return whole.spot(path)
  }
  return {
    id: opened?.id ?? null,
    declare(formerComponents, at) {
      file = createFileContext(settings, at)
      file.problems.push(...openingProblems)
      whole = opened && parseWholeFile(opened, formerComponents, file)
      return whole?.parsed ?? null
    },
    addRefusal(error) {
      if (!(error instanceof ValidationError)) throw error
      for (const { path, message } of error.issues)
        file.addProblem(spotOfIssue(error, path), path === '' ? message : `${path}: ${message}`)
    },
    problems: () => formatProblems(file.problems),
  }
}

const formatProblems = (problems: readonly FileProblem[]): string[] => [
  ...new Set(
    problems
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map(({ line, column, message }) => `${line}:${column} ${message}`),
  ),
]
