import { type Incident, incidentStatus } from '../../core/incident/incident.ts'
import { postmortemFields } from '../../core/incident/fields.ts'
import { readFieldFlags } from '../notices/field-flags.ts'
import type { Actor } from '../../notices/service/notice-service.ts'
import { incidentView } from '../../notices/api/notice-view.ts'
import { type Flags, readTextFlag } from '../io/text-flags.ts'
import { promptForIncident } from './prompts.ts'
import { shouldPromptForMissing } from '../notices/required-flags.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, actorOf, withUsageErrors } from '../notices/command-context.ts'
import { formatComponents, printIncidentResult, quotedTitle } from './results.ts'
import { omitUndefined, readMessageFields } from '../notices/message-fields.ts'

/** `vigie incident open`: from flags, and from questions for what they leave open where somebody can answer. */
export async function openIncident(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { notices, terminal } = context
  const fields = { ...(await readMessageFields(context, flags)), ...omitUndefined({ force: flags['force'] }) }
  const needsPrompt = shouldPromptForMissing(
    context,
    fields,
    { title: '--title', body: '--body' },
    openExample,
  )
  const completeFields = needsPrompt ? await promptForIncident(context, fields) : fields
  if (completeFields === null) return 1
  const incident = await withUsageErrors(context, 'incident', null, () =>
    notices.incidents.open(completeFields, actorOf(flags)),
  )
  if (!flags['json']) terminal.out(incident.id)
  const componentText = formatComponents(incident)
  const { priority, impact } = incident
  const details = [
    incidentStatus(incident),
    `impact ${impact}`,
    ...(priority ? [priority] : []),
    ...(componentText ? [componentText] : []),
  ]
  return printIncidentResult(
    context,
    flags,
    incident,
    `Opened incident ${incident.id} ${quotedTitle(context, incident)}: ${details.join(', ')}.`,
  )
}

const openExample =
  'vigie incident open --title "The API is slow" --body "We are looking into it." --component api=degraded_performance'

type IncidentAction = (id: string, fields: Record<string, unknown>, actor: Actor) => Promise<Incident>

/** Change one incident; what the notice service refuses is printed in the words of the command line. @throws UsageError, CliError */
export async function runIncidentAction(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
  fields: Record<string, unknown>,
  action: IncidentAction,
): Promise<Incident> {
  return withUsageErrors(context, 'incident', id, () => action(id, fields, actorOf(flags)))
}

/** `vigie incident update ID`: a message, with status, components and impact. */
export async function updateIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const fields = await readMessageFields(context, flags)
  requireBody(fields, `vigie incident update ${id} --status identified --body "We know what it is."`)
  const incident = await runIncidentAction(context, id, flags, fields, context.notices.incidents.update)
  return printIncidentResult(
    context,
    flags,
    incident,
    `Incident ${id} ${quotedTitle(context, incident)} is ${incidentStatus(incident)} now, version ${incident.version}.`,
  )
}

/** `vigie incident resolve ID`: the message that closes it. */
export async function resolveIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const fields = { ...(await readMessageFields(context, flags)), status: 'resolved' }
  requireBody(fields, `vigie incident resolve ${id} --body "All is well again."`)
  const incident = await runIncidentAction(context, id, flags, fields, context.notices.incidents.update)
  return printIncidentResult(
    context,
    flags,
    incident,
    `Incident ${id} ${quotedTitle(context, incident)} is resolved.`,
  )
}

/** `vigie incident reopen ID`: a message with an open status after it was resolved. */
export async function reopenIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const fields: Record<string, unknown> = {
    status: 'investigating',
    ...(await readMessageFields(context, flags)),
  }
  requireBody(fields, `vigie incident reopen ${id} --body "It is back. We are looking into it."`)
  const incident = await runIncidentAction(context, id, flags, fields, context.notices.incidents.update)
  return printIncidentResult(
    context,
    flags,
    incident,
    `Incident ${id} ${quotedTitle(context, incident)} is open again: ${incidentStatus(incident)}.`,
  )
}

/** `vigie incident ack ID`: somebody has taken it on. */
export async function acknowledgeIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const incident = await runIncidentAction(
    context,
    id,
    flags,
    omitUndefined({ at: flags['at'] }),
    context.notices.incidents.acknowledge,
  )
  return printIncidentResult(
    context,
    flags,
    incident,
    `Incident ${id} is acknowledged by ${incident.acknowledgedBy ?? 'somebody'}. No message was written: say something with \`vigie incident update ${id}\`.`,
    false,
  )
}

/** `vigie incident postmortem ID`: publish what was learnt. */
export async function publishPostmortem(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const fields = await readFieldFlags(postmortemFields, context, flags, 'file')
  if (fields['body'] === undefined)
    throw new UsageError(
      `the postmortem is missing: --file FILE. For example: vigie incident postmortem ${id} --file postmortem.md`,
    )
  const incident = await runIncidentAction(context, id, flags, fields, context.notices.incidents.postmortem)
  return printIncidentResult(
    context,
    flags,
    incident,
    `The postmortem of incident ${id} ${quotedTitle(context, incident)} is written.`,
  )
}

/** `vigie incident false-alarm ID`: marks it as a false alarm. */
export async function markFalseAlarm(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { config, terminal, input, notices } = context
  const reason = await readTextFlag(flags, { name: 'reason' }, config, terminal, input)
  if (reason === undefined)
    throw new UsageError(
      `--reason is missing: readers see why it never was. For example: vigie incident false-alarm ${id} --reason "The probe was broken, not the API."`,
    )
  const incident = await runIncidentAction(context, id, flags, { reason }, notices.incidents.falseAlarm)
  return printIncidentResult(
    context,
    flags,
    incident,
    `Incident ${id} ${quotedTitle(context, incident)} is marked as a false alarm: it leaves the count and is listed as a correction.`,
  )
}

/** `vigie incident withdraw ID`: off the page, kept for the record. */
export async function withdrawIncident(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const incident = await withUsageErrors(context, 'incident', id, () =>
    context.notices.incidents.withdraw(id, actorOf(flags)),
  )
  const { terminal, config, collectorRunning } = context
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(
    `Incident ${id} ${quotedTitle(context, incident)} leaves the page ${collectorRunning ? 'within a second' : 'when the collector is started, or with `vigie build`'}; it is kept for the record.`,
  )
  return 0
}

function requireBody(fields: Record<string, unknown>, example: string): void {
  if (fields['body'] === undefined)
    throw new UsageError(`--body is missing: what readers should know. For example: ${example}`)
}
