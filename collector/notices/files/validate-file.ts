import { mergeDeclared, nothingStored } from '../service/merge-declared.ts'
import type { FileProblem, FilePosition } from './sections.ts'
import { createFileContext } from './file-context.ts'
import type { DeclaredNotice } from '../service/declared-notice.ts'
import { type WholeNotice, openFile, parseWholeFile } from './whole-file.ts'
import { type PageSettings, createValidationContext } from '../rules/validation-context.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { quoteInput } from '../rules/validate.ts'

/** The problems of a file, in reading order. */
type FileValidation = {
  /** Whatever is stored, it is refused. */
  readonly problems: readonly FileProblem[]
  /** It is refused unless the collector has taken it over before, or other ways in have completed the notice. */
  readonly warnings: readonly FileProblem[]
}

/** Validates one file; of the files of a folder, each is to be shown to it once. */
export type ValidateFile = (file: { readonly name: string; readonly text: string }) => FileValidation

/**
 * Validates the files of one folder without a store: before they are deployed, or where another machine has the store.
 * What depends on the store is a warning, since a file that was taken over in time stays valid: a window that would be
 * announced too late by now, a component that has left the configuration, an incident that was resolved elsewhere.
 *
 * @param now ms since the epoch
 */
export function createFileValidator(page: PageSettings, now: number): ValidateFile {
  /** The file of each notice, by kind and id: the first by name, as the collector reads them. */
  const owners = new Map<string, string>()

  return (source) => {
    const file = createFileContext(page, now)
    const opened = openFile(source, file)
    const strict = opened && parseWholeFile(opened, [], file)
    const lenient = opened && !strict && createFileContext(page, now)
    // Any word of it may be the id of a component that was.
    const past = lenient && parseWholeFile(opened, source.text.match(/[\p{L}\p{N}_-]+/gu) ?? [], lenient)
    if (past && isOver(past.parsed, now))
      return {
        problems: sortProblems(others(opened.spot('id'), past)),
        warnings: sortProblems(file.problems),
      }
    if (!opened || !strict) return { problems: sortProblems(file.problems), warnings: [] }
    const { problems, warnings } = stored(strict)
    return { problems: sortProblems([...problems, ...others(opened.spot('id'), strict)]), warnings }

    /** Two files that are one notice: only one of them is taken over. */
    function others(spot: FilePosition, { parsed }: WholeNotice): FileProblem[] {
      const key = `${parsed.kind} ${parsed.id}`
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, source.name)
      return owner === undefined
        ? []
        : [
            {
              ...spot,
              message: `id: There is another notice with the id ${quoteInput(parsed.id)}, in ${quoteInput(owner)}. Write another, or remove the line.`,
            },
          ]
    }
  }

  /** What would be refused if it were stored for the first time now. */
  function stored({ parsed, spot }: WholeNotice): { problems: FileProblem[]; warnings: FileProblem[] } {
    // Nearly every window of the past was announced when it was still to come: a word on each would be noise.
    if (parsed.kind === 'maintenance' && parsed.plan.scheduledFor <= now)
      return { problems: [], warnings: [] }
    const read = createValidationContext(page, now)
    try {
      mergeDeclared(parsed, nothingStored, '', read, page)
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      const issues = error.issues.map(({ path, message }) => ({
        ...spot(path),
        message: path === '' ? message : `${path}: ${message}`,
      }))
      return error.reason === 'invalid' && parsed.kind !== 'maintenance'
        ? { problems: issues, warnings: [] }
        : { problems: [], warnings: sortProblems(issues) }
    }
    return { problems: [], warnings: [] }
  }
}

/** Is it over by what it says itself, so that its components may have left since? */
function isOver(declared: DeclaredNotice, now: number): boolean {
  if (declared.kind === 'announcement') return false
  if (declared.kind === 'maintenance') {
    const ended = declared.messages.some(({ status }) => status === 'completed' || status === 'cancelled')
    return ended || declared.cancelled || declared.plan.scheduledUntil <= now
  }
  return (
    declared.falseAlarm !== undefined ||
    declared.messages.findLast(({ status }) => status !== 'postmortem')?.status === 'resolved'
  )
}

const sortProblems = (problems: readonly FileProblem[]): FileProblem[] => {
  const seen = new Set<string>()
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const key = `${line}:${column} ${message}`
      return seen.has(key) ? false : seen.add(key)
    })
}
