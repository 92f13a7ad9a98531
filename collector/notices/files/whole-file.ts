import { collectorAuthor } from '../../core/incident/incident.ts'
import { suggest } from '../../core/text/suggest.ts'
import { derivedId } from '../../core/text/id.ts'
import { parseAnnouncement } from './parse-announcement.ts'
import { parseIncident } from './parse-incident.ts'
import { parseMaintenance } from './parse-maintenance.ts'
import { type FileSections, type FilePosition, splitSections } from './sections.ts'
import { type FileContext, dropEmptyValues } from './file-context.ts'
import type { DeclaredNotice } from '../service/declared-notice.ts'
import { type FrontMatter, frontMatter } from './front-matter.ts'
import { parseYamlSettings } from './front-matter-yaml.ts'
import { oneLine } from '../api/field-schemas.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'

const kinds = ['incident', 'maintenance', 'announcement'] as const
type NoticeKind = (typeof kinds)[number]

/** A notice's file whose parts and settings were found; not yet judged. */
export type OpenedFile = {
  readonly front: Readonly<Record<string, unknown>>
  /** Where its settings stand. */
  readonly spot: (path: string) => FilePosition
  /** As the file says, else by its name. */
  readonly id: string
  readonly name: string
  readonly parts: FileSections
}

/** What a file says, and where the parts of it stand that can still be refused. */
export type WholeNotice = {
  readonly parsed: DeclaredNotice
  readonly spot: (path: string) => FilePosition
}

/** The parts of a file; null where it has none, which `file` then knows. */
export function openFile(
  { name, text }: { readonly name: string; readonly text: string },
  file: FileContext,
): OpenedFile | null {
  const parts = splitSections(text)
  if ('message' in parts) {
    file.problems.push(parts)
    return null
  }
  const settings = parseYamlSettings(parts.front)
  file.problems.push(...settings.problems)
  const front = dropEmptyValues(settings.value) as Record<string, unknown>
  const given = front['id']
  return {
    front,
    spot: settings.spot,
    id: typeof given === 'string' ? given : derivedId('file', name),
    name,
    parts,
  }
}

/**
 * What an opened file says; null when anything is wrong with it, which `file` then knows.
 *
 * @param also components that are no longer configured, which it named before
 */
export function parseWholeFile(
  found: OpenedFile,
  also: readonly string[],
  file: FileContext,
): WholeNotice | null {
  // Of settings that cannot be read, nothing more can be said.
  const kind = file.problems.length === 0 ? parseKind(found.front['kind'], found.spot, file) : null
  const whole = kind && parseByKind(kind, found, also, file)
  return file.problems.length > 0 ? null : whole
}

function parseKind(
  given: unknown,
  spot: (path: string) => FilePosition,
  file: FileContext,
): NoticeKind | null {
  const kind = kinds.find((one) => one === given)
  if (kind) return kind
  const write = 'Write kind: incident, maintenance or announcement.'
  if (given === undefined) file.addProblem(spot(''), `kind: is missing. ${write}`)
  else {
    const near = typeof given === 'string' ? suggest(given, kinds) : undefined
    const did = near === undefined ? '' : ` Did you mean "${near}"?`
    file.addProblem(
      spot('kind'),
      `kind: ${typeof given === 'string' ? quoteInput(given) : 'this'} is none.${did} ${write}`,
    )
  }
  return null
}

function parseByKind(
  kind: NoticeKind,
  { front, id, name, parts, spot }: OpenedFile,
  also: readonly string[],
  file: FileContext,
): WholeNotice | null {
  const head = <Of extends NoticeKind>(of: Of) => {
    const read =
      file.attempt(spot, () => parseInput(frontMatter[of], front)) ??
      // So that what is wrong with its messages is told as well.
      parseInput(frontMatter[of], {
        kind: of,
        title: '…',
        ...(of === 'maintenance' && {
          components: file.settings.components.slice(0, 1).map((component) => component.id),
          from: '2026-01-01',
          until: '2026-01-02',
        }),
      })
    const author = oneLine((read as FrontMatter<NoticeKind>).author ?? name)
    if (author === '' || author === collectorAuthor)
      file.addProblem(
        spot('author'),
        `author: ${quoteInput(author)} cannot be used. Write the name of a person or a team.`,
      )
    return { front: read as FrontMatter<Of>, id, name, author, spot }
  }
  if (kind === 'incident') {
    const read = head('incident')
    const incident = parseIncident(read, parts, also, file)
    return incident && { parsed: incident.said, spot: () => incident.postmortem }
  }
  if (kind === 'announcement') {
    const read = head('announcement')
    const parsed = parseAnnouncement(read, parts, file)
    return parsed && { parsed, spot }
  }
  const read = head('maintenance')
  const said = parseMaintenance(read, parts, also, file)
  const keys: Record<string, string> = { scheduled_for: 'from', scheduled_until: 'until' }
  return (
    said && {
      parsed: said,
      spot: (path) => spot(keys[path] !== undefined && keys[path] in front ? keys[path] : path),
    }
  )
}
