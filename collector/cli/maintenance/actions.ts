import { parseDuration } from '../../core/time/duration.ts'
import { type Maintenance, isLate, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import type { Actor } from '../../notices/service/notice-service.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { parseComponentIds } from '../io/component-flags.ts'
import { type Flags, mergeText, textOf } from '../io/text-flags.ts'
import { staysOf } from '../incident/correct.ts'
import { withoutUndefined } from '../incident/actions.ts'
import { localSpan } from '../io/local-time.ts'
import { askMaintenance } from './prompts.ts'
import { requireFlags } from '../io/required-flags.ts'
import { formatText } from '../io/localized-text.ts'
import { UsageError } from '../../app/errors.ts'
import { printResult } from '../io/print-result.ts'
import { type NoticeCommandContext, actorOf, withUsageErrors } from '../notices/command-context.ts'

const fields = { class: 'class', impact: 'impact', scheduled_for: 'from', scheduled_until: 'until' }

/** The API's fields of a window from flags; what was not given is absent. */
async function windowOf(
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const text = (name: string, file?: string) =>
    textOf(flags, file === undefined ? { name } : { name, file }, config, terminal, input)
  const plain = Object.entries(fields).map(([field, flag]) => [field, flags[flag]])
  return withoutUndefined({
    title: await text('title'),
    body: await text('body', 'bodyFile'),
    ...Object.fromEntries(plain),
    components: parseComponentIds(flags['component'] as readonly string[] | undefined),
    reason: await text('reason'),
    alternatives: await text('alternatives'),
    tasks: flags['task'],
    force: flags['force'],
  })
}

/** The end of a window that is given by its beginning and `--lasts`. @throws UsageError */
function untilOf(
  flags: Flags,
  from: unknown,
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): string | undefined {
  const lasts = flags['lasts']
  if (typeof lasts !== 'string') return undefined
  if (flags['until'] !== undefined)
    throw new UsageError('--until and --lasts say the same thing. Write one of them.')
  const length = parseDuration(lasts)
  if (length === null)
    throw new UsageError(`--lasts "${lasts}" is not a duration. Write one such as 30m or 2h.`)
  if (typeof from !== 'string') throw new UsageError('--lasts needs --from. Write both.')
  const begins = parseTime(from, now, config.page.timezone)
  // What is wrong with --from, the desk says.
  return begins === null ? from : new Date(begins + length).toISOString()
}

/** Say what became of it: the whole on standard output for programs, and for people what was done, where and for whom. */
function reportMaintenance(
  work: NoticeCommandContext,
  flags: Flags,
  maintenance: Maintenance,
  done: string,
): number {
  const { terminal, config } = work
  const now = Date.now()
  if (flags['json']) terminal.out(JSON.stringify(maintenanceView(maintenance, now, config)))
  terminal.err(done)
  printResult(work, 'maintenance', maintenance, flags['notify'] !== false)
  return 0
}

const named = ({ config }: Pick<NoticeCommandContext, 'config'>, { id, title }: Maintenance): string =>
  `maintenance ${id} “${formatText(title, config.page)}”`

const when = (
  { config }: Pick<NoticeCommandContext, 'config'>,
  { scheduledFor, scheduledUntil }: Maintenance,
): string => `${localSpan(scheduledFor, scheduledUntil, config.page.timezone)} (${config.page.timezone})`

const lateness = ({ config }: Pick<NoticeCommandContext, 'config'>, maintenance: Maintenance): string =>
  isLate(maintenance, config.notice) ? ' It is shown as announced late, and counts as downtime.' : ''

const scheduleExample =
  'vigie maintenance schedule --title "Database upgrade" --body "Short interruptions." --from "2026-12-06 04:00" --until "2026-12-06 06:00" --component api'

/** `vigie maintenance schedule`: from flags, and from questions for what they leave open where somebody can answer. */
export async function scheduleMaintenance(work: NoticeCommandContext, flags: Flags): Promise<number> {
  const { notices, terminal } = work
  const given = await windowOf(work, flags)
  const until = untilOf(flags, given['scheduled_for'], work)
  if (until !== undefined) given['scheduled_until'] = until
  if (flags['notify'] === false) given['notify'] = false
  const needed = {
    title: '--title',
    scheduled_for: '--from',
    scheduled_until: '--until',
    components: '--component ID',
  }
  const asked = requireFlags(work, given, needed, scheduleExample)
  const complete = asked ? await askMaintenance(work, given) : given
  if (complete === null) return 1
  const maintenance = await withUsageErrors(work, 'maintenance', null, () =>
    notices.maintenances.schedule(complete, actorOf(flags)),
  )
  if (!flags['json']) terminal.out(maintenance.id)
  return reportMaintenance(
    work,
    flags,
    maintenance,
    `Scheduled ${named(work, maintenance)}: ${when(work, maintenance)}, ${maintenance.components.join(', ')}, impact ${maintenance.impact}.${lateness(work, maintenance)}`,
  )
}

type MaintenanceAction = (id: string, given: Record<string, unknown>, hand: Actor) => Promise<Maintenance>

const runMaintenanceAction = (
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
  given: Record<string, unknown>,
  how: MaintenanceAction,
  own = {},
): Promise<Maintenance> => withUsageErrors(work, 'maintenance', id, () => how(id, given, actorOf(flags)), own)

/** `vigie maintenance update ID`: rewrite or move it (readers see what was said before), or add a message. */
export async function updateMaintenance(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { notices, config, terminal, input } = work
  const current = await withUsageErrors(work, 'maintenance', id, () => notices.maintenances.get(id))
  const given = await windowOf(work, flags)
  const until = untilOf(flags, given['scheduled_for'] ?? new Date(current.scheduledFor).toISOString(), work)
  if (until !== undefined) given['scheduled_until'] = until
  for (const field of ['title', 'body', 'reason', 'alternatives'] as const)
    if (given[field] !== undefined)
      given[field] = mergeText(current[field], given[field] as Text, config, staysOf(work, field))
  const message = await textOf(flags, { name: 'message' }, config, terminal, input)
  if (message === undefined && (flags['status'] ?? flags['at']) !== undefined)
    throw new UsageError(
      `--${flags['status'] === undefined ? 'at' : 'status'} goes with a message: add --message "…". Windows begin and end by themselves; see also start, extend, complete, cancel.`,
    )
  const { force: _, ...changes } = given
  const correcting = Object.keys(changes).length > 0
  if (!correcting && message === undefined)
    throw new UsageError(
      `nothing to change was given. For example: vigie maintenance update ${id} --from "tomorrow 04:00" --until "tomorrow 06:00", or --message "It takes longer than we thought."`,
    )
  let maintenance = current
  if (correcting)
    maintenance = await runMaintenanceAction(work, id, flags, given, notices.maintenances.correct)
  if (message !== undefined) {
    const told = withoutUndefined({
      body: message,
      status: flags['status'],
      at: flags['at'],
      notify: flags['notify'] === false ? false : undefined,
    })
    const then = correcting ? { ...flags, ifVersion: maintenance.version } : flags
    maintenance = await runMaintenanceAction(work, id, then, told, notices.maintenances.update, {
      body: 'message',
    })
  }
  const moved =
    current.scheduledFor !== maintenance.scheduledFor || current.scheduledUntil !== maintenance.scheduledUntil
  const done = moved
    ? `Moved ${named(work, maintenance)} to ${when(work, maintenance)}`
    : `Updated ${named(work, maintenance)}`
  return reportMaintenance(
    work,
    flags,
    maintenance,
    `${done}, version ${maintenance.version}.${moved ? lateness(work, maintenance) : ''}`,
  )
}

/** What `start`, `extend`, `complete` and `cancel` may say with it. */
const words = async (
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> =>
  withoutUndefined({
    body: await textOf(flags, { name: 'body', file: 'bodyFile' }, config, terminal, input),
    notify: flags['notify'] === false ? false : undefined,
  })

/** `vigie maintenance start ID`: now, early. */
export async function startMaintenance(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const maintenance = await runMaintenanceAction(
    work,
    id,
    flags,
    await words(work, flags),
    work.notices.maintenances.start,
  )
  return reportMaintenance(
    work,
    flags,
    maintenance,
    `Started ${named(work, maintenance)} early; it ends by itself at ${formatInstantWords(maintenance.scheduledUntil, work.config.page.timezone)}.`,
  )
}

/** `vigie maintenance extend ID 30m`. */
export async function extendMaintenance(
  work: NoticeCommandContext,
  id: string,
  by: string,
  flags: Flags,
): Promise<number> {
  const given = { ...(await words(work, flags)), by: by.replace(/^\+/, '') }
  const maintenance = await runMaintenanceAction(work, id, flags, given, work.notices.maintenances.extend, {
    by: 'DURATION',
  })
  return reportMaintenance(
    work,
    flags,
    maintenance,
    `Extended ${named(work, maintenance)}: ${when(work, maintenance)}.`,
  )
}

/** `vigie maintenance complete ID`: now, early. */
export async function completeMaintenance(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const maintenance = await runMaintenanceAction(
    work,
    id,
    flags,
    await words(work, flags),
    work.notices.maintenances.complete,
  )
  return reportMaintenance(work, flags, maintenance, `Completed ${named(work, maintenance)}.`)
}

/** `vigie maintenance cancel ID`: of the programme only this occurrence. */
export async function cancelMaintenance(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const maintenance = await runMaintenanceAction(
    work,
    id,
    flags,
    await words(work, flags),
    work.notices.maintenances.cancel,
  )
  const rest = maintenance.programme ? ' The rest of the programme stays as it is.' : ''
  return reportMaintenance(
    work,
    flags,
    maintenance,
    `Cancelled ${named(work, maintenance)}, ${when(work, maintenance)}.${rest}`,
  )
}

/** `vigie maintenance withdraw ID`: off the page, kept for the record. */
export async function withdrawMaintenance(
  work: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { terminal, config, running, notices } = work
  const maintenance = await withUsageErrors(work, 'maintenance', id, () =>
    notices.maintenances.withdraw(id, actorOf(flags)),
  )
  if (flags['json']) terminal.out(JSON.stringify(maintenanceView(maintenance, Date.now(), config)))
  const status = maintenanceStatus(maintenance, Date.now())
  terminal.err(
    `Took ${named(work, maintenance)} (${status}) off the page: ${running ? 'within a second' : 'when the collector is started, or with `vigie build`'}; it is kept for the record.`,
  )
  return 0
}
