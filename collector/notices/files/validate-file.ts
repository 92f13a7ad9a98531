import { mergedIncident } from './merge-incident.ts'
import { mergedMaintenance } from './merge-maintenance.ts'
import type { FileProblem, Spot } from './sections.ts'
import { fileReading } from './file-context.ts'
import type { SaidIncident, SaidMaintenance } from './parsed-notice.ts'
import { type Whole, opened, wholeOf } from './whole-file.ts'
import { type Page, reading } from '../rules/validation-context.ts'
import { Refusal } from '../rules/validation-error.ts'
import { quoted } from '../rules/validate.ts'

/** What is wrong with a file, each in reading order. */
export type Judged = {
  /** Whatever is stored, it is refused. */
  readonly problems: readonly FileProblem[]
  /** It is refused unless the collector has taken it over before, or others have said the rest of it. */
  readonly warnings: readonly FileProblem[]
}

/** Judges one file; of the files of a folder, each is to be shown to it once. */
export type JudgeFile = (file: { readonly name: string; readonly text: string }) => Judged

/**
 * Judges the files of one folder by what they say alone, without a store: before they are deployed, or where another
 * machine has the store. What can only be known with it is a warning, as what was taken over in time stays right: a window
 * told too late by now, a component that has since left the configuration, an incident that was resolved elsewhere.
 *
 * @param now ms since the epoch
 */
export function noticeJudge(page: Page, now: number): JudgeFile {
  /** The file of each notice, by kind and id: the first by name, as the collector reads them. */
  const owners = new Map<string, string>()

  return (source) => {
    const file = fileReading(page, now)
    const found = opened(source, file)
    const strict = found && wholeOf(found, [], file)
    const lenient = found && !strict && fileReading(page, now)
    // Any word of it may be the id of a component that was.
    const past = lenient && wholeOf(found, source.text.match(/[\p{L}\p{N}_-]+/gu) ?? [], lenient)
    if (past && isOver(past.said, now))
      return { problems: inOrder(others(found.spot('id'), past)), warnings: inOrder(file.problems) }
    if (!found || !strict) return { problems: inOrder(file.problems), warnings: [] }
    const { problems, warnings } = stored(strict)
    return { problems: inOrder([...problems, ...others(found.spot('id'), strict)]), warnings }

    /** Two files that are one notice: only one of them is taken over. */
    function others(spot: Spot, { said }: Whole): FileProblem[] {
      const key = `${said.kind} ${said.id}`
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, source.name)
      return owner === undefined
        ? []
        : [
            {
              ...spot,
              message: `id: There is another notice with the id ${quoted(said.id)}, in ${quoted(owner)}. Write another, or remove the line.`,
            },
          ]
    }
  }

  /** What would be refused if it were stored for the first time now. */
  function stored({ said, spot }: Whole): { problems: FileProblem[]; warnings: FileProblem[] } {
    // Nearly every window of the past was announced when it was still to come: a word on each would be noise.
    if (said.kind === 'maintenance' && said.from <= now) return { problems: [], warnings: [] }
    const read = reading(page, now)
    const origin = { file: '', fileSays: '' }
    try {
      if (said.kind === 'incident') mergedIncident(said, null, origin, read)
      else mergedMaintenance(said, null, origin, read, page)
      read.done()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const wrong = error.wrong.map(({ path, message }) => ({
        ...spot(path),
        message: path === '' ? message : `${path}: ${message}`,
      }))
      return error.reason === 'invalid' && said.kind === 'incident'
        ? { problems: wrong, warnings: [] }
        : { problems: [], warnings: inOrder(wrong) }
    }
    return { problems: [], warnings: [] }
  }
}

/** Is it over by what it says itself, so that its components may have left since? */
function isOver(said: SaidIncident | SaidMaintenance, now: number): boolean {
  if (said.kind === 'maintenance') {
    const ended = said.messages.some(({ status }) => status === 'completed' || status === 'cancelled')
    return ended || said.cancelled || said.until <= now
  }
  return (
    said.falseAlarm !== undefined ||
    said.messages.findLast(({ status }) => status !== 'postmortem')?.status === 'resolved'
  )
}

const inOrder = (problems: readonly FileProblem[]): FileProblem[] => {
  const seen = new Set<string>()
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const told = `${line}:${column} ${message}`
      return seen.has(told) ? false : seen.add(told)
    })
}
