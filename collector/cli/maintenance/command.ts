import type { Command } from 'commander'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { describedFlags, localizedFlags } from '../notices/field-flags.ts'
import {
  type FlagDefinition,
  type NoticeCommandGroup,
  commonFlags,
  createCommandGroup,
} from '../notices/command-group.ts'
import type { RunNoticeCommand } from '../notices/command-group.ts'

const lastsFlag: FlagDefinition = ['--lasts <duration>', 'duration, instead of --until: 30m, 2h']
const windowFlags: readonly FlagDefinition[] = [
  // `--component` differs between commands.
  ...describedFlags(maintenanceFields, 'create')
    .filter(([flag]) => !flag.startsWith('--component '))
    .flatMap((flag) => (flag[0].startsWith('--until ') ? [flag, lastsFlag] : [flag])),
  ['--force', 'accept too little notice; the window is then marked as late'],
  commonFlags.noNotify,
]
const messageFlags = [commonFlags.body, commonFlags.bodyFile, commonFlags.noNotify]
const bodyOptions = { texts: ['body', 'body-file'] }
const loadActions = () => import('./actions.ts')
const loadList = () => import('./list.ts')

/** What people call these commands elsewhere. */
const aliases = {
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
export function addMaintenanceCommands(
  program: Command,
  argv: readonly string[],
  runCommand: RunNoticeCommand,
): void {
  const group = createCommandGroup(
    program,
    'maintenance',
    'Schedule and manage maintenance',
    argv,
    runCommand,
    aliases,
  )
  addPlanningCommands(group)
  addProgressCommands(group)
  addReadingCommands(group)
}

/** Commands that change what is planned or announced. */
function addPlanningCommands({ addCommand }: NoticeCommandGroup): void {
  addCommand(
    'schedule',
    'Schedule a window; prompts for what is missing',
    [...windowFlags, ['--component <id...>', 'affected component; repeatable']],
    async (context, _, flags) => (await loadActions()).scheduleMaintenance(context, flags),
    {
      texts: localizedFlags(maintenanceFields),
      example:
        '  vigie maintenance schedule --title "Database upgrade" --body "Short interruptions." \\\n    --from "tomorrow 04:00" --lasts 2h --component api',
    },
  )
  addCommand(
    'update <id>',
    'Reschedule or edit a window, or post an update',
    [
      ...windowFlags,
      ['--component <id>', 'affected components, replacing the previous ones; repeatable'],
      ['--message <text>', 'update for readers; --message-LOCALE for another language'],
      ['--status <status>', 'status of the update while in progress: verifying or in_progress'],
      ['--at <time>', 'time of the update; default: now'],
    ],
    async (context, [id], flags) => (await loadActions()).updateMaintenance(context, id!, flags),
    { texts: [...localizedFlags(maintenanceFields), 'message'] },
  )
}

/** Commands that change how a window proceeds, or remove it. */
function addProgressCommands({ addCommand }: NoticeCommandGroup): void {
  addCommand(
    'start <id>',
    'Start the window now',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).startMaintenance(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'extend <id> <duration>',
    'Extend the window by a duration, such as 30m',
    messageFlags,
    async (context, [id, duration], flags) =>
      (await loadActions()).extendMaintenance(context, id!, duration!, flags),
    bodyOptions,
  )
  addCommand(
    'complete <id>',
    'Complete the window now',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).completeMaintenance(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'cancel <id>',
    'Cancel the window; of recurring maintenance only this occurrence',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).cancelMaintenance(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'withdraw <id>',
    'Remove the window from the page; the record is kept',
    [],
    async (context, [id], flags) => (await loadActions()).withdrawMaintenance(context, id!, flags),
  )
}

/** Commands that only read. */
function addReadingCommands({ addCommand }: NoticeCommandGroup): void {
  addCommand(
    'list',
    'List current and upcoming windows, occurrences of recurring maintenance included',
    [
      ['--open', 'only windows in progress'],
      ['--all', 'all windows, past ones included'],
    ],
    async (context, _, flags) => (await loadList()).listMaintenances(context, flags),
    { writes: false },
  )
  addCommand(
    'show <id>',
    'Show a window with its announcements, updates and corrections',
    [],
    async (context, [id], flags) => (await loadList()).showMaintenance(context, id!, flags),
    { writes: false },
  )
  addCommand(
    'calendar',
    'Show the calendar of a month',
    [['--month <month>', 'such as 2027-01; default: this month']],
    async (context, _, flags) => (await import('./calendar.ts')).printCalendar(context, flags),
    { writes: false },
  )
}
