import { type Incident, affected, incidentStatus } from '../core/incident.ts'
import type { Hand } from '../notices/desk.ts'
import { incidentView } from '../notices/view.ts'
import { declaredBy } from './components.ts'
import { type Flags, textOf } from './given.ts'
import { askIncident } from './incident-asked.ts'
import { required } from './missing.ts'
import { shownIn } from './shown-text.ts'
import { tell } from './told.ts'
import { WrongUsage } from './terminal.ts'
import { type Work, handOf, refusing } from './work.ts'

/** The API's fields of a body and its components from flags; what was not given is absent. */
async function said({ config, terminal, input }: Work, flags: Flags): Promise<Record<string, unknown>> {
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
function report(work: Work, flags: Flags, incident: Incident, done: string, telling = true): number {
  const { terminal, config } = work
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(done)
  if (telling) tell(work, 'incident', incident, flags['notify'] !== false)
  return 0
}

const titleOf = ({ config }: Pick<Work, 'config'>, incident: Incident): string =>
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

async function act(
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
    data_loss: flags['dataLoss'],
    actions,
  })
  if (body === undefined)
    throw new WrongUsage(
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

/** `vigie incident false-alarm ID`: what it tells of never was. */
export async function falseAlarm(work: Work, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, desk } = work
  const reason = await textOf(flags, { name: 'reason' }, config, terminal, input)
  if (reason === undefined)
    throw new WrongUsage(
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

/** `vigie incident correct ID`: say otherwise what was said; readers see what it was before. */
export async function correctIncident(work: Work, id: string, flags: Flags): Promise<number> {
  const { config, terminal, input, desk } = work
  const { body, components, status, at, notify: _, ...own } = await said(work, flags)
  const message = present({ body, components, status, at })
  const which = flags['update'] as string | undefined
  if (which === undefined && Object.keys(message).length > 0)
    throw new WrongUsage(
      `${Object.keys(message)
        .map((name) => `--${name === 'components' ? 'component' : name}`)
        .join(
          ', ',
        )} belongs to one message: name it with --update N, as \`vigie incident show ${id}\` numbers them.`,
    )
  const { impact, ...rest } = own
  const found = which === undefined ? null : await messageOf(work, id, which)
  const updates = found === null ? undefined : [{ id: found, ...message, ...present({ impact }) }]
  const given = present({
    ...rest,
    ...(found === null && present({ impact })),
    title: await textOf(flags, { name: 'title' }, config, terminal, input),
    started_at: flags['started'],
    detected_at: flags['detected'],
    acknowledged_at: flags['acknowledged'],
    updates,
  })
  if (Object.keys(given).length === 0)
    throw new WrongUsage(
      `nothing to correct was given. For example: vigie incident correct ${id} --title "The API is slow", or --update 1 --body "…" for a message.`,
    )
  const incident = await act(work, id, flags, given, desk.incidents.correct)
  return report(
    work,
    flags,
    incident,
    `Incident ${id} ${titleOf(work, incident)} is corrected; readers see what was said before.`,
  )
}

/** The id of a message from its number in `show`, or from itself. */
async function messageOf(work: Work, id: string, which: string): Promise<string> {
  const { updates } = await refusing(work, 'incident', id, () => work.desk.incidents.get(id))
  const found = updates.find((update, i) => update.id === which || String(i + 1) === which)
  if (found) return found.id
  throw new WrongUsage(
    `--update "${which}": incident ${id} has ${updates.length === 1 ? 'one message: write 1' : `${updates.length} messages: write 1 to ${updates.length}`}.`,
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
    throw new WrongUsage(`--body is missing: what readers should know. For example: ${example}`)
}
