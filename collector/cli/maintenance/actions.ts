import { type Maintenance, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import type { Actor } from '../../notices/service/notice-service.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { type Flags, readTextFlag } from '../io/text-flags.ts'
import { mergeTexts } from '../incident/correct.ts'
import { omitUndefined } from '../notices/message-fields.ts'
import { promptForMaintenance } from './prompts.ts'
import { shouldPromptForMissing } from '../notices/required-flags.ts'
import { UsageError } from '../../app/errors.ts'
import { type NoticeCommandContext, actorOf, withUsageErrors } from '../notices/command-context.ts'
import { describeMaintenance, formatLateness, formatWindow, printMaintenanceResult } from './results.ts'
import { computeUntil, readMessage, readWindowFields } from './read-flags.ts'

const scheduleExample =
  'vigie maintenance schedule --title "Database upgrade" --body "Short interruptions." --from "2026-12-06 04:00" --until "2026-12-06 06:00" --component api'

/** `vigie maintenance schedule`: from flags, and from questions for what they leave open where somebody can answer. */
export async function scheduleMaintenance(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { notices, terminal } = context
  const fields = await readWindowFields(context, flags)
  const until = computeUntil(flags, fields['scheduled_for'], context)
  if (until !== undefined) fields['scheduled_until'] = until
  if (flags['notify'] === false) fields['notify'] = false
  const requiredFlags = {
    title: '--title',
    scheduled_for: '--from',
    scheduled_until: '--until',
    components: '--component ID',
  }
  const needsPrompt = shouldPromptForMissing(context, fields, requiredFlags, scheduleExample)
  const completeFields = needsPrompt ? await promptForMaintenance(context, fields) : fields
  if (completeFields === null) return 1
  const maintenance = await withUsageErrors(context, 'maintenance', null, () =>
    notices.maintenances.schedule(completeFields, actorOf(flags)),
  )
  if (!flags['json']) terminal.out(maintenance.id)
  return printMaintenanceResult(
    context,
    flags,
    maintenance,
    `Scheduled ${describeMaintenance(context, maintenance)}: ${formatWindow(context, maintenance)}, ${maintenance.components.join(', ')}, impact ${maintenance.impact}.${formatLateness(context, maintenance)}`,
  )
}

type MaintenanceAction = (id: string, fields: Record<string, unknown>, actor: Actor) => Promise<Maintenance>

const runMaintenanceAction = (
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
  fields: Record<string, unknown>,
  action: MaintenanceAction,
  flagOverrides = {},
): Promise<Maintenance> =>
  withUsageErrors(context, 'maintenance', id, () => action(id, fields, actorOf(flags)), flagOverrides)

/** `vigie maintenance update ID`: rewrite or move it (readers see what was said before), or add a message. */
export async function updateMaintenance(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { notices, config, terminal, input } = context
  const current = await withUsageErrors(context, 'maintenance', id, () => notices.maintenances.get(id))
  const fields = await readWindowFields(context, flags)
  const until = computeUntil(
    flags,
    fields['scheduled_for'] ?? new Date(current.scheduledFor).toISOString(),
    context,
  )
  if (until !== undefined) fields['scheduled_until'] = until
  const merged = mergeTexts(context, maintenanceFields, current, fields)
  const message = await readTextFlag(flags, { name: 'message' }, config, terminal, input)
  if (message === undefined && (flags['status'] ?? flags['at']) !== undefined)
    throw new UsageError(
      `--${flags['status'] === undefined ? 'at' : 'status'} goes with a message: add --message "…". Windows begin and end by themselves; see also start, extend, complete, cancel.`,
    )
  const { force: _, ...changes } = merged
  const hasChanges = Object.keys(changes).length > 0
  if (!hasChanges && message === undefined)
    throw new UsageError(
      `nothing to change was given. For example: vigie maintenance update ${id} --from "tomorrow 04:00" --until "tomorrow 06:00", or --message "It takes longer than we thought."`,
    )
  let maintenance = current
  if (hasChanges)
    maintenance = await runMaintenanceAction(context, id, flags, merged, notices.maintenances.correct)
  if (message !== undefined) {
    const update = omitUndefined({
      body: message,
      status: flags['status'],
      at: flags['at'],
      notify: flags['notify'] === false ? false : undefined,
    })
    const updateFlags = hasChanges ? { ...flags, ifVersion: maintenance.version } : flags
    maintenance = await runMaintenanceAction(context, id, updateFlags, update, notices.maintenances.update, {
      body: 'message',
    })
  }
  const isRescheduled =
    current.scheduledFor !== maintenance.scheduledFor || current.scheduledUntil !== maintenance.scheduledUntil
  const summary = isRescheduled
    ? `Moved ${describeMaintenance(context, maintenance)} to ${formatWindow(context, maintenance)}`
    : `Updated ${describeMaintenance(context, maintenance)}`
  return printMaintenanceResult(
    context,
    flags,
    maintenance,
    `${summary}, version ${maintenance.version}.${isRescheduled ? formatLateness(context, maintenance) : ''}`,
  )
}

/** A command of one window that may say why: does `action`, and prints what was done in the words of `summarize`. */
const actionCommand =
  (
    action: 'start' | 'complete' | 'cancel',
    summarize: (context: NoticeCommandContext, maintenance: Maintenance) => string,
  ) =>
  async (context: NoticeCommandContext, id: string, flags: Flags): Promise<number> => {
    const fields = await readMessage(context, flags)
    const { [action]: act } = context.notices.maintenances
    const maintenance = await runMaintenanceAction(context, id, flags, fields, act)
    return printMaintenanceResult(context, flags, maintenance, summarize(context, maintenance))
  }

/** `vigie maintenance start ID`: now, early. */
export const startMaintenance = actionCommand(
  'start',
  (context, maintenance) =>
    `Started ${describeMaintenance(context, maintenance)} early; it ends by itself at ${formatInstantWords(maintenance.scheduledUntil, context.config.page.timezone)}.`,
)

/** `vigie maintenance complete ID`: now, early. */
export const completeMaintenance = actionCommand(
  'complete',
  (context, maintenance) => `Completed ${describeMaintenance(context, maintenance)}.`,
)

/** `vigie maintenance cancel ID`: of the programme only this occurrence. */
export const cancelMaintenance = actionCommand('cancel', (context, maintenance) => {
  const recurringHint = maintenance.programme ? ' The rest of the programme stays as it is.' : ''
  return `Cancelled ${describeMaintenance(context, maintenance)}, ${formatWindow(context, maintenance)}.${recurringHint}`
})

/** `vigie maintenance extend ID 30m`. */
export async function extendMaintenance(
  context: NoticeCommandContext,
  id: string,
  duration: string,
  flags: Flags,
): Promise<number> {
  const fields = { ...(await readMessage(context, flags)), by: duration.replace(/^\+/, '') }
  const { extend } = context.notices.maintenances
  const maintenance = await runMaintenanceAction(context, id, flags, fields, extend, { by: 'DURATION' })
  const summary = `Extended ${describeMaintenance(context, maintenance)}: ${formatWindow(context, maintenance)}.`
  return printMaintenanceResult(context, flags, maintenance, summary)
}

/** `vigie maintenance withdraw ID`: off the page, kept for the record. */
export async function withdrawMaintenance(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { terminal, config, collectorRunning, notices } = context
  const maintenance = await withUsageErrors(context, 'maintenance', id, () =>
    notices.maintenances.withdraw(id, actorOf(flags)),
  )
  if (flags['json']) terminal.out(JSON.stringify(maintenanceView(maintenance, Date.now(), config)))
  const status = maintenanceStatus(maintenance, Date.now())
  terminal.err(
    `Took ${describeMaintenance(context, maintenance)} (${status}) off the page: ${collectorRunning ? 'within a second' : 'when the collector is started, or with `vigie build`'}; it is kept for the record.`,
  )
  return 0
}
