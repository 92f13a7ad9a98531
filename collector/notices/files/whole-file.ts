import { collectorAuthor } from '../../core/incident/incident.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { nameInFront } from '../fields/field-shape.ts'
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
import { oneLine } from '../fields/field-schemas.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'

const kinds = ['incident', 'maintenance', 'announcement'] as const
type NoticeKind = (typeof kinds)[number]

/** A notice's file split into its parts, with its settings; not yet validated. */
export type OpenedFile = {
  readonly front: Readonly<Record<string, unknown>>
  /** Where its settings stand. */
  readonly spot: (path: string) => FilePosition
  /** As the file says, else by its name. */
  readonly id: string
  readonly name: string
  readonly parts: FileSections
}

/** The notice a file declares, and the positions of what the service may still refuse. */
export type WholeNotice = {
  readonly parsed: DeclaredNotice
  readonly spot: (path: string) => FilePosition
}

/** Split a file into its parts; null where it has none, which `file` has as a problem. */
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
  const { id } = front
  return {
    front,
    spot: settings.spot,
    id: typeof id === 'string' ? id : derivedId('file', name),
    name,
    parts,
  }
}

/**
 * The notice an opened file declares; null when it has problems, which `file` collects.
 *
 * @param formerComponents components that are no longer configured, which it named before
 */
export function parseWholeFile(
  opened: OpenedFile,
  formerComponents: readonly string[],
  file: FileContext,
): WholeNotice | null {
  // Settings that cannot be read cannot be validated.
  const kind = file.problems.length === 0 ? parseKind(opened.front['kind'], opened.spot, file) : null
  const whole = kind && parseByKind(kind, opened, formerComponents, file)
  return file.problems.length > 0 ? null : whole
}

function parseKind(
  written: unknown,
  spot: (path: string) => FilePosition,
  file: FileContext,
): NoticeKind | null {
  const kind = kinds.find((one) => one === written)
  if (kind) return kind
  const write = 'Write kind: incident, maintenance or announcement.'
  if (written === undefined) file.addProblem(spot(''), `kind: is missing. ${write}`)
  else {
    const near = typeof written === 'string' ? suggest(written, kinds) : undefined
    const did = near === undefined ? '' : ` Did you mean "${near}"?`
    file.addProblem(
      spot('kind'),
      `kind: ${typeof written === 'string' ? quoteInput(written) : 'this'} is none.${did} ${write}`,
    )
  }
  return null
}

function parseByKind(
  kind: NoticeKind,
  { front, id, name, parts, spot }: OpenedFile,
  formerComponents: readonly string[],
  file: FileContext,
): WholeNotice | null {
  const head = <Of extends NoticeKind>(of: Of) => {
    const read =
      file.attempt(spot, () => parseInput(frontMatter[of], front)) ??
      // So that the problems of its messages are reported as well.
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
    const incident = parseIncident(read, parts, formerComponents, file)
    return incident && { parsed: incident.declared, spot: () => incident.postmortem }
  }
  if (kind === 'announcement') {
    const read = head('announcement')
    const parsed = parseAnnouncement(read, parts, file)
    return parsed && { parsed, spot }
  }
  const read = head('maintenance')
  const declared = parseMaintenance(read, parts, formerComponents, file)
  const names = new Map(
    Object.values(maintenanceFields).map((field) => [String(field.name), nameInFront(front)(field)]),
  )
  return declared && { parsed: declared, spot: (path) => spot(names.get(path) ?? path) }
}
