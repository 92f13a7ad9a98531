import { dayInterval, dayOf, monthInterval, monthOf } from '../../core/time/calendar.ts'
import type { Impact } from '../../core/incident/incident.ts'
import { type Maintenance, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { maintenanceView } from '../../notices/api/notice-view.ts'
import type { Flags } from '../io/text-flags.ts'
import { maintenanceRows } from './list.ts'
import { formatColumns, padToWidth } from '../io/plain-text.ts'
import { UsageError } from '../../app/errors.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'

/** A sign for each impact: state is never told by colour alone. */
const impactSigns: Record<Impact, string> = { none: '.', minor: '-', major: 'o', critical: '#' }
/** Columns of a day; seven of them fit into 80. */
const cellWidth = 11
/** Signs a day has room for. */
const maxSignsPerDay = 5

/** `vigie maintenance calendar [--month 2027-01]`: the month as a grid, then its windows one by one. */
export async function printCalendar(context: NoticeCommandContext, flags: Flags): Promise<number> {
  const { terminal, config, notices, now } = context
  const { timezone } = config.page
  const month = parseMonth(flags['month']) ?? monthOf(now, timezone)
  const { from, to } = monthInterval(month, timezone)
  const windows = (await notices.maintenances.all())
    .filter((window) => window.scheduledFor < to && window.scheduledUntil > from)
    .toSorted((a, b) => a.scheduledFor - b.scheduledFor)
  if (flags['json']) {
    terminal.out(JSON.stringify(windows.map((window) => maintenanceView(window, now, config))))
    return 0
  }
  for (const line of calendarLines(month, windows, context)) terminal.out(line)
  terminal.out('')
  if (windows.length === 0) terminal.out('Nothing is planned in this month.')
  else
    for (const line of formatColumns([
      ['ID', 'STATE', 'WHEN', `TITLE (times: ${timezone})`],
      ...maintenanceRows(windows, context, now),
    ]))
      terminal.out(line)
  return 0
}

/** @throws UsageError when it is no month */
function parseMonth(value: unknown): string | null {
  if (typeof value !== 'string') return null
  if (/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(value)) return value
  throw new UsageError(`--month "${value}" is not a month. Write one such as 2027-01.`)
}

function* calendarLines(
  month: string,
  windows: readonly Maintenance[],
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): Generator<string> {
  const { timezone, locale } = config.page
  const firstDay = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const weekStart = new Intl.Locale(locale).maximize().getWeekInfo?.().firstDay ?? 1
  const leadingBlanks = (firstDay.dayOfWeek - weekStart + 7) % 7
  const today = dayOf(now, timezone)
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })
  // 2024-01-01 was a Monday.
  const names = Array.from({ length: 7 }, (_, i) => weekday.format(Date.UTC(2024, 0, weekStart + i)))
  yield `${new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(firstDay.year, firstDay.month - 1, 1))} (${timezone})`
  yield names
    .map((name) => padToWidth(` ${name}`, cellWidth))
    .join('')
    .trimEnd()
  const cells = Array.from({ length: leadingBlanks }, () => ' '.repeat(cellWidth))
  for (let day = firstDay; day.month === firstDay.month; day = day.add({ days: 1 })) {
    const { from, to } = dayInterval(day.toString(), timezone)
    const marks = windows
      .filter((window) => window.scheduledFor < to && window.scheduledUntil > from)
      .map((window) => (maintenanceStatus(window, now) === 'cancelled' ? 'x' : impactSigns[window.impact]))
    const visibleMarks =
      marks.length > maxSignsPerDay ? `${marks.slice(0, maxSignsPerDay - 1).join('')}+` : marks.join('')
    const dayNumber = String(day.day).padStart(2)
    cells.push(
      padToWidth(
        day.toString() === today ? `[${dayNumber}]${visibleMarks}` : ` ${dayNumber} ${visibleMarks}`,
        cellWidth,
      ),
    )
  }
  for (let i = 0; i < cells.length; i += 7)
    yield cells
      .slice(i, i + 7)
      .join('')
      .trimEnd()
  yield ''
  yield 'impact: . none  - minor  o major  # critical   x cancelled   [ ] today'
}
