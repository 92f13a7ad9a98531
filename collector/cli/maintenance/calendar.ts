import { dayInterval, dayOf, monthInterval, monthOf } from '../../core/time/calendar.ts'
import type { Impact } from '../../core/incident/incident.ts'
import { type Maintenance, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import type { Flags } from '../io/text-flags.ts'
import { maintenanceRows } from './list.ts'
import { inColumns, padded } from '../io/plain-text.ts'
import { UsageError } from '../../app/errors.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** A sign for each impact: state is never told by colour alone. */
const signs: Record<Impact, string> = { none: '.', minor: '-', major: 'o', critical: '#' }
/** Columns of a day; seven of them fit into 80. */
const cell = 11
/** Signs a day has room for. */
const room = 5

/** `vigie maintenance calendar [--month 2027-01]`: the month as a grid, then its windows one by one. */
export async function maintenanceCalendar(work: NoticeCommandContext, flags: Flags): Promise<number> {
  const { terminal, config, notices, now } = work
  const { timezone } = config.page
  const month = monthGiven(flags['month']) ?? monthOf(now, timezone)
  const { from, to } = monthInterval(month, timezone)
  const windows = (await notices.maintenances.all())
    .filter((one) => one.scheduledFor < to && one.scheduledUntil > from)
    .toSorted((a, b) => a.scheduledFor - b.scheduledFor)
  if (flags['json']) {
    terminal.out(JSON.stringify(windows.map((one) => maintenanceView(one, now, config))))
    return 0
  }
  for (const line of grid(month, windows, work)) terminal.out(line)
  terminal.out('')
  if (windows.length === 0) terminal.out('Nothing is planned in this month.')
  else
    for (const line of inColumns([
      ['ID', 'STATE', 'WHEN', `TITLE (times: ${timezone})`],
      ...maintenanceRows(windows, work, now),
    ]))
      terminal.out(line)
  return 0
}

/** @throws UsageError when it is no month */
function monthGiven(said: unknown): string | null {
  if (typeof said !== 'string') return null
  if (/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(said)) return said
  throw new UsageError(`--month "${said}" is not a month. Write one such as 2027-01.`)
}

function* grid(
  month: string,
  windows: readonly Maintenance[],
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): Generator<string> {
  const { timezone, locale } = config.page
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const weekStart = new Intl.Locale(locale).maximize().getWeekInfo?.().firstDay ?? 1
  const before = (first.dayOfWeek - weekStart + 7) % 7
  const today = dayOf(now, timezone)
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })
  // 2024-01-01 was a Monday.
  const names = Array.from({ length: 7 }, (_, i) => weekday.format(Date.UTC(2024, 0, weekStart + i)))
  yield `${new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(first.year, first.month - 1, 1))} (${timezone})`
  yield names
    .map((name) => padded(` ${name}`, cell))
    .join('')
    .trimEnd()
  const cells = Array.from({ length: before }, () => ' '.repeat(cell))
  for (let day = first; day.month === first.month; day = day.add({ days: 1 })) {
    const { from, to } = dayInterval(day.toString(), timezone)
    const marks = windows
      .filter((one) => one.scheduledFor < to && one.scheduledUntil > from)
      .map((one) => (maintenanceStatus(one, now) === 'cancelled' ? 'x' : signs[one.impact]))
    const shown = marks.length > room ? `${marks.slice(0, room - 1).join('')}+` : marks.join('')
    const number = String(day.day).padStart(2)
    cells.push(padded(day.toString() === today ? `[${number}]${shown}` : ` ${number} ${shown}`, cell))
  }
  for (let i = 0; i < cells.length; i += 7)
    yield cells
      .slice(i, i + 7)
      .join('')
      .trimEnd()
  yield ''
  yield 'impact: . none  - minor  o major  # critical   x cancelled   [ ] today'
}
