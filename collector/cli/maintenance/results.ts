import { isLate, type Maintenance } from '../../core/maintenance/maintenance.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import { formatLocalSpan } from '../io/local-time.ts'
import { formatText } from '../io/localized-text.ts'
import type { Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { printPublication } from '../notices/print-publication.ts'

/** Say what became of it: the whole on standard output for programs, and for people what was done, where and for whom. */
export async function printMaintenanceResult(
  context: NoticeCommandContext,
  flags: Flags,
  maintenance: Maintenance,
  summary: string,
): Promise<number> {
  const { terminal, config } = context
  const now = Date.now()
  if (flags['json']) terminal.out(JSON.stringify(maintenanceView(maintenance, now, config)))
  terminal.err(summary)
  await printPublication(context, 'maintenance', maintenance, flags['notify'] !== false)
  return 0
}
export const describeMaintenance = (
  { config }: Pick<NoticeCommandContext, 'config'>,
  { id, title }: Maintenance,
): string => `maintenance ${id} “${formatText(title, config.page)}”`
export const formatWindow = (
  { config }: Pick<NoticeCommandContext, 'config'>,
  { scheduledFor, scheduledUntil }: Maintenance,
): string =>
  `${formatLocalSpan(scheduledFor, scheduledUntil, config.page.timezone)} (${config.page.timezone})`
export const formatLateness = (
  { config }: Pick<NoticeCommandContext, 'config'>,
  maintenance: Maintenance,
): string =>
  isLate(maintenance, config.notice) ? ' It is shown as announced late, and counts as downtime.' : ''
