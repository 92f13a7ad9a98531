import { affectedComponents, type Incident } from '../../core/incident/incident.ts'
import { incidentView } from '../../notices/api/notice-view.ts'
import { formatText } from '../io/localized-text.ts'
import type { Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { printPublication } from '../notices/print-publication.ts'

/** Say what became of it: the whole on standard output for programs, and for people what was done, where and for whom. */

export async function printIncidentResult(
  context: NoticeCommandContext,
  flags: Flags,
  incident: Incident,
  summary: string,
  messagePublished = true,
): Promise<number> {
  const { terminal, config } = context
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  terminal.err(summary)
  if (
    incident.automatic &&
    incident.updates.filter(({ author }) => author !== 'collector').length === 1 &&
    messagePublished
  )
    terminal.err('The collector opened it; from now on it is yours: the collector says nothing more in it.')
  if (messagePublished) await printPublication(context, 'incident', incident, flags['notify'] !== false)
  return 0
}
/** The title, for people. */

export const quotedTitle = ({ config }: Pick<NoticeCommandContext, 'config'>, incident: Incident): string =>
  `“${formatText(incident.title, config.page)}”`
/** `api major_outage, website operational`. */
export const formatComponents = (incident: Incident): string =>
  Object.entries(affectedComponents(incident))
    .map(([id, status]) => `${id} ${status}`)
    .join(', ')
