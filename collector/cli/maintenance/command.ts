import type { Command } from 'commander'
import { type Flag, flag, groupOf } from '../program/command-group.ts'
import type { RunNoticeCommand } from '../program/run-types.ts'

const window: readonly Flag[] = [
  flag.title,
  flag.body,
  flag.bodyFile,
  ['--from <time>', 'start: ISO 8601, +2h, "tomorrow 04:00"'],
  ['--until <time>', 'end of the window'],
  ['--lasts <duration>', 'duration, instead of --until: 30m, 2h'],
  flag.impact,
  ['--reason <text>', 'reason; --reason-LOCALE for another language'],
  ['--alternatives <text>', 'alternatives for readers; --alternatives-LOCALE for another language'],
  ['--task <text>', 'task of the work; repeatable'],
  ['--class <class>', 'class in the `notice` map of the configuration: the notice it requires'],
  ['--force', 'accept too little notice; the window is then marked as late'],
  flag.quiet,
]
const said = [flag.body, flag.bodyFile, flag.quiet]
const bodies = { texts: ['body', 'body-file'] }
const texts = ['title', 'body', 'body-file', 'reason', 'alternatives']
const acts = () => import('./actions.ts')
const lists = () => import('./list.ts')

/** What people call these commands elsewhere. */
const meant = {
  new: 'schedule',
  create: 'schedule',
  add: 'schedule',
  open: 'schedule',
  plan: 'schedule',
  move: 'update',
  reschedule: 'update',
  correct: 'update',
  edit: 'update',
  change: 'update',
  begin: 'start',
  finish: 'complete',
  end: 'complete',
  stop: 'complete',
  done: 'complete',
  prolong: 'extend',
  abort: 'cancel',
  delete: 'withdraw',
  remove: 'withdraw',
  rm: 'withdraw',
  ls: 'list',
  get: 'show',
  view: 'show',
  month: 'calendar',
}

/** `vigie maintenance …`. */
export function addMaintenances(program: Command, argv: readonly string[], atDesk: RunNoticeCommand): void {
  const { act } = groupOf(program, 'maintenance', 'Schedule and manage maintenance', argv, atDesk, meant)
  act(
    'schedule',
    'Schedule a window; prompts for what is missing',
    [...window, ['--component <id...>', 'affected component; repeatable']],
    async (work, _, flags) => (await acts()).scheduleMaintenance(work, flags),
    {
      texts,
      example:
        '  vigie maintenance schedule --title "Database upgrade" --body "Short interruptions." \\\n    --from "tomorrow 04:00" --lasts 2h --component api',
    },
  )
  act(
    'update <id>',
    'Reschedule or edit a window, or post an update',
    [
      ...window,
      ['--component <id>', 'affected components, replacing the previous ones; repeatable'],
      ['--message <text>', 'update for readers; --message-LOCALE for another language'],
      ['--status <status>', 'status of the update while in progress: verifying or in_progress'],
      ['--at <time>', 'time of the update; default: now'],
    ],
    async (work, [id], flags) => (await acts()).updateMaintenance(work, id!, flags),
    { texts: [...texts, 'message'] },
  )
  act(
    'start <id>',
    'Start the window now',
    said,
    async (work, [id], flags) => (await acts()).startMaintenance(work, id!, flags),
    bodies,
  )
  act(
    'extend <id> <duration>',
    'Extend the window by a duration, such as 30m',
    said,
    async (work, [id, by], flags) => (await acts()).extendMaintenance(work, id!, by!, flags),
    bodies,
  )
  act(
    'complete <id>',
    'Complete the window now',
    said,
    async (work, [id], flags) => (await acts()).completeMaintenance(work, id!, flags),
    bodies,
  )
  act(
    'cancel <id>',
    'Cancel the window; of recurring maintenance only this occurrence',
    said,
    async (work, [id], flags) => (await acts()).cancelMaintenance(work, id!, flags),
    bodies,
  )
  act('withdraw <id>', 'Remove the window from the page; the record is kept', [], async (work, [id], flags) =>
    (await acts()).withdrawMaintenance(work, id!, flags),
  )
  act(
    'list',
    'List current and upcoming windows, occurrences of recurring maintenance included',
    [
      ['--open', 'only windows in progress'],
      ['--all', 'all windows, past ones included'],
    ],
    async (work, _, flags) => (await lists()).listMaintenances(work, flags),
    { writes: false },
  )
  act(
    'show <id>',
    'Show a window with its announcements, updates and corrections',
    [],
    async (work, [id], flags) => (await lists()).showMaintenance(work, id!, flags),
    { writes: false },
  )
  act(
    'calendar',
    'Show the calendar of a month',
    [['--month <month>', 'such as 2027-01; default: this month']],
    async (work, _, flags) => (await import('./calendar.ts')).maintenanceCalendar(work, flags),
    { writes: false },
  )
}
