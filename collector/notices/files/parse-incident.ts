import { checkDeclaredStart } from './check-declared-start.ts'
import { incidentFields } from '../../core/incident/fields.ts'
import { impactOfComponents } from '../../core/incident/impact.ts'
import type { Impact, IncidentStatus } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { nameInFront } from '../fields/field-shape.ts'
import { createFieldReader } from '../rules/field-reader.ts'
import { readChange } from '../fields/values.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'
import {
  type DeclaredIncident,
  type DeclaredMessage,
  leadMessageId,
  orderMessages,
} from '../service/declared-notice.ts'
import { type FileContext, parseBody, parseFileInstant, spotOf } from './file-context.ts'
import { type FrontMatter, messageSettings } from './front-matter.ts'
import { incidentStatuses, parseIncidentMessages } from './incident-messages.ts'
import type { FilePosition, FileSections } from './sections.ts'

/** A notice as its file begins. */
export type FileHead<Kind extends 'incident' | 'maintenance' | 'announcement'> = {
  readonly front: FrontMatter<Kind>
  /** Of the file, in its folder. */
  readonly name: string
  readonly id: string
  readonly author: string
  readonly spot: (path: string) => FilePosition
}

type Front = FileHead<'incident'>
type Messages = readonly DeclaredMessage<IncidentStatus>[]

/**
 * The incident a file declares, and the position of its postmortem; null when it has problems, which `file` collects.
 *
 * @param formerComponents components that are no longer configured, which it named before
 */
export function parseIncident(
  head: Front,
  parts: FileSections,
  formerComponents: readonly string[],
  file: FileContext,
): { readonly declared: DeclaredIncident; readonly postmortem: FilePosition } | null {
  const { front, spot, id, author } = head
  const impact = front.impact ?? impactOfComponents(front.components ?? {})
  const top = parseTop(head, impact, formerComponents, file)
  const scope = { impact, formerComponents, notify: front.notify ?? true }
  const { messages: sections, postmortem } = parseIncidentMessages(parts.sections, scope, file)
  const lead = parseBody(parts.lead, file)
  if (!top || file.problems.length > 0) return null

  const dated: Messages = orderMessages(id, sections)
  const beganAt = top.facts.startedAt ?? (lead === undefined ? dated[0]?.at : undefined) ?? null
  const leadStatus = validateStatus(head, dated, file)
  const leadMessage =
    lead === undefined || !leadStatus ? null : parseLead(lead, leadStatus, beganAt, dated, head, parts, file)
  const messages = [...(leadMessage ? [leadMessage] : []), ...dated].toSorted(
    (a, b) => (a.at ?? Infinity) - (b.at ?? Infinity),
  )
  const [first, ...others] = messages
  if (!first) {
    file.addProblem(
      spotOf(parts.lead),
      'There is no message. Write what readers should know below the front matter.',
    )
    return null
  }
  if (beganAt !== null && !front.force) checkDeclaredStart(beganAt, first.at, head, file)
  validateOrder(head, top.facts, beganAt, first.at, file)
  if (file.problems.length > 0) return null
  return {
    declared: {
      kind: 'incident',
      id,
      author,
      facts: top.facts,
      impact,
      beganAt,
      falseAlarm: top.falseAlarm,
      // The components of the front matter belong to the first message.
      messages: [{ ...first, components: { ...top.components, ...first.components } }, ...others],
      postmortem: postmortem?.declared ?? null,
    },
    postmortem: postmortem?.spot ?? spot(''),
  }
}

/** The parts of the front matter that need the page to be understood. */
const parseTop = (
  { front, spot }: Front,
  impact: Impact,
  formerComponents: readonly string[],
  file: FileContext,
) =>
  file.attempt(spot, (read) => {
    const reader = {
      ...createFieldReader(read, { page: file.settings, formerComponents, impact }),
      pastInstant: (path: string, written: string | number) =>
        parseFileInstant(read, path, String(written), true),
    }
    const facts = readChange(incidentFields, front, reader, { nameOf: nameInFront(front) })
    return {
      facts: { ...facts, title: facts.title! },
      falseAlarm: read.text('false_alarm', front.false_alarm),
      components: reader.statuses('components', front.components ?? {}, undefined),
    }
  })

/** The status of the words before any heading; undefined where the front matter names none that can be. */
function validateStatus(
  { front, spot }: Front,
  dated: Messages,
  file: FileContext,
): IncidentStatus | undefined {
  const { status } = front
  const latest = dated.findLast((message) => message.status !== 'postmortem')?.status
  if (status !== undefined && !incidentStatuses.some((one) => one === status && one !== 'postmortem'))
    file.addProblem(
      spot('status'),
      `status: ${quoteInput(status)} is not a status. Write investigating, identified, monitoring or resolved.`,
    )
  else if (dated.length > 0 && status !== undefined && latest !== status)
    file.addProblem(
      spot('status'),
      `status: is ${status}, but the latest message says ${dated.at(-1)!.status}. Write a message with that status, or remove this line.`,
    )
  return dated.length > 0
    ? 'investigating'
    : incidentStatuses.find((one) => one === (status ?? 'investigating'))
}

/** The words before any heading as the first message. */
function parseLead(
  lead: Text,
  status: IncidentStatus,
  beganAt: number | null,
  dated: Messages,
  { front, id }: Front,
  parts: FileSections,
  file: FileContext,
): DeclaredMessage<IncidentStatus> | null {
  const earliest = dated[0]?.at
  if (beganAt === null && earliest !== undefined && earliest !== null)
    file.addProblem(
      spotOf(parts.lead),
      'These words have no date, as started: is missing. Write started: above, or a heading such as ## 2026-11-22 15:12 investigating.',
    )
  const body = file.attempt(
    () => spotOf(parts.lead),
    () => parseInput(messageSettings.announcement, { body: lead }).body,
  )
  if (body === null) return null
  return { id: leadMessageId(id), at: beganAt, status, body, components: {}, notify: front.notify ?? true }
}

/** An incident begins before its first message, and before anybody notices it. */
function validateOrder(
  { spot }: Front,
  { detectedAt, acknowledgedAt }: DeclaredIncident['facts'],
  beganAt: number | null,
  firstAt: number | null,
  file: FileContext,
): void {
  if (beganAt === null) return
  if ((firstAt ?? beganAt) < beganAt)
    file.addProblem(
      spot('started'),
      'started: is after the first message. Write the time of that message, or an earlier one.',
    )
  if ((detectedAt ?? beganAt) < beganAt)
    file.addProblem(spot('detected'), 'detected: is before the incident began. Write a later time.')
  if ((acknowledgedAt ?? beganAt) < beganAt)
    file.addProblem(spot('acknowledged'), 'acknowledged: is before the incident began. Write a later time.')
}
