import { impactOfComponents } from '../../core/incident/impact.ts'
import type { Impact, IncidentStatus } from '../../core/incident/incident.ts'
import { checkDeclaredStart } from './check-declared-start.ts'
import type { FileSections, FileSection, FilePosition } from './sections.ts'
import {
  type FileContext,
  parseFileInstant,
  parseHeading,
  parseSettings,
  spotOf,
  dropEmptyValues,
  parseBody,
} from './file-context.ts'
import {
  type DeclaredIncident,
  type DeclaredMessage,
  orderMessages,
  leadMessageId,
} from '../service/declared-notice.ts'
import { type FrontMatter, messageSettings, postmortemSettings } from './front-matter.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'

/** A notice as its file begins. */
export type FileHead<Kind extends 'incident' | 'maintenance' | 'announcement'> = {
  readonly front: FrontMatter<Kind>
  readonly id: string
  /** Of the file, in its folder. */
  readonly name: string
  readonly author: string
  readonly spot: (path: string) => FilePosition
}

const statuses = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
const keys = ['components', 'impact', 'notify']
const postmortemKeys = ['root_cause', 'data_loss', 'actions', 'notify']

type IncidentMessage = Omit<DeclaredMessage<IncidentStatus>, 'id' | 'at'> & { readonly at: number }

/** What the file of an incident says; null when anything is wrong with it, which `file` then knows. */
export function parseIncident(
  head: FileHead<'incident'>,
  parts: FileSections,
  also: readonly string[],
  file: FileContext,
): { readonly said: DeclaredIncident; readonly postmortem: FilePosition } | null {
  const { front, spot, id } = head
  const declared = front.components ?? {}
  const impact = front.impact ?? impactOfComponents(declared)
  const top = file.attempt(spot, (read) => {
    const past = (...names: (keyof FrontMatter<'incident'>)[]): number | undefined => {
      const name = names.find((one) => front[one] !== undefined)
      return name && parseFileInstant(read, name, front[name] as string, true)
    }
    return {
      title: read.text('title', front.title),
      falseAlarm: read.text('false_alarm', front.false_alarm),
      components: read.declaredStatuses('components', declared, impact, also),
      startedAt: past('started', 'started_at'),
      detectedAt: past('detected', 'detected_at'),
      acknowledgedAt: past('acknowledged', 'acknowledged_at'),
    }
  })

  const sections: IncidentMessage[] = []
  let postmortem: { given: DeclaredIncident['postmortem']; spot: FilePosition } | null = null
  for (const section of parts.sections) {
    const heading = parseHeading(section, statuses, file)
    if (heading && heading.status === null)
      file.addProblem(
        { line: section.headingLine, column: 1 },
        `The heading has no status. Write investigating, identified, monitoring or resolved after the time.`,
      )
    else if (heading?.status === 'postmortem') {
      if (postmortem)
        file.addProblem(
          { line: section.headingLine, column: 1 },
          'There is a second postmortem. Keep one, with all that was learnt.',
        )
      const given = parsePostmortem(section, file)
      if (!given) continue
      postmortem = {
        given: { given, at: heading.at },
        spot: { line: section.headingLine, column: 1 },
      }
      const { body } = given
      sections.push({
        at: heading.at,
        status: 'postmortem',
        body,
        components: {},
        notify: front.notify ?? true,
      })
    } else {
      const message = parseMessage(section, impact, also, front.notify ?? true, file)
      if (heading && message) sections.push({ at: heading.at, status: heading.status!, ...message })
    }
  }
  const lead = parseBody(parts.lead, file)
  if (!top || file.problems.length > 0) return null
  return checked()

  function checked(): { said: DeclaredIncident; postmortem: FilePosition } | null {
    const messages: DeclaredMessage<IncidentStatus>[] = orderMessages(id, sections)
    const began = top!.startedAt ?? (lead === undefined ? messages[0]?.at : undefined) ?? null
    const leadStatus = statuses.find(
      (one) => one === (messages.length > 0 ? 'investigating' : (front.status ?? 'investigating')),
    )
    if (front.status !== undefined && !statuses.some((one) => one === front.status && one !== 'postmortem'))
      file.addProblem(
        spot('status'),
        `status: ${quoteInput(front.status)} is not a status. Write investigating, identified, monitoring or resolved.`,
      )
    else if (messages.length > 0 && front.status !== undefined && !agreesWithMessages(front.status, messages))
      file.addProblem(
        spot('status'),
        `status: is ${front.status}, but the latest message says ${messages.at(-1)!.status}. Write a message with that status, or remove this line.`,
      )
    if (lead !== undefined && leadStatus) {
      const earliest = messages[0]?.at
      if (began === null && earliest !== undefined && earliest !== null)
        file.addProblem(
          spotOf(parts.lead),
          'These words have no date, as started: is missing. Write started: above, or a heading such as ## 2026-11-22 15:12 investigating.',
        )
      const body = file.attempt(
        () => spotOf(parts.lead),
        () => parseInput(messageSettings.announcement, { body: lead }).body,
      )
      if (body !== null)
        messages.unshift({
          id: leadMessageId(id),
          at: began,
          status: leadStatus,
          body,
          components: {},
          notify: front.notify ?? true,
        })
    }
    if (messages.length === 0) {
      file.addProblem(
        spotOf(parts.lead),
        'There is no message. Write what readers should know below the front matter.',
      )
      return null
    }
    messages.sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity))
    if (began !== null && (messages[0]!.at ?? began) < began)
      file.addProblem(
        spot('started'),
        'started: is after the first message. Write the time of that message, or an earlier one.',
      )
    if (began !== null && !front.force) checkDeclaredStart(began, messages[0]!.at, head, file)
    if (began !== null && (top!.detectedAt ?? began) < began)
      file.addProblem(spot('detected'), 'detected: is before the incident began. Write a later time.')
    if (began !== null && (top!.acknowledgedAt ?? began) < began)
      file.addProblem(spot('acknowledged'), 'acknowledged: is before the incident began. Write a later time.')
    if (file.problems.length > 0) return null
    const [first, ...others] = messages
    return {
      said: {
        kind: 'incident',
        id,
        title: top!.title,
        author: head.author,
        impact,
        priority: front.priority,
        startedAt: began,
        detectedAt: top!.detectedAt,
        acknowledgedAt: top!.acknowledgedAt,
        falseAlarm: top!.falseAlarm,
        // What the front matter says of components is said with the first words.
        messages: [{ ...first!, components: { ...top!.components, ...first!.components } }, ...others],
        postmortem: postmortem?.given ?? null,
      },
      postmortem: postmortem?.spot ?? spot(''),
    }
  }
}

