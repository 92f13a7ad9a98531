import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { readFields } from '../fields/values.ts'
import type { MaintenanceStatus } from '../../core/maintenance/maintenance.ts'
import type { FileHead } from './parse-incident.ts'
import type { FileSections } from './sections.ts'
import {
  type FileContext,
  parseFileInstant,
  parseHeading,
  parseSettings,
  spotOf,
  dropEmptyValues,
  parseBody,
} from './file-context.ts'
import { type DeclaredMaintenance, type DeclaredMessage, orderMessages } from '../service/declared-notice.ts'
import { messageSettings } from './front-matter.ts'
import { validateClass, validateLength } from '../rules/window-rules.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'

const statuses = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'] as const

/** What the file of a maintenance says; null when anything is wrong with it, which `file` then knows. */
export function parseMaintenance(
  head: FileHead<'maintenance'>,
  parts: FileSections,
  also: readonly string[],
  file: FileContext,
): DeclaredMaintenance | null {
  const { front, spot, id } = head
  const named = (path: string): string =>
    path === 'scheduled_for' && front.from !== undefined
      ? 'from'
      : path === 'scheduled_until' && front.until !== undefined
        ? 'until'
        : path
  const from = front.from ?? front.scheduled_for
  const until = front.until ?? front.scheduled_until
  if (from === undefined)
    file.addProblem(spot(''), 'from: is missing. Write when it begins, such as 2026-11-29 04:00.')
  if (until === undefined)
    file.addProblem(spot(''), 'until: is missing. Write when it ends, such as 2026-11-29 06:00.')
  if (front.status !== undefined && front.status !== 'scheduled' && front.status !== 'cancelled')
    file.addProblem(
      spot('status'),
      `status: ${quoteInput(front.status)} is not said here. Windows begin and end by themselves: write cancelled, or remove the line; to begin or end early, write ## 2026-11-22 15:12 in_progress or completed.`,
    )
  const lead = parseBody(parts.lead, file)
  const leadBody =
    lead &&
    file.attempt(
      () => spotOf(parts.lead),
      () => parseInput(messageSettings.maintenance, { body: lead }).body,
    )
  const top = file.attempt(
    (path) => spot(named(path)),
    (read) => {
      const window = readFields(
        maintenanceFields,
        {
          ...front,
          body: leadBody ?? '',
          scheduled_for: from,
          scheduled_until: until,
          components: Array.isArray(front.components) ? front.components : Object.keys(front.components),
        },
        {
          text: read.text,
          instant: (path, written) =>
            written === undefined ? 0 : parseFileInstant(read, path, String(written), false),
          componentIds: (path, ids) => read.componentIds(path, ids, also),
          class: (_, name) => validateClass(name, read, file.settings),
        },
      )
      if (window.components.length === 0)
        read.addIssue('components', 'is empty. Write the ids of the components it touches: [api].')
      read.throwIfInvalid()
      if (from !== undefined && until !== undefined)
        validateLength(window.scheduledFor, window.scheduledUntil, read)
      return window
    },
  )
  const messages: (Omit<DeclaredMessage<MaintenanceStatus>, 'id' | 'at'> & { at: number })[] = []
  for (const section of parts.sections) {
    const heading = parseHeading(section, statuses, file)
    const { settings, body } = parseSettings(section, ['notify'])
    file.problems.push(...settings.problems)
    const words = parseBody(body, file)
    const given = file.attempt(
      (path) => (path.startsWith('body') ? spotOf(body) : settings.spot(path)),
      () =>
        parseInput(messageSettings.maintenance, {
          ...(dropEmptyValues(settings.value) as object),
          ...(words !== undefined && { body: words }),
        }),
    )
    if (!heading || !given || !top) continue
    const status =
      heading.status ??
      (heading.at < top.scheduledFor
        ? 'scheduled'
        : heading.at < top.scheduledUntil
          ? 'in_progress'
          : 'completed')
    if (words === undefined && (status === 'scheduled' || status === 'verifying'))
      file.addProblem(
        spotOf(body),
        'This message says nothing. Write what readers should know below its heading.',
      )
    messages.push({
      at: heading.at,
      status,
      body: given.body ?? '',
      components: {},
      notify: given.notify ?? front.notify ?? true,
    })
  }
  if (!top || file.problems.length > 0) return null
  return {
    kind: 'maintenance',
    id,
    author: head.author,
    plan: top,
    force: front.force ?? false,
    cancelled: front.status === 'cancelled',
    messages: orderMessages(id, messages),
  }
}
