import type { FileHead } from './parse-incident.ts'
import type { FileSections } from './sections.ts'
import { type FileContext, parseFileInstant, parseHeading, spotOf, parseBody } from './file-context.ts'
import {
  type DeclaredIncident,
  type DeclaredMessage,
  orderMessages,
  leadMessageId,
} from '../service/declared-notice.ts'
import { messageSettings } from './front-matter.ts'
import type { IncidentStatus } from '../../core/incident/incident.ts'
import { parseInput } from '../rules/validate.ts'

type AnnouncementMessage = Omit<DeclaredMessage<IncidentStatus>, 'id' | 'at'> & { readonly at: number }

/** An announcement: an incident that touches nothing, and is over when it is published. */
export function parseAnnouncement(
  head: FileHead<'announcement'>,
  parts: FileSections,
  file: FileContext,
): DeclaredIncident | null {
  const { front, spot, id } = head
  const notify = front.notify ?? true
  const top = file.attempt(spot, (read) => {
    const name = front.at === undefined ? 'started' : 'at'
    const written = front[name]
    return {
      title: read.text('title', front.title),
      at: written === undefined ? null : parseFileInstant(read, name, written, true),
    }
  })
  const dates: AnnouncementMessage[] = []
  for (const section of parts.sections) {
    const heading = parseHeading(section, [], file)
    const body = parseBody(section, file)
    const checked =
      body &&
      file.attempt(
        () => spotOf(section),
        () => parseInput(messageSettings.announcement, { body }).body,
      )
    if (body === undefined)
      file.addProblem(spotOf(section), 'This message says nothing. Write what readers should know.')
    if (heading && checked)
      dates.push({ at: heading.at, status: 'resolved', body: checked, components: {}, notify })
  }
  const lead = parseBody(parts.lead, file)
  const first =
    lead &&
    file.attempt(
      () => spotOf(parts.lead),
      () => parseInput(messageSettings.announcement, { body: lead }).body,
    )
  if (!top || file.problems.length > 0) return null
  const messages: DeclaredMessage<IncidentStatus>[] = orderMessages(id, dates)
  const began = top.at ?? (first ? null : (messages[0]?.at ?? null))
  if (first && began === null && messages.length > 0)
    file.addProblem(spotOf(parts.lead), 'These words have no date, as at: is missing. Write at: above.')
  if (first)
    messages.unshift({
      id: leadMessageId(id),
      at: began,
      status: 'resolved',
      body: first,
      components: {},
      notify,
    })
  if (messages.length === 0)
    file.addProblem(
      spotOf(parts.lead),
      'There is no message. Write what readers should know below the front matter.',
    )
  if (began !== null && messages.some(({ at }) => at !== null && at < began))
    file.addProblem(spot('at'), 'at: is after one of the messages. Write an earlier time.')
  if (file.problems.length > 0) return null
  return {
    kind: 'incident',
    id,
    author: head.author,
    facts: { title: top.title },
    impact: 'none',
    beganAt: began,
    falseAlarm: undefined,
    messages,
    postmortem: null,
  }
}
