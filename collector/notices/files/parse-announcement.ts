import type { Head } from './parse-incident.ts'
import type { FileParts } from './sections.ts'
import { type FileReading, dated, readHeading, spotOf, wordsOf } from './file-context.ts'
import { type SaidIncident, type SaidMessage, inOrder, leadId } from './parsed-notice.ts'
import { messageSettings } from './front-matter.ts'
import type { IncidentStatus } from '../../core/incident/incident.ts'
import { parse } from '../rules/validate.ts'

type Dated = Omit<SaidMessage<IncidentStatus>, 'id' | 'at'> & { readonly at: number }

/** An announcement: an incident that touches nothing, over as soon as it is told. */
export function readAnnouncement(
  head: Head<'announcement'>,
  parts: FileParts,
  file: FileReading,
): SaidIncident | null {
  const { front, spot, id } = head
  const notify = front.notify ?? true
  const top = file.attempt(spot, (read) => {
    const name = front.at === undefined ? 'started' : 'at'
    const written = front[name]
    return {
      title: read.text('title', front.title),
      at: written === undefined ? null : dated(read, name, written, true),
    }
  })
  const dates: Dated[] = []
  for (const section of parts.sections) {
    const heading = readHeading(section, [], file)
    const body = wordsOf(section, file)
    const checked =
      body &&
      file.attempt(
        () => spotOf(section),
        () => parse(messageSettings.announcement, { body }).body,
      )
    if (body === undefined)
      file.wrong(spotOf(section), 'This message says nothing. Write what readers should know.')
    if (heading && checked)
      dates.push({ at: heading.at, status: 'resolved', body: checked, components: {}, notify })
  }
  const lead = wordsOf(parts.lead, file)
  const first =
    lead &&
    file.attempt(
      () => spotOf(parts.lead),
      () => parse(messageSettings.announcement, { body: lead }).body,
    )
  if (!top || file.problems.length > 0) return null
  const messages: SaidMessage<IncidentStatus>[] = inOrder(id, dates)
  const began = top.at ?? (first ? null : (messages[0]?.at ?? null))
  if (first && began === null && messages.length > 0)
    file.wrong(spotOf(parts.lead), 'These words have no date, as at: is missing. Write at: above.')
  if (first)
    messages.unshift({ id: leadId(id), at: began, status: 'resolved', body: first, components: {}, notify })
  if (messages.length === 0)
    file.wrong(
      spotOf(parts.lead),
      'There is no message. Write what readers should know below the front matter.',
    )
  if (began !== null && messages.some(({ at }) => at !== null && at < began))
    file.wrong(spot('at'), 'at: is after one of the messages. Write an earlier time.')
  if (file.problems.length > 0) return null
  return {
    kind: 'incident',
    id,
    title: top.title,
    author: head.author,
    impact: 'none',
    priority: undefined,
    startedAt: began,
    detectedAt: undefined,
    acknowledgedAt: undefined,
    falseAlarm: undefined,
    messages,
    postmortem: null,
  }
}
