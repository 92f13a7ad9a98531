import {
  type Incident,
  affectedComponents,
  incidentStatus,
  isOpen,
  resolvedAt,
} from '../../core/incident/incident.ts'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { describedTexts } from '../notices/field-flags.ts'
import { incidentView } from '../../notices/api/notice-view.ts'
import { type Flags } from '../io/text-flags.ts'
import { formatLocalSpan, formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import { formatText, formatAllLocales } from '../io/localized-text.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'
import { formatCorrectedField, correctionLines, indent } from '../notices/notice-text.ts'

/** A person is shown this many; the rest with --all. */
const listLimit = 20

/** `vigie incident list`: open ones first, then newest first; `--all` beyond the latest 20. */
export async function listIncidents(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { terminal, config, notices } = context
  const all = (await notices.incidents.all()).filter((incident) => !flags['open'] || isOpen(incident))
  if (flags['json']) {
    terminal.out(JSON.stringify(all.map((incident) => incidentView(incident, config))))
    return 0
  }
  if (all.length === 0) {
    terminal.err(flags['open'] ? 'No incident is open.' : 'There are no incidents.')
    return 0
  }
  const { timezone } = config.page
  // What goes on must never be hidden behind what is over.
  const openFirst = all.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.startedAt - a.startedAt)
  const visible = flags['all']
    ? openFirst
    : openFirst.slice(0, Math.max(listLimit, all.filter(isOpen).length))
  const rows = visible.map((incident) => [
    plainLine(incident.id),
    incident.falseAlarm ? 'false alarm' : incidentStatus(incident),
    formatLocalTime(incident.startedAt, timezone),
    formatText(incident.title, config.page),
  ])
  for (const line of formatColumns([['ID', 'STATE', 'BEGAN', `TITLE (times: ${timezone})`], ...rows]))
    terminal.out(line)
  if (visible.length < all.length)
    terminal.err(`… and ${all.length - visible.length} older: vigie incident list --all`)
  return 0
}

/** `vigie incident show ID`: its messages, postmortem and corrections. */
export async function showIncident(context: NoticeCommandContext, id: string, flags: Flags): Promise<number> {
  const { terminal, config, notices } = context
  const incident = await withUsageErrors(context, 'incident', id, () => notices.incidents.get(id))
  if (flags['json']) terminal.out(JSON.stringify(incidentView(incident, config)))
  else for (const line of incidentLines(incident, context)) terminal.out(line)
  return 0
}

function* incidentLines(
  incident: Incident,
  { config }: Pick<NoticeCommandContext, 'config'>,
): Generator<string> {
  const { page } = config
  const formatTime = (at: number): string => formatLocalTime(at, page.timezone)
  const end = resolvedAt(incident)
  yield* formatAllLocales(incident.title).split('\n')
  yield `${incident.falseAlarm ? 'false alarm' : incidentStatus(incident)} · impact ${incident.impact}${incident.priority ? ` · ${incident.priority}` : ''} · version ${incident.version} · ${plainLine(incident.id)}`
  yield end === null
    ? `since ${formatTime(incident.startedAt)} (times: ${page.timezone})`
    : `${formatLocalSpan(incident.startedAt, end, page.timezone)} (times: ${page.timezone})`
  if (incident.acknowledgedAt !== null)
    yield `acknowledged ${formatTime(incident.acknowledgedAt)}${incident.acknowledgedBy ? ` by ${plainLine(incident.acknowledgedBy)}` : ''}`
  if (incident.automatic) yield 'opened by the collector'
  for (const [heading, text] of describedTexts(incidentFields, incident))
    yield* indent(`${heading} ${formatAllLocales(text)}`)
  if (incident.file) yield `written in notices/${plainLine(incident.file)}`
  const components = Object.entries(affectedComponents(incident))
  if (components.length > 0)
    yield components.map(([component, status]) => `${plainLine(component)} ${status}`).join(', ')
  if (incident.falseAlarm) {
    yield `a false alarm, marked ${formatTime(incident.falseAlarm.at)}:`
    yield* indent(formatAllLocales(incident.falseAlarm.reason))
  }
  for (const [i, update] of incident.updates.entries()) {
    yield ''
    yield `${i + 1}  ${formatTime(update.at)}  ${update.status}${update.impact ? ` · impact ${update.impact}` : ''} · ${plainLine(update.author)}`
    const statuses = Object.entries(update.components)
    if (statuses.length > 0)
      yield* indent(statuses.map(([component, status]) => `${plainLine(component)} ${status}`).join(', '))
    // The postmortem is printed below, as a whole.
    if (incident.postmortem && update.status === 'postmortem') continue
    for (const [heading, text] of describedTexts(incidentUpdateFields, update))
      yield* indent(`${heading} ${formatAllLocales(text)}`.trimStart())
  }
  const { postmortem } = incident
  if (postmortem) {
    yield ''
    yield `postmortem  ${formatTime(postmortem.at)} · ${plainLine(postmortem.author)}`
    for (const [heading, text] of describedTexts(postmortemFields, postmortem))
      yield* indent(`${heading} ${formatAllLocales(text)}`.trimStart())
    if (postmortem.dataLoss !== null) yield* indent(`data lost: ${postmortem.dataLoss / 1e4} %`)
    for (const { text, done } of postmortem.actions)
      yield* indent(`[${done ? 'x' : ' '}] ${formatAllLocales(text)}`)
  }
  yield* correctionLines(incident.corrections ?? [], page, (path) =>
    formatCorrectedField(path, incident.updates),
  )
}
