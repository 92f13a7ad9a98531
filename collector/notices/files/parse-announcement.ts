import { announcementFields } from '../../core/announcement/fields.ts'
import { announcementReader, validateUntil } from '../rules/announcement-rules.ts'
import { parseInput } from '../rules/validate.ts'
import type { DeclaredAnnouncement } from '../service/declared-notice.ts'
import { readFields } from '../fields/values.ts'
import { type FileContext, parseBody, parseFileInstant, parseHeading, spotOf } from './file-context.ts'
import { messageSettings } from './front-matter.ts'
import type { FileHead } from './parse-incident.ts'
import type { FileSections } from './sections.ts'

/** What the file of an announcement says; null when anything is wrong with it, which `file` then knows. */
export function parseAnnouncement(
  { front, spot, id, author }: FileHead<'announcement'>,
  parts: FileSections,
  file: FileContext,
): DeclaredAnnouncement | null {
  const passage = wordsOf(parts, file)
  const dateName = front.at !== undefined ? 'at' : front.started !== undefined ? 'started' : 'published_at'
  const date = front[dateName]
  const words = passage && parseBody(passage.words, file)
  const body =
    words &&
    file.attempt(
      () => spotOf(passage.words),
      () => parseInput(messageSettings.announcement, { body: words }).body,
    )
  if (passage && words === undefined)
    file.addProblem(
      spotOf(passage.words),
      'There is no message. Write what readers should know below the front matter.',
    )
  const read = file.attempt(spot, (reading) => {
    const draft = readFields(
      announcementFields,
      { ...front, body: body ?? '' },
      {
        ...announcementReader(reading),
        instant: (path, written) => parseFileInstant(reading, path, String(written), false),
      },
    )
    const written = date === undefined ? null : parseFileInstant(reading, dateName, date, true)
    const publishedAt = written ?? passage?.at ?? null
    if (publishedAt !== null) validateUntil(draft.until, publishedAt, reading)
    return { draft, publishedAt }
  })
  if (!read || !body || file.problems.length > 0) return null
  return { kind: 'announcement', id, author, ...read, notify: front.notify ?? true }
}

/** Where its words stand: below the front matter, or under one heading with its date (ms). Null when there are several. */
function wordsOf({ lead, sections }: FileSections, file: FileContext) {
  const isLeadEmpty = lead.lines.every((line) => line.trim() === '')
  const [only] = sections
  if (only === undefined) return { words: lead, at: null }
  if (isLeadEmpty && sections.length === 1) {
    const heading = parseHeading(only, [], file)
    return heading && { words: only, at: heading.at }
  }
  const second = isLeadEmpty ? sections[1]! : only
  file.addProblem(
    { line: second.headingLine, column: 1 },
    'An announcement is one text. Write a file of its own for each, or one text without dated headings.',
  )
  return null
}
