import { collectorAuthor } from '../../core/incident/incident.ts'
import { suggest } from '../../core/text/suggest.ts'
import { derivedId } from '../../core/text/id.ts'
import { readAnnouncement } from './parse-announcement.ts'
import { readIncident } from './parse-incident.ts'
import { readMaintenance } from './parse-maintenance.ts'
import { type FileParts, type Spot, fileParts } from './sections.ts'
import { type FileReading, withoutBlanks } from './file-context.ts'
import type { SaidIncident, SaidMaintenance } from './parsed-notice.ts'
import { type Front, frontMatter } from './front-matter.ts'
import { readSettings } from './front-matter-yaml.ts'
import { oneLine } from '../api/field-schemas.ts'
import { parse, quoted } from '../rules/validate.ts'

const kinds = ['incident', 'maintenance', 'announcement'] as const
type Kind = (typeof kinds)[number]

/** A notice's file whose parts and settings were found; not yet judged. */
export type Opened = {
  readonly front: Readonly<Record<string, unknown>>
  /** Where its settings stand. */
  readonly spot: (path: string) => Spot
  /** As the file says, else by its name. */
  readonly id: string
  readonly name: string
  readonly parts: FileParts
}

/** What a file says, and where the parts of it stand that can still be refused. */
export type Whole = { readonly said: SaidIncident | SaidMaintenance; readonly spot: (path: string) => Spot }

/** The parts of a file; null where it has none, which `file` then knows. */
export function opened(
  { name, text }: { readonly name: string; readonly text: string },
  file: FileReading,
): Opened | null {
  const parts = fileParts(text)
  if ('message' in parts) {
    file.problems.push(parts)
    return null
  }
  const settings = readSettings(parts.front)
  file.problems.push(...settings.problems)
  const front = withoutBlanks(settings.value) as Record<string, unknown>
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
export function wholeOf(found: Opened, also: readonly string[], file: FileReading): Whole | null {
  // Of settings that cannot be read, nothing more can be said.
  const kind = file.problems.length === 0 ? readKind(found.front['kind'], found.spot, file) : null
  const whole = kind && readAs(kind, found, also, file)
  return file.problems.length > 0 ? null : whole
}

function readKind(given: unknown, spot: (path: string) => Spot, file: FileReading): Kind | null {
  const kind = kinds.find((one) => one === given)
  if (kind) return kind
  const write = 'Write kind: incident, maintenance or announcement.'
  if (given === undefined) file.wrong(spot(''), `kind: is missing. ${write}`)
  else {
    const near = typeof given === 'string' ? suggest(given, kinds) : undefined
    const did = near === undefined ? '' : ` Did you mean "${near}"?`
    file.wrong(
      spot('kind'),
      `kind: ${typeof given === 'string' ? quoted(given) : 'this'} is none.${did} ${write}`,
    )
  }
  return null
}

function readAs(
  kind: Kind,
  { front, id, name, parts, spot }: Opened,
  also: readonly string[],
  file: FileReading,
): Whole | null {
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
