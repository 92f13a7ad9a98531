import { incidentUpdateFields } from '../../core/incident/fields.ts'
import type { Impact, IncidentStatus } from '../../core/incident/incident.ts'
import { dropEmptyFields } from '../../core/notice/notice-field.ts'
import { createFieldReader } from '../rules/field-reader.ts'
import { readChange } from '../fields/values.ts'
import { parseInput } from '../rules/validate.ts'
import type { DeclaredIncident, DeclaredMessage } from '../service/declared-notice.ts'
import {
  type FileContext,
  dropEmptyValues,
  parseBody,
  parseHeading,
  parseSettings,
  spotOf,
} from './file-context.ts'
import { messageSettings, postmortemSettings, settingNames } from './front-matter.ts'
import type { FilePosition, FileSection } from './sections.ts'

/** The statuses a heading of an incident may name. */
export const incidentStatuses = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
] as const satisfies readonly IncidentStatus[]

/** What the messages of an incident are read against. */
export type MessageScope = {
  /** The impact that components without a status of their own follow. */
  readonly impact: Impact
  /** Components that are no longer configured, which the incident named before. */
  readonly formerComponents: readonly string[]
  /** Are readers notified of a message that does not say? */
  readonly notify: boolean
}

/** A message below its heading; it has no id yet. */
export type IncidentMessage = Omit<DeclaredMessage<IncidentStatus>, 'id' | 'at'> & { readonly at: number }

type PostmortemSection = {
  readonly declared: NonNullable<DeclaredIncident['postmortem']>
  readonly spot: FilePosition
}

/** The messages below the headings of a file, in its order, and its postmortem; `file` collects its problems. */
export function parseIncidentMessages(
  sections: readonly FileSection[],
  scope: MessageScope,
  file: FileContext,
): { readonly messages: readonly IncidentMessage[]; readonly postmortem: PostmortemSection | null } {
  const messages: IncidentMessage[] = []
  let postmortem: PostmortemSection | null = null
  for (const section of sections) {
    const spot = { line: section.headingLine, column: 1 }
    const heading = parseHeading(section, incidentStatuses, file)
    if (heading && heading.status === null)
      file.addProblem(
        spot,
        `The heading has no status. Write investigating, identified, monitoring or resolved after the time.`,
      )
    else if (heading?.status === 'postmortem') {
      if (postmortem)
        file.addProblem(spot, 'There is a second postmortem. Keep one, with all that was learnt.')
      const input = parsePostmortem(section, file)
      if (!input) continue
      const { at } = heading
      const { notify } = scope
      postmortem = { declared: { input, at }, spot }
      messages.push({ at, status: 'postmortem', body: input.body, components: {}, notify })
    } else {
      const message = parseMessage(section, scope, file)
      if (heading && message) messages.push({ at: heading.at, status: heading.status!, ...message })
    }
  }
  return { messages, postmortem }
}

function parseMessage(
  section: FileSection,
  { impact, formerComponents, notify }: MessageScope,
  file: FileContext,
): Omit<IncidentMessage, 'at' | 'status'> | null {
  const { settings, body } = parseSettings(section, settingNames(messageSettings.incident))
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
      const input = parseInput(messageSettings.incident, {
        ...(dropEmptyValues(settings.value) as object),
        body: words,
      })
      const reader = createFieldReader(read, { page: file.settings, formerComponents, impact })
      const { body: parsedBody, components = {}, ...fields } = readChange(incidentUpdateFields, input, reader)
      const message = { body: parsedBody!, components, ...fields, notify: input.notify ?? notify }
      return dropEmptyFields(incidentUpdateFields, message) as Omit<IncidentMessage, 'at' | 'status'>
    },
  )
}

function parsePostmortem(
  section: FileSection,
  file: FileContext,
): PostmortemSection['declared']['input'] | null {
  const { settings, body } = parseSettings(section, settingNames(postmortemSettings))
  file.problems.push(...settings.problems)
  const words = parseBody(body, file)
  if (words === undefined) {
    file.addProblem(spotOf(body), 'The postmortem says nothing. Write what was learnt below its heading.')
    return null
  }
  return file.attempt(
    (path) => (path.startsWith('body') ? spotOf(body) : settings.spot(path)),
    () => {
      const { notify: _, ...input } = parseInput(postmortemSettings, {
        ...(dropEmptyValues(settings.value) as object),
        body: words,
      })
      return input
    },
  )
}
