import { type Incident, affected, incidentStatus } from '../../core/incident/incident.ts'
import type { Actor } from '../../notices/service/notice-service.ts'
import { incidentView } from '../../notices/api/notice-view.ts'
import { parseComponentStatuses } from '../io/component-flags.ts'
import { type Flags, textOf } from '../io/text-flags.ts'
import { askIncident } from './prompts.ts'
import { requireFlags } from '../io/required-flags.ts'
import { formatText } from '../io/localized-text.ts'
import { printResult } from '../io/print-result.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, actorOf, withUsageErrors } from '../notices/command-context.ts'

/** The API's fields of a body and its components from flags; what was not given is absent. */
export async function writtenTexts(
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const body = await textOf(flags, { name: 'body', file: 'bodyFile' }, config, terminal, input)
  const components = parseComponentStatuses(
    flags['component'] as readonly string[] | undefined,
    flags['impact'],
  )
  return withoutUndefined({
    body,
    components,
    status: flags['status'],
    impact: flags['impact'],
    priority: flags['priority'] === 'none' ? null : flags['priority'],
    at: flags['at'],
    notify: flags['notify'] === false ? false : undefined,
  })
}

/** Without what was not given. */
export const withoutUndefined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Say what became of it: the whole on standard output for programs, and for people what was done, where and for whom. */
export function reportIncident(
  work: NoticeCommandContext,
  flags: Flags,
  incident: Incident,
  done: string,
  telling = true,
): number {
  const { terminal, config } = work
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(done)
  if (
    incident.automatic &&
    incident.updates.filter(({ author }) => author !== 'collector').length === 1 &&
    telling
  )
    terminal.err('The collector opened it; from now on it is yours: the collector says nothing more in it.')
  if (telling) printResult(work, 'incident', incident, flags['notify'] !== false)
  return 0
}

/** The title, for people. */
export const titleOf = ({ config }: Pick<NoticeCommandContext, 'config'>, incident: Incident): string =>
  `“${formatText(incident.title, config.page)}”`

/** `api major_outage, website operational`. */
const componentsOf = (incident: Incident): string =>
  Object.entries(affected(incident))
    .map(([id, status]) => `${id} ${status}`)
    .join(', ')

/** `vigie incident open`: from flags, and from questions for what they leave open where somebody can answer. */
export async function openIncident(work: NoticeCommandContext, flags: Flags): Promise<number> {
  const { notices, config, terminal, input } = work
  const given: Record<string, unknown> = {
    ...(await writtenTexts(work, flags)),
    ...withoutUndefined({
      title: await textOf(flags, { name: 'title' }, config, terminal, input),
      started_at: flags['started'],
      detected_at: flags['detected'],
    }),
  }
  const asked = requireFlags(work, given, { title: '--title', body: '--body' }, openExample)
  const complete = asked ? await askIncident(work, given) : given
  if (complete === null) return 1
  const incident = await withUsageErrors(work, 'incident', null, () =>
    notices.incidents.open(complete, actorOf(flags)),
  )
  if (!flags['json']) terminal.out(incident.id)
  const named = componentsOf(incident)
  const { priority, impact } = incident
  const more = [
    incidentStatus(incident),
    `impact ${impact}`,
    ...(priority ? [priority] : []),
    ...(named ? [named] : []),
  ]
  return reportIncident(
    work,
    flags,
    incident,
    `Opened incident ${incident.id} ${titleOf(work, incident)}: ${more.join(', ')}.`,
  )
}

const openExample =
  'vigie incident open --title "The API is slow" --body "We are looking into it." --component api=degraded_performance'

type IncidentAction = (id: string, given: Record<string, unknown>, hand: Actor) => Promise<Incident>

/** Do it to one, with what the desk refuses in words of the command line. @throws UsageError, Failed */
export async function runIncidentAction(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
  given: Record<string, unknown>,
  how: IncidentAction,
): Promise<Incident> {
  return withUsageErrors(work, 'incident', id, () => how(id, given, actorOf(flags)))
}

