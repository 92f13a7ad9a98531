import type { Incident } from '../../core/incident/incident.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { mergeText, type Flags, textOf } from '../io/text-flags.ts'
import { runIncidentAction, withoutUndefined, reportIncident, writtenTexts, titleOf } from './actions.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'

/** `vigie incident correct ID`: say otherwise what was said; readers see what it was before. */
export async function correctIncident(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, notices } = work
  const { body, components, status, at, notify: _, impact, ...own } = await writtenTexts(work, flags)
  const message = withoutUndefined({ body, components, status, at })
  const which = flags['update'] as string | undefined
  if (which === undefined && Object.keys(message).length > 0)
    throw new UsageError(
      `${flagsOf(message)} belongs to one message: name it with --update N, as \`vigie incident show ${id}\` numbers them.`,
    )
  const incident = await withUsageErrors(work, 'incident', id, () => notices.incidents.get(id))
  const title = await textOf(flags, { name: 'title' }, config, terminal, input)
  const fields = {
    ...own,
    title: mergeText(incident.title, title, config, staysOf(work, 'title')),
    started_at: flags['started'],
    detected_at: flags['detected'],
    acknowledged_at: flags['acknowledged'],
  }
  const given =
    which === undefined
      ? withoutUndefined({ ...fields, impact })
      : withoutUndefined({
          ...fields,
          updates: [messageGiven(work, incident, which, withoutUndefined({ ...message, impact }))],
        })
  if (Object.keys(given).length === 0)
    throw new UsageError(
      `nothing to correct was given. For example: vigie incident correct ${id} --title "The API is slow", or --update 1 --body "…" for a message.`,
    )
  const became = await runIncidentAction(work, id, flags, given, notices.incidents.correct)
  return reportIncident(
    work,
    flags,
    became,
    `Incident ${id} ${titleOf(work, became)} is corrected; readers see what was said before.`,
  )
}

const flagsOf = (fields: Readonly<Record<string, unknown>>): string =>
  Object.keys(fields)
    .map((name) => `--${name === 'components' ? 'component' : name}`)
    .join(', ')

/** Tell which languages of a text stay as they were. */
export const staysOf =
  ({ terminal }: Pick<NoticeCommandContext, 'terminal'>, what: string) =>
  (locales: readonly string[]): void =>
    terminal.err(`The ${what} in ${locales.join(', ')} stays as it was.`)

/** The correction of one message, by its number in `show` or its id. @throws UsageError */
function messageGiven(
  work: NoticeCommandContext,
  { id, updates }: Incident,
  which: string,
  message: Record<string, unknown>,
): Record<string, unknown> {
  const found = updates.find((update, i) => update.id === which || String(i + 1) === which)
  if (!found)
    throw new UsageError(
      `--update "${which}": incident ${id} has ${updates.length === 1 ? 'one message: write 1' : `${updates.length} messages: write 1 to ${updates.length}`}.`,
    )
  if (Object.keys(message).length === 0)
    throw new UsageError(
      '--update names a message to correct. Add --body, --status, --component, --impact or --at.',
    )
  const body = mergeText(found.body, message['body'] as Text | undefined, work.config, staysOf(work, 'text'))
  return withoutUndefined({ id: found.id, ...message, body })
}
