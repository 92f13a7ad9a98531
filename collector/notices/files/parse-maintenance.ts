import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { nameInFront } from '../fields/field-shape.ts'
import { createFieldReader } from '../rules/field-reader.ts'
import { readFields } from '../fields/values.ts'
import { parseInput, quoteInput } from '../rules/validate.ts'
import { validateLength } from '../rules/window-rules.ts'
import { type DeclaredMaintenance, orderMessages } from '../service/declared-notice.ts'
import { type FileContext, parseBody, parseFileInstant, spotOf } from './file-context.ts'
import { messageSettings } from './front-matter.ts'
import { parseMaintenanceMessages } from './maintenance-messages.ts'
import type { FileHead } from './parse-incident.ts'
import type { FileSections } from './sections.ts'

/**
 * The maintenance a file declares; null when it has problems, which `file` collects.
 *
 * @param formerComponents components that are no longer configured, which it named before
 */
export function parseMaintenance(
  head: FileHead<'maintenance'>,
  parts: FileSections,
  formerComponents: readonly string[],
  file: FileContext,
): DeclaredMaintenance | null {
  const { front, id } = head
  validateFront(head, file)
  const plan = parsePlan(head, parts, formerComponents, file)
  const messages = parseMaintenanceMessages(parts.sections, plan, front.notify ?? true, file)
  if (!plan || file.problems.length > 0) return null
  return {
    kind: 'maintenance',
    id,
    author: head.author,
    plan,
    force: front.force ?? false,
    cancelled: front.status === 'cancelled',
    messages: orderMessages(id, messages),
  }
}

/** What is missing in the front matter, and what does not belong there. */
function validateFront({ front, spot }: FileHead<'maintenance'>, file: FileContext): void {
  if ((front.from ?? front.scheduled_for) === undefined)
    file.addProblem(spot(''), 'from: is missing. Write when it begins, such as 2026-11-29 04:00.')
  if ((front.until ?? front.scheduled_until) === undefined)
    file.addProblem(spot(''), 'until: is missing. Write when it ends, such as 2026-11-29 06:00.')
  if (front.status !== undefined && front.status !== 'scheduled' && front.status !== 'cancelled')
    file.addProblem(
      spot('status'),
      `status: ${quoteInput(front.status)} is not said here. Windows begin and end by themselves: write cancelled, or remove the line; to begin or end early, write ## 2026-11-22 15:12 in_progress or completed.`,
    )
}

/** The window, with the words before any heading as its text. */
function parsePlan(
  { front, spot }: FileHead<'maintenance'>,
  parts: FileSections,
  formerComponents: readonly string[],
  file: FileContext,
): DeclaredMaintenance['plan'] | null {
  const lead = parseBody(parts.lead, file)
  const body =
    lead &&
    file.attempt(
      () => spotOf(parts.lead),
      () => parseInput(messageSettings.maintenance, { body: lead }).body,
    )
  const nameOf = nameInFront(front)
  const names = new Map(Object.values(maintenanceFields).map((field) => [String(field.name), nameOf(field)]))
  const hasWindow = [maintenanceFields.scheduledFor, maintenanceFields.scheduledUntil].every(
    (field) => (front as Readonly<Record<string, unknown>>)[nameOf(field)] !== undefined,
  )
  return file.attempt(
    (path) => spot(names.get(path) ?? path),
    (read) => {
      const components = Array.isArray(front.components) ? front.components : Object.keys(front.components)
      const reader = {
        ...createFieldReader(read, { page: file.settings, formerComponents }),
        instant: (path: string, written: string | number | undefined) =>
          written === undefined ? 0 : parseFileInstant(read, path, String(written), false),
      }
      const plan = readFields(maintenanceFields, { ...front, body: body ?? '', components }, reader, {
        nameOf,
      })
      if (plan.components.length === 0)
        read.addIssue('components', 'is empty. Write the ids of the components it touches: [api].')
      read.throwIfInvalid()
      if (hasWindow) validateLength(plan.scheduledFor, plan.scheduledUntil, read)
      return plan
    },
  )
}