const agreesWithMessages = (status: string, messages: readonly DeclaredMessage<IncidentStatus>[]): boolean =>
  messages.findLast((message) => message.status !== 'postmortem')?.status === status

function parseMessage(
  section: FileSection,
  impact: Impact,
  also: readonly string[],
  notify: boolean,
  file: FileContext,
): Omit<IncidentMessage, 'at' | 'status'> | null {
  const { settings, body } = parseSettings(section, keys)
  file.problems.push(...settings.problems)
  const words = parseBody(body, file)
  if (words === undefined) {
    file.addProblem(
      spotOf(body),
      'This message says nothing. Write what readers should know below its heading.',
    )
    return null
  }
  return file.attempt(
    (path) => (path.startsWith('body') ? spotOf(body) : settings.spot(path)),
    (read) => {
      const given = parseInput(messageSettings.incident, {
        ...(dropEmptyValues(settings.value) as object),
        body: words,
      })
      return {
        body: given.body,
        components: read.declaredStatuses('components', given.components ?? {}, given.impact ?? impact, also),
        ...(given.impact !== undefined && { impact: given.impact }),
        notify: given.notify ?? notify,
      }
    },
  )
}

function parsePostmortem(
  section: FileSection,
  file: FileContext,
): NonNullable<DeclaredIncident['postmortem']>['given'] | null {
  const { settings, body } = parseSettings(section, postmortemKeys)
  file.problems.push(...settings.problems)
  const words = parseBody(body, file)
  if (words === undefined) {
    file.addProblem(spotOf(body), 'The postmortem says nothing. Write what was learnt below its heading.')
    return null
  }
  return file.attempt(
    (path) => (path.startsWith('body') ? spotOf(body) : settings.spot(path)),
    () => {
      const { notify: _, ...given } = parseInput(postmortemSettings, {
        ...(dropEmptyValues(settings.value) as object),
        body: words,
      })
      return given
    },
  )
}
