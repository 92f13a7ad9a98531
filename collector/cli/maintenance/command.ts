import type { Command } from 'commander'
import { type Flag, flag, groupOf } from '../program/command-group.ts'
import type { RunNoticeCommand } from '../program/run-types.ts'

const window: readonly Flag[] = [
  flag.title,
  flag.body,
  flag.bodyFile,
  ['--from <time>', 'when it begins: ISO 8601, +2h, "tomorrow 04:00"'],
  ['--until <time>', 'when it ends'],
  ['--lasts <duration>', 'how long, instead of --until: 30m, 2h'],
  flag.impact,
  ['--reason <text>', 'why; --reason-LOCALE for a further language'],
  ['--alternatives <text>', 'what readers can do meanwhile; --alternatives-LOCALE for a further language'],
  ['--task <text>', 'what is done; may be repeated'],
  ['--class <class>', 'a class of the `notice` map: how long ahead it is told'],
  ['--force', 'with too little notice too; it is then shown as late'],
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
  const { act } = groupOf(program, 'maintenance', 'planned work, told to readers', argv, atDesk, meant)
  act(
    'schedule',
    'plan one; asks when flags are missing',
    [...window, ['--component <id...>', 'what it touches; may be repeated']],
    async (work, _, flags) => (await acts()).scheduleMaintenance(work, flags),
    {
      texts,
      example:
        '  vigie maintenance schedule --title "Database upgrade" --body "Short interruptions." \\\n    --from "tomorrow 04:00" --lasts 2h --component api',
    },
  )
  act(
    'update <id>',
    'move or rewrite it, or add a message',
    [
      ...window,
      ['--component <id>', 'what it touches, instead of before; may be repeated'],
      ['--message <text>', 'a dated message to readers; --message-LOCALE for a further language'],
      ['--status <status>', 'what the message says while it is under way: verifying or in_progress'],
      ['--at <time>', 'what the message is dated; default: now'],
    ],
    async (work, [id], flags) => (await acts()).updateMaintenance(work, id!, flags),
    { texts: [...texts, 'message'] },
  )
  act(
    'start <id>',
    'begin now, early',
    said,
    async (work, [id], flags) => (await acts()).startMaintenance(work, id!, flags),
    bodies,
  )
  act(
    'extend <id> <duration>',
    'give it longer, such as 30m',
    said,
    async (work, [id, by], flags) => (await acts()).extendMaintenance(work, id!, by!, flags),
    bodies,
  )
  act(
    'complete <id>',
    'end now, early',
    said,
    async (work, [id], flags) => (await acts()).completeMaintenance(work, id!, flags),
    bodies,
  )
  act(
    'cancel <id>',
    'it will not be; of the programme only this occurrence',
    said,
    async (work, [id], flags) => (await acts()).cancelMaintenance(work, id!, flags),
    bodies,
  )
  act('withdraw <id>', 'take it off the page; it is kept for the record', [], async (work, [id], flags) =>
    (await acts()).withdrawMaintenance(work, id!, flags),
  )
  act(
    'list',
    'what is under way and ahead, the programme included',
    [
      ['--open', 'only what is under way'],
      ['--all', 'every one, the past too'],
    ],
    async (work, _, flags) => (await lists()).listMaintenances(work, flags),
    { writes: false },
  )
  act(
    'show <id>',
    'the window, what was announced and said, and corrections',
    [],
    async (work, [id], flags) => (await lists()).showMaintenance(work, id!, flags),
    { writes: false },
  )
  act(
    'calendar',
    'a month at a glance',
    [['--month <month>', 'such as 2027-01; default: this month']],
    async (work, _, flags) => (await import('./calendar.ts')).maintenanceCalendar(work, flags),
    { writes: false },
  )
}