/** `vigie incident update ID`: a message, and what it says of status, components and impact. */
export async function updateIncident(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const given = await writtenTexts(work, flags)
  needBody(given, `vigie incident update ${id} --status identified --body "We know what it is."`)
  const incident = await runIncidentAction(work, id, flags, given, work.notices.incidents.update)
  return reportIncident(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is ${incidentStatus(incident)} now, version ${incident.version}.`,
  )
}

/** `vigie incident resolve ID`: the message that closes it. */
export async function resolveIncident(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const given = { ...(await writtenTexts(work, flags)), status: 'resolved' }
  needBody(given, `vigie incident resolve ${id} --body "All is well again."`)
  const incident = await runIncidentAction(work, id, flags, given, work.notices.incidents.update)
  return reportIncident(work, flags, incident, `Incident ${id} ${titleOf(work, incident)} is resolved.`)
}

/** `vigie incident reopen ID`: a message with an open status after it was resolved. */
export async function reopenIncident(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const given: Record<string, unknown> = { status: 'investigating', ...(await writtenTexts(work, flags)) }
  needBody(given, `vigie incident reopen ${id} --body "It is back. We are looking into it."`)
  const incident = await runIncidentAction(work, id, flags, given, work.notices.incidents.update)
  return reportIncident(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is open again: ${incidentStatus(incident)}.`,
  )
}

/** `vigie incident ack ID`: somebody has taken it on. */
export async function acknowledgeIncident(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const incident = await runIncidentAction(
    work,
    id,
    flags,
    withoutUndefined({ at: flags['at'] }),
    work.notices.incidents.acknowledge,
  )
  return reportIncident(
    work,
    flags,
    incident,
    `Incident ${id} is acknowledged by ${incident.acknowledgedBy ?? 'somebody'}. No message was written: say something with \`vigie incident update ${id}\`.`,
    false,
  )
}

/** `vigie incident postmortem ID`: what was learnt. */
export async function postmortem(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, notices } = work
  const actions = (flags['action'] as readonly string[] | undefined)?.map((action) => {
    const [, box, text] = /^\[([ xX])\]\s*(.*)$/s.exec(action) ?? []
    return box === undefined ? { text: action } : { text, done: box !== ' ' }
  })
  const body = await textOf(flags, { name: 'body', file: 'file' }, config, terminal, input)
  const given = withoutUndefined({
    body,
    root_cause: await textOf(flags, { name: 'rootCause' }, config, terminal, input),
    data_loss: shareOf(flags['dataLoss']),
    actions,
  })
  if (body === undefined)
    throw new UsageError(
      `the postmortem is missing: --file FILE. For example: vigie incident postmortem ${id} --file postmortem.md`,
    )
  const incident = await runIncidentAction(work, id, flags, given, notices.incidents.postmortem)
  return reportIncident(
    work,
    flags,
    incident,
    `The postmortem of incident ${id} ${titleOf(work, incident)} is written.`,
  )
}

/** A bare number is a share; a percentage the desk reads. */
const shareOf = (share: unknown): unknown =>
  typeof share === 'string' && /^\d*\.?\d+$/.test(share) ? Number(share) : share

/** `vigie incident false-alarm ID`: what it tells of never was. */
export async function falseAlarm(work: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, notices } = work
  const reason = await textOf(flags, { name: 'reason' }, config, terminal, input)
  if (reason === undefined)
    throw new UsageError(
      `--reason is missing: readers see why it never was. For example: vigie incident false-alarm ${id} --reason "The probe was broken, not the API."`,
    )
  const incident = await runIncidentAction(work, id, flags, { reason }, notices.incidents.falseAlarm)
  return reportIncident(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is marked as a false alarm: it leaves the count and is listed as a correction.`,
  )
}

/** `vigie incident withdraw ID`: off the page, kept for the record. */
export async function withdrawIncident(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const incident = await withUsageErrors(work, 'incident', id, () =>
    work.notices.incidents.withdraw(id, actorOf(flags)),
  )
  const { terminal, config, running } = work
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(
    `Incident ${id} ${titleOf(work, incident)} leaves the page ${running ? 'within a second' : 'when the collector is started, or with `vigie build`'}; it is kept for the record.`,
  )
  return 0
}

function needBody(given: Record<string, unknown>, example: string): void {
  if (given['body'] === undefined)
    throw new UsageError(`--body is missing: what readers should know. For example: ${example}`)
}
