import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { describedTexts } from '../notices/field-flags.ts'
import {
  type Maintenance,
  beginsAt,
  endsAt,
  isLate,
  isUnderWay,
  maintenanceStatus,
  noticeDue,
  noticeGiven,
} from '../../core/maintenance/maintenance.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import { formatLengthWords } from '../../notices/rules/time-words.ts'
import { formatDuration } from '../../core/time/duration.ts'
import { minute } from '../../core/time/units.ts'
import type { Flags } from '../io/text-flags.ts'
import { formatLocalSpan, formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import { formatText, formatAllLocales } from '../io/localized-text.ts'
import { correctionLines, indent } from '../notices/notice-text.ts'
import { type NoticeCommandContext, withUsageErrors } from '../notices/command-context.ts'

/** A person is shown this many; the rest with --all. */
const listLimit = 20

/** Windows as rows for people: id, status, when, title. */
export const maintenanceRows = (
  windows: readonly Maintenance[],
  { config }: Pick<NoticeCommandContext, 'config'>,
  now: number,
): string[][] =>
  windows.map((window) => [
    plainLine(window.id),
    maintenanceStatus(window, now),
    formatLocalSpan(window.scheduledFor, window.scheduledUntil, config.page.timezone),
    formatText(window.title, config.page),
  ])

/** `vigie maintenance list`: what is under way and ahead, soonest first, occurrences of the programme included; --all the past too. */
export async function listMaintenances(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { terminal, config, notices, now } = context
  const all = (await notices.maintenances.all()).toSorted((a, b) => beginsAt(a) - beginsAt(b))
  const selected = all.filter((window) =>
    flags['open']
      ? isUnderWay(window, now)
      : flags['all'] || (endsAt(window) > now && window.scheduledUntil > now),
  )
  if (flags['json']) {
    terminal.out(JSON.stringify(selected.map((window) => maintenanceView(window, now, config))))
    return 0
  }
  if (selected.length === 0) {
    terminal.err(flags['open'] ? 'No maintenance is under way.' : 'No maintenance is planned.')
    return 0
  }
  const visible = flags['all'] ? selected : selected.slice(0, listLimit)
  const header = ['ID', 'STATE', 'WHEN', `TITLE (times: ${config.page.timezone})`]
  for (const line of formatColumns([header, ...maintenanceRows(visible, context, now)])) terminal.out(line)
  if (visible.length < selected.length)
    terminal.err(
      `… and ${selected.length - visible.length} more until ${formatLocalTime(selected.at(-1)!.scheduledFor, config.page.timezone).slice(0, 10)}: vigie maintenance list --all`,
    )
  return 0
}

/** `vigie maintenance show ID`: the window, what was announced and said, and corrections. */
export async function showMaintenance(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { terminal, config, notices, now } = context
  const maintenance = await withUsageErrors(context, 'maintenance', id, () => notices.maintenances.get(id))
  if (flags['json']) terminal.out(JSON.stringify(maintenanceView(maintenance, now, config)))
  else for (const line of maintenanceLines(maintenance, context)) terminal.out(line)
  return 0
}

function* maintenanceLines(
  maintenance: Maintenance,
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): Generator<string> {
  const { page, notice } = config
  const zone = page.timezone
  const { programme } = maintenance
  yield* formatAllLocales(maintenance.title).split('\n')
  yield `${maintenanceStatus(maintenance, now)} · impact ${maintenance.impact} · class ${plainLine(maintenance.class)} · version ${maintenance.version} · ${plainLine(maintenance.id)}`
  yield `${formatLocalSpan(maintenance.scheduledFor, maintenance.scheduledUntil, zone)} (times: ${zone})`
  yield maintenance.components.map(plainLine).join(', ')
  if (programme)
    yield `of the programme: ${plainLine(programme.entry)}, by its rule at ${formatLocalTime(programme.originalFor, zone)}${programme.changed ? '; changed by a person' : ''}`
  const noticeLength = noticeGiven(maintenance)
  const noticeText =
    noticeLength < 0
      ? 'told afterwards'
      : `told ${formatDuration(Math.floor(noticeLength / minute) * minute)} ahead`
  yield `${noticeText}; ${formatLengthWords(noticeDue(maintenance, notice))} are due${isLate(maintenance, notice) ? ': late' : ''}`
  if (maintenance.startedAt !== null) yield `began early, ${formatLocalTime(maintenance.startedAt, zone)}`
  if (maintenance.completedAt !== null) yield `ended early, ${formatLocalTime(maintenance.completedAt, zone)}`
  if (maintenance.cancelledAt !== null) yield `cancelled ${formatLocalTime(maintenance.cancelledAt, zone)}`
  if (maintenance.file) yield `written in notices/${plainLine(maintenance.file)}`
  for (const [name, text] of describedTexts(maintenanceFields, maintenance)) {
    yield ''
    const words = formatAllLocales(text)
    yield* `${name}${name ? (words.includes('\n') ? '\n' : ' ') : ''}${words}`.split('\n')
  }
  if (maintenance.tasks.length > 0) {
    yield ''
    yield 'tasks:'
    for (const task of maintenance.tasks)
      yield* indent(formatAllLocales(task)).map((line, i) => (i === 0 ? ` - ${line.trimStart()}` : line))
  }
  if (maintenance.announced.length > 1) {
    yield ''
    yield 'announced:'
    for (const span of maintenance.announced)
      yield `   ${formatLocalSpan(span.from, span.to, zone)}, on ${formatLocalTime(span.at, zone)}`
  }
  for (const [i, update] of maintenance.updates.entries()) {
    yield ''
    yield `${i + 1}  ${formatLocalTime(update.at, zone)}  ${update.status} · ${plainLine(update.author)}`
    yield* indent(formatAllLocales(update.body))
  }
  yield* correctionLines(maintenance.corrections ?? [], page, plainLine)
}
