import type { Incident } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { mergeText, type Flags, readTextFlag } from '../io/text-flags.ts'
import { runIncidentAction } from './actions.ts'
import { readMessageFields } from '../notices/message-fields.ts'
import { omitUndefined } from '../notices/message-fields.ts'
import { quotedTitle } from './results.ts'
import { printIncidentResult } from './results.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'

/** `vigie incident correct ID`: say otherwise what was said; readers see what it was before. */
export async function correctIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { config, terminal, input, notices } = context
  const {
    body,
    components,
    status,
    at,
    notify: _,
    impact,
    ...otherFields
  } = await readMessageFields(context, flags)
  const message = omitUndefined({ body, components, status, at })
  const updateRef = flags['update'] as string | undefined
  if (updateRef === undefined && Object.keys(message).length > 0)
    throw new UsageError(
      `${formatFlags(message)} belongs to one message: name it with --update N, as \`vigie incident show ${id}\` numbers them.`,
    )
  const incident = await withUsageErrors(context, 'incident', id, () => notices.incidents.get(id))
  const title = await readTextFlag(flags, { name: 'title' }, config, terminal, input)
  const fields = {
    ...otherFields,
    title: mergeText(incident.title, title, config, unchangedLocalesReporter(context, 'title')),
    started_at: flags['started'],
    detected_at: flags['detected'],
    acknowledged_at: flags['acknowledged'],
  }
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

const formatFlags = (fields: Readonly<Record<string, unknown>>): string =>
  Object.keys(fields)
    .map((name) => `--${name === 'components' ? 'component' : name}`)
    .join(', ')

/** Tell which languages of a text stay as they were. */
export const unchangedLocalesReporter =
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
      '--update names a message to correct. Add --body, --status, --component, --impact or --at.',
    )
  const body = mergeText(
    target.body,
    message['body'] as Text | undefined,
    context.config,
    unchangedLocalesReporter(context, 'text'),
  )
  return omitUndefined({ id: target.id, ...message, body })
}
