import type { Incident } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { mergeText, type Flags } from '../io/text-flags.ts'
import { runIncidentAction } from './actions.ts'
import { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { NoticeField, NoticeFields } from '../../core/notice/notice-field.ts'
import { orList } from '../../core/text/suggest.ts'
import { localizedFields, readFieldFlags } from '../notices/field-flags.ts'
import { omitUndefined } from '../notices/message-fields.ts'
import { quotedTitle } from './results.ts'
import { printIncidentResult } from './results.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'

/** `vigie incident correct ID`: correct published facts; readers see what they were before. */
export async function correctIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { notices } = context
  const { impact, ...facts } = await readFieldFlags(incidentFields, context, flags)
  const { impact: _, ...message } = await readFieldFlags(incidentUpdateFields, context, flags)
  const updateRef = flags['update'] as string | undefined
  if (updateRef === undefined && Object.keys(message).length > 0)
    throw new UsageError(
      `${formatFlags(message)} belongs to one message: name it with --update N, as \`vigie incident show ${id}\` numbers them.`,
    )
  const incident = await withUsageErrors(context, 'incident', id, () => notices.incidents.get(id))
  const fields = mergeTexts(context, incidentFields, incident, facts)
  const { force } = flags
  const changes =
    updateRef === undefined
      ? omitUndefined({ ...fields, impact })
      : omitUndefined({
          ...fields,
          updates: [messageChanges(context, incident, updateRef, omitUndefined({ ...message, impact }))],
        })
  if (Object.keys(changes).length === 0)
    throw new UsageError(
      `nothing to correct was given. For example: vigie incident correct ${id} --title "The API is slow", or --update 1 --body "…" for a message.`,
    )
  const correctedIncident = await runIncidentAction(
    context,
    id,
    flags,
    omitUndefined({ ...changes, force }),
    notices.incidents.correct,
  )
  return printIncidentResult(
    context,
    flags,
    correctedIncident,
    `Incident ${id} ${quotedTitle(context, correctedIncident)} is corrected; readers see what was said before.`,
  )
}

const messageFields = Object.values<NoticeField>(incidentUpdateFields)

const formatFlags = (fields: Readonly<Record<string, unknown>>): string =>
  messageFields
    .filter(({ name }) => name in fields)
    .map(({ flag }) => `--${flag.name}`)
    .join(', ')

/** The fields of a correction; a text in some languages leaves the others as they were, which is reported. */
export function mergeTexts(
  context: NoticeCommandContext,
  described: NoticeFields,
  row: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = { ...fields }
  for (const [name, before] of localizedFields(described, row)) {
    const text = fields[name] as Text | undefined
    if (text === undefined) continue
    const label = name === 'body' && described === incidentUpdateFields ? 'text' : name
    merged[name] = mergeText(before, text, context.config, unchangedLocalesReporter(context, label))
  }
  return merged
}

/** Report which languages of a text stay as they were. */
const unchangedLocalesReporter =
  ({ terminal }: Pick<NoticeCommandContext, 'terminal'>, fieldName: string) =>
  (locales: readonly string[]): void =>
    terminal.err(`The ${fieldName} in ${locales.join(', ')} stays as it was.`)

/** The correction of one message, by its number in `show` or its id. @throws UsageError */
function messageChanges(
  context: NoticeCommandContext,
  { id, updates }: Incident,
  updateRef: string,
  message: Record<string, unknown>,
): Record<string, unknown> {
  const target = updates.find((update, i) => update.id === updateRef || String(i + 1) === updateRef)
  if (!target)
    throw new UsageError(
      `--update "${updateRef}": incident ${id} has ${updates.length === 1 ? 'one message: write 1' : `${updates.length} messages: write 1 to ${updates.length}`}.`,
    )
  if (Object.keys(message).length === 0)
    throw new UsageError(
      `--update names a message to correct. Add ${orList(messageFields.map(({ flag }) => `--${flag.name}`))}.`,
    )
  return { id: target.id, ...mergeTexts(context, incidentUpdateFields, target, message) }
}
