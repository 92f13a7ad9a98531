import { createHash } from 'node:crypto'
import type { Config } from '../../core/config/config.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { mergeIncident } from './merge-incident.ts'
import { mergeMaintenance } from './merge-maintenance.ts'
import type { FileProblem } from './sections.ts'
import { createFileContext } from './file-context.ts'
import type { ParsedIncident, ParsedMaintenance } from './parsed-notice.ts'
import { openFile, parseWholeFile } from './whole-file.ts'
import { quoteInput } from '../rules/validate.ts'

/** What is stored, for a reading of files. */
type StoredNotices = {
  incident(id: string): Promise<Incident | null>
  maintenance(id: string): Promise<Maintenance | null>
  exists(name: string): boolean
}

/** What came of reading a file: as `ReadNotice` of steps/files.ts. */
type ParsedFrontMatter =
  | {
      readonly ok: true
      readonly id: string
      readonly incident?: Incident
      readonly maintenance?: Maintenance
    }
  | { readonly ok: false; readonly problems: readonly string[] }

const formatProblems = (problems: readonly FileProblem[]): string[] => [
  ...new Set(
    problems
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map(({ line, column, message }) => `${line}:${column} ${message}`),
  ),
]

/**
 * Understands notices written as files: front matter in YAML, then messages under dated headings. For `ReadFile` of
 * steps/files.ts. It reads and decides; whoever asks writes.
 */
export const createNoticeParser =
  (config: Pick<Config, 'page' | 'components' | 'notice'>) =>
  async (
    { name, text }: { readonly name: string; readonly text: string },
    stored: StoredNotices,
    now: number,
  ): Promise<ParsedFrontMatter> => {
    const file = createFileContext(config, now)
    const found = openFile({ name, text }, file)
    if (!found) return { ok: false, problems: formatProblems(file.problems) }
    const { id } = found
    const incident = await stored.incident(id)
    const maintenance = await stored.maintenance(id)
    const also = [
      ...(incident?.updates.flatMap(({ components }) => Object.keys(components)) ?? []),
      ...(maintenance?.components ?? []),
    ]
    const read = parseWholeFile(found, also, file)
    if (!read) return { ok: false, problems: formatProblems(file.problems) }
    const { parsed } = read
    const before = parsed.kind === 'incident' ? incident : maintenance
    const place = found.spot('id')
    if (before?.file !== name) {
      const owner = before?.file
      if (before && (owner === undefined || stored.exists(owner)))
        file.addProblem(
          place,
          `id: There is another notice with the id ${quoteInput(id)}. Write another, or remove the line.`,
        )
    } else if (before.withdrawn && before.withdrawn.by !== name && !sameAsStored(before, parsed))
      file.addProblem(
        { line: 1, column: 1 },
        `The notice was taken off the page by ${quoteInput(before.withdrawn.by)}. Rename the file to publish it anew, or remove it.`,
      )
    if (file.problems.length > 0) return { ok: false, problems: formatProblems(file.problems) }
    // As long as the file says what it said, what others have changed since is what holds.
    const back = before?.withdrawn !== undefined && before.withdrawn.by === before.file
    if (before && !back && before.file === name && sameAsStored(before, parsed)) return { ok: true, id }

    const origin = { file: name, fileSays: digest(parsed) }
    const row = file.attempt(read.spot, (reading) =>
      parsed.kind === 'incident'
        ? mergeIncident(parsed, incident, origin, reading)
        : mergeMaintenance(parsed, maintenance, origin, reading, config),
    )
    if (!row || file.problems.length > 0) return { ok: false, problems: formatProblems(file.problems) }
    if (row === before) return { ok: true, id }
    return parsed.kind === 'incident'
      ? { ok: true, id, incident: row as Incident }
      : { ok: true, id, maintenance: row as Maintenance }
  }

/** A digest of what a file says, whichever way it is written. */
const digest = (said: ParsedIncident | ParsedMaintenance): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16)

const sameAsStored = (stored: Incident | Maintenance, said: ParsedIncident | ParsedMaintenance): boolean =>
  stored.fileSays === digest(said)
