import { type Incident, affected, incidentStatus } from '../../core/incident/incident.ts'
import type { Hand } from '../../notices/service/notice-service.ts'
import { incidentView } from '../../notices/api/notice-view.ts'
import { declaredBy } from '../io/component-flags.ts'
import { type Flags, textOf } from '../io/text-flags.ts'
import { askIncident } from './prompts.ts'
import { required } from '../io/required-flags.ts'
import { shownIn } from '../io/localized-text.ts'
import { tell } from '../io/print-result.ts'
import { UsageError } from '../../app/errors.ts'
import { type Work, handOf, refusing } from '../notices/notice-work.ts'

/** The API's fields of a body and its components from flags; what was not given is absent. */
export async function said(
  { config, terminal, input }: Work,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const body = await textOf(flags, { name: 'body', file: 'bodyFile' }, config, terminal, input)
  const components = declaredBy(flags['component'] as readonly string[] | undefined, flags['impact'])
  return present({
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
export const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Say what became of it: the whole on standard output for programs, and for people what was done, where and for whom. */
export function report(work: Work, flags: Flags, incident: Incident, done: string, telling = true): number {
  const { terminal, config } = work
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(done)
  if (
    incident.automatic &&
    incident.updates.filter(({ author }) => author !== 'collector').length === 1 &&
    telling
  )
    terminal.err('The collector opened it; from now on it is yours: the collector says nothing more in it.')
  if (telling) tell(work, 'incident', incident, flags['notify'] !== false)
  return 0
}

/** The title, for people. */
export const titleOf = ({ config }: Pick<Work, 'config'>, incident: Incident): string =>
  `“${shownIn(incident.title, config.page)}”`

/** `api major_outage, website operational`. */
const componentsOf = (incident: Incident): string =>
  Object.entries(affected(incident))
    .map(([id, status]) => `${id} ${status}`)
    .join(', ')

/** `vigie incident open`: from flags, and from questions for what they leave open where somebody can answer. */
export async function openIncident(work: Work, flags: Flags): Promise<number> {
  const { desk, config, terminal, input } = work
  const given: Record<string, unknown> = {
    ...(await said(work, flags)),
    ...present({
      title: await textOf(flags, { name: 'title' }, config, terminal, input),
      started_at: flags['started'],
      detected_at: flags['detected'],
    }),
  }
  const asked = required(work, given, { title: '--title', body: '--body' }, openExample)
  const complete = asked ? await askIncident(work, given) : given
  if (complete === null) return 1
  const incident = await refusing(work, 'incident', null, () => desk.incidents.open(complete, handOf(flags)))
  if (!flags['json']) terminal.out(incident.id)
  const named = componentsOf(incident)
  const { priority, impact } = incident
  const more = [
    incidentStatus(incident),
    `impact ${impact}`,
    ...(priority ? [priority] : []),
    ...(named ? [named] : []),
  ]
  return report(
    work,
    flags,
    incident,
    `Opened incident ${incident.id} ${titleOf(work, incident)}: ${more.join(', ')}.`,
  )
}

const openExample =
  'vigie incident open --title "The API is slow" --body "We are looking into it." --component api=degraded_performance'

type Act = (id: string, given: Record<string, unknown>, hand: Hand) => Promise<Incident>

/** Do it to one, with what the desk refuses in words of the command line. @throws UsageError, Failed */
export async function act(
  work: Work,
  id: string,
  flags: Flags,
  given: Record<string, unknown>,
  how: Act,
): Promise<Incident> {
  return refusing(work, 'incident', id, () => how(id, given, handOf(flags)))
}

/** `vigie incident update ID`: a message, and what it says of status, components and impact. */
export async function updateIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const given = await said(work, flags)
  needBody(given, `vigie incident update ${id} --status identified --body "We know what it is."`)
  const incident = await act(work, id, flags, given, work.desk.incidents.update)
  return report(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is ${incidentStatus(incident)} now, version ${incident.version}.`,
  )
}

/** `vigie incident resolve ID`: the message that closes it. */
export async function resolveIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const given = { ...(await said(work, flags)), status: 'resolved' }
  needBody(given, `vigie incident resolve ${id} --body "All is well again."`)
  const incident = await act(work, id, flags, given, work.desk.incidents.update)
  return report(work, flags, incident, `Incident ${id} ${titleOf(work, incident)} is resolved.`)
}

/** `vigie incident reopen ID`: a message with an open status after it was resolved. */
export async function reopenIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const given: Record<string, unknown> = { status: 'investigating', ...(await said(work, flags)) }
  needBody(given, `vigie incident reopen ${id} --body "It is back. We are looking into it."`)
  const incident = await act(work, id, flags, given, work.desk.incidents.update)
  return report(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is open again: ${incidentStatus(incident)}.`,
  )
}

/** `vigie incident ack ID`: somebody has taken it on. */
export async function acknowledgeIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const incident = await act(work, id, flags, present({ at: flags['at'] }), work.desk.incidents.acknowledge)
  return report(
    work,
    flags,
    incident,
    `Incident ${id} is acknowledged by ${incident.acknowledgedBy ?? 'somebody'}. No message was written: say something with \`vigie incident update ${id}\`.`,
    false,
  )
}

/** `vigie incident postmortem ID`: what was learnt. */
export async function postmortem(work: Work, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, desk } = work
  const actions = (flags['action'] as readonly string[] | undefined)?.map((action) => {
    const [, box, text] = /^\[([ xX])\]\s*(.*)$/s.exec(action) ?? []
    return box === undefined ? { text: action } : { text, done: box !== ' ' }
  })
  const body = await textOf(flags, { name: 'body', file: 'file' }, config, terminal, input)
  const given = present({
    body,
    root_cause: await textOf(flags, { name: 'rootCause' }, config, terminal, input),
    data_loss: shareOf(flags['dataLoss']),
    actions,
  })
  if (body === undefined)
    throw new UsageError(
      `the postmortem is missing: --file FILE. For example: vigie incident postmortem ${id} --file postmortem.md`,
    )
  const incident = await act(work, id, flags, given, desk.incidents.postmortem)
  return report(
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
export async function falseAlarm(work: Work, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, desk } = work
  const reason = await textOf(flags, { name: 'reason' }, config, terminal, input)
  if (reason === undefined)
    throw new UsageError(
      `--reason is missing: readers see why it never was. For example: vigie incident false-alarm ${id} --reason "The probe was broken, not the API."`,
    )
  const incident = await act(work, id, flags, { reason }, desk.incidents.falseAlarm)
  return report(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is marked as a false alarm: it leaves the count and is listed as a correction.`,
  )
}

/** `vigie incident withdraw ID`: off the page, kept for the record. */
export async function withdrawIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const incident = await refusing(work, 'incident', id, () => work.desk.incidents.withdraw(id, handOf(flags)))
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
