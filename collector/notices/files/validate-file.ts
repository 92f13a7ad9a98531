import { mergeDeclared, nothingStored } from '../service/merge-declared.ts'
import type { FileProblem, FilePosition } from './sections.ts'
import { createFileContext } from './file-context.ts'
import type { DeclaredNotice } from '../service/declared-notice.ts'
import { type WholeNotice, openFile, parseWholeFile } from './whole-file.ts'
import { type PageSettings, createValidationContext } from '../rules/validation-context.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { quoteInput } from '../rules/validate.ts'

/** What is wrong with a file, each in reading order. */
type FileValidation = {
  /** Whatever is stored, it is refused. */
  readonly problems: readonly FileProblem[]
  /** It is refused unless the collector has taken it over before, or others have said the rest of it. */
  readonly warnings: readonly FileProblem[]
}

/** Judges one file; of the files of a folder, each is to be shown to it once. */
export type ValidateFile = (file: { readonly name: string; readonly text: string }) => FileValidation

/**
 * Judges the files of one folder by what they say alone, without a store: before they are deployed, or where another
 * machine has the store. What can only be known with it is a warning, as what was taken over in time stays right: a window
 * told too late by now, a component that has since left the configuration, an incident that was resolved elsewhere.
 *
 * @param now ms since the epoch
 */
export function createFileValidator(page: PageSettings, now: number): ValidateFile {
  /** The file of each notice, by kind and id: the first by name, as the collector reads them. */
  const owners = new Map<string, string>()

  return (source) => {
    const file = createFileContext(page, now)
    const found = openFile(source, file)
    const strict = found && parseWholeFile(found, [], file)
    const lenient = found && !strict && createFileContext(page, now)
    // Any word of it may be the id of a component that was.
    const past = lenient && parseWholeFile(found, source.text.match(/[\p{L}\p{N}_-]+/gu) ?? [], lenient)
    if (past && isOver(past.parsed, now))
      return { problems: sortProblems(others(found.spot('id'), past)), warnings: sortProblems(file.problems) }
    if (!found || !strict) return { problems: sortProblems(file.problems), warnings: [] }
    const { problems, warnings } = stored(strict)
    return { problems: sortProblems([...problems, ...others(found.spot('id'), strict)]), warnings }

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
      const wrong = error.issues.map(({ path, message }) => ({
        ...spot(path),
        message: path === '' ? message : `${path}: ${message}`,
      }))
      return error.reason === 'invalid' && parsed.kind !== 'maintenance'
        ? { problems: wrong, warnings: [] }
        : { problems: [], warnings: sortProblems(wrong) }
    }
    return { problems: [], warnings: [] }
  }
}

/** Is it over by what it says itself, so that its components may have left since? */
function isOver(said: DeclaredNotice, now: number): boolean {
  if (said.kind === 'announcement') return false
  if (said.kind === 'maintenance') {
    const ended = said.messages.some(({ status }) => status === 'completed' || status === 'cancelled')
    return ended || said.cancelled || said.plan.scheduledUntil <= now
  }
  return (
    said.falseAlarm !== undefined ||
    said.messages.findLast(({ status }) => status !== 'postmortem')?.status === 'resolved'
  )
}

const sortProblems = (problems: readonly FileProblem[]): FileProblem[] => {
  const seen = new Set<string>()
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const told = `${line}:${column} ${message}`
      return seen.has(told) ? false : seen.add(told)
    })
}
