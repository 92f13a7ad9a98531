import { createHash } from 'node:crypto'
import { collectorAuthor } from '../core/autoincident.ts'
import { closest } from '../core/closest.ts'
import type { Config } from '../core/config.ts'
import { derivedId } from '../core/id.ts'
import type { Incident } from '../core/incident.ts'
import type { Maintenance } from '../core/maintenance.ts'
import { readAnnouncement } from './file-announcement.ts'
import { readIncident } from './file-incident.ts'
import { readMaintenance } from './file-maintenance.ts'
import { mergedIncident } from './file-merge-incident.ts'
import { mergedMaintenance } from './file-merge-maintenance.ts'
import { type FileParts, type FileProblem, type Spot, fileParts } from './file-parts.ts'
import { type FileReading, fileReading, withoutBlanks } from './file-reading.ts'
import type { SaidIncident, SaidMaintenance } from './file-said.ts'
import { type Front, frontMatter } from './file-settings.ts'
import { readSettings } from './file-yaml.ts'
import { oneLine } from './schema-words.ts'
import { parse, quoted } from './wrong.ts'

/** What is stored, for a reading of files. */
type Stored = {
  incident(id: string): Promise<Incident | null>
  maintenance(id: string): Promise<Maintenance | null>
  exists(name: string): boolean
}

/** What came of reading a file: as `ReadNotice` of steps/files.ts. */
type Read =
  | {
      readonly ok: true
      readonly id: string
      readonly incident?: Incident
      readonly maintenance?: Maintenance
    }
  | { readonly ok: false; readonly problems: readonly string[] }

const kinds = ['incident', 'maintenance', 'announcement'] as const
type Kind = (typeof kinds)[number]

const inReadingOrder = (problems: readonly FileProblem[]): string[] => [
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
export const noticeReader =
  (config: Pick<Config, 'page' | 'components' | 'notice'>) =>
  async (
    { name, text }: { readonly name: string; readonly text: string },
    stored: Stored,
    now: number,
  ): Promise<Read> => {
    const file = fileReading(config, now)
    const parts = fileParts(text)
    if ('message' in parts) return { ok: false, problems: inReadingOrder([parts]) }
    const settings = readSettings(parts.front)
    file.problems.push(...settings.problems)
    const front = withoutBlanks(settings.value) as Record<string, unknown>
    const given = front['id']
    const id = typeof given === 'string' ? given : derivedId('file', name)
    const incident = await stored.incident(id)
    const maintenance = await stored.maintenance(id)
    const also = [
      ...(incident?.updates.flatMap(({ components }) => Object.keys(components)) ?? []),
      ...(maintenance?.components ?? []),
    ]

    const kind = settings.problems.length === 0 ? readKind(front['kind'], settings.spot, file) : null
    const read = kind && readAs(kind, { front, id, name, also, parts, spot: settings.spot }, file)
    if (!read || file.problems.length > 0) return { ok: false, problems: inReadingOrder(file.problems) }
    const { said } = read
    const before = said.kind === 'incident' ? incident : maintenance
    const place = settings.spot('id')
    if (before?.file !== name) {
      const owner = before?.file
      if (before && (owner === undefined || stored.exists(owner)))
        file.wrong(
          place,
          `id: There is another notice with the id ${quoted(id)}. Write another, or remove the line.`,
        )
    } else if (before.withdrawn && before.withdrawn.by !== name && !sameAsStored(before, said))
      file.wrong(
        { line: 1, column: 1 },
        `The notice was taken off the page by ${quoted(before.withdrawn.by)}. Rename the file to publish it anew, or remove it.`,
      )
    if (file.problems.length > 0) return { ok: false, problems: inReadingOrder(file.problems) }
    // As long as the file says what it said, what others have changed since is what holds.
    const back = before?.withdrawn !== undefined && before.withdrawn.by === before.file
    if (before && !back && before.file === name && sameAsStored(before, said)) return { ok: true, id }

    const origin = { file: name, fileSays: digest(said) }
    const row = file.attempt(read.spot, (reading) =>
      said.kind === 'incident'
        ? mergedIncident(said, incident, origin, reading)
        : mergedMaintenance(said, maintenance, origin, reading, config),
    )
    if (!row || file.problems.length > 0) return { ok: false, problems: inReadingOrder(file.problems) }
    if (row === before) return { ok: true, id }
    return said.kind === 'incident'
      ? { ok: true, id, incident: row as Incident }
      : { ok: true, id, maintenance: row as Maintenance }
  }

/** A digest of what a file says, whichever way it is written. */
const digest = (said: SaidIncident | SaidMaintenance): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16)

const sameAsStored = (stored: Incident | Maintenance, said: SaidIncident | SaidMaintenance): boolean =>
  stored.fileSays === digest(said)

function readKind(given: unknown, spot: (path: string) => Spot, file: FileReading): Kind | null {
  const kind = kinds.find((one) => one === given)
  if (kind) return kind
  const write = 'Write kind: incident, maintenance or announcement.'
  if (given === undefined) file.wrong(spot(''), `kind: is missing. ${write}`)
  else {
    const near = typeof given === 'string' ? closest(given, kinds) : undefined
    const did = near === undefined ? '' : ` Did you mean "${near}"?`
    file.wrong(
      spot('kind'),
      `kind: ${typeof given === 'string' ? quoted(given) : 'this'} is none.${did} ${write}`,
    )
  }
  return null
}

type Written = {
  readonly front: Record<string, unknown>
  readonly id: string
  readonly name: string
  /** Components that are no longer configured, which it named before. */
  readonly also: readonly string[]
  readonly parts: FileParts
  readonly spot: (path: string) => Spot
}

/** What the file says, and where the parts of it stand that can still be refused. */
function readAs(
  kind: Kind,
  { front, id, name, also, parts, spot }: Written,
  file: FileReading,
): { said: SaidIncident | SaidMaintenance; spot: (path: string) => Spot } | null {
  const head = <Of extends Kind>(of: Of) => {
    const read =
      file.attempt(spot, () => parse(frontMatter[of], front)) ??
      // So that what is wrong with its messages is told as well.
      parse(frontMatter[of], {
        kind: of,
        title: '…',
        ...(of === 'maintenance' && {
          components: file.page.components.slice(0, 1).map((component) => component.id),
          from: '2026-01-01',
          until: '2026-01-02',
        }),
      })
    const author = oneLine((read as Front<Kind>).author ?? name)
    if (author === '' || author === collectorAuthor)
      file.wrong(
        spot('author'),
        `author: ${quoted(author)} cannot be used. Write the name of a person or a team.`,
      )
    return { front: read as Front<Of>, id, author, spot }
  }
  if (kind === 'incident') {
    const read = head('incident')
    const incident = readIncident(read, parts, also, file)
    return incident && { said: incident.said, spot: () => incident.postmortem }
  }
  if (kind === 'announcement') {
    const read = head('announcement')
    const said = readAnnouncement(read, parts, file)
    return said && { said, spot }
  }
  const read = head('maintenance')
  const said = readMaintenance(read, parts, also, file)
  const keys: Record<string, string> = { scheduled_for: 'from', scheduled_until: 'until' }
  return (
    said && {
      said,
      spot: (path) => spot(keys[path] !== undefined && keys[path] in front ? keys[path] : path),
    }
  )
}
