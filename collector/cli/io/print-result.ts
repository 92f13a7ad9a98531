import type { Incident } from '../../core/incident/incident.ts'
import { type Maintenance, announcedFrom } from '../../core/maintenance/maintenance.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { listSome } from '../../app/errors.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** What is told once something is written: where it is public, from when, and who learns of it. */
export function printResult(
  { terminal, config, running }: Pick<NoticeCommandContext, 'terminal' | 'config' | 'running'>,
  kind: 'incident' | 'maintenance',
  notice: Incident | Maintenance,
  notify = true,
): void {
  const now = Date.now()
  const path = `/${kind === 'incident' ? 'incidents' : 'maintenance'}/${notice.id}/`
  const { url } = config.page
  const where = url === null ? `${path} on the page` : `${url.replace(/\/+$/, '')}${path}`
  terminal.err(
    running
      ? `It is public within a second: ${where}`
      : `It becomes public when the collector is started, or with \`vigie build\`: ${where}`,
  )
  if (notice.withdrawn) return
  const later = kind === 'maintenance' ? announcedFrom(notice as Maintenance, config.notice) : now
  const readers =
    kind === 'incident'
      ? 'readers of the page and of its feeds'
      : later > now
        ? `readers of the calendar now; of the overview and the feeds from ${formatInstantWords(later, config.page.timezone)}`
        : 'readers of the page, of its feeds and of its calendar'
  if (!notify) return terminal.err(`Told: ${readers}; nobody beyond them, as you said.`)
  const { hub } = config.publish
  terminal.err(`Told: ${readers}${hub === null ? '' : `; subscribers of the hub ${hub}`}.`)
  const channels = config.channels.map(({ name }) => name)
  if (channels.length > 0)
    terminal.err(
      `Not told: the channels of the configuration (${listSome(channels)}). This version does not send to them yet.`,
    )
}
