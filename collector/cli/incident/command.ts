import type { Command } from 'commander'
import { type FlagDefinition, commonFlags, createCommandGroup } from '../program/command-group.ts'
import type { RunNoticeCommand } from '../program/command-runner.ts'

const statusFlag: FlagDefinition = ['--status <status>', 'investigating, identified, monitoring or resolved']
const componentFlag: FlagDefinition = ['--component <id=status>', 'status of a component; repeatable']
const forceFlag: FlagDefinition = ['--force', 'accept a start more than 92 days ago']
const messageFlags = [
  commonFlags.body,
  commonFlags.bodyFile,
  componentFlag,
  commonFlags.impact,
  commonFlags.priority,
  commonFlags.at,
  commonFlags.noNotify,
]
const bodyOptions = { texts: ['body', 'body-file'] }
const loadActions = () => import('./actions.ts')
const loadList = () => import('./list.ts')

/** What people call these commands elsewhere. */
const aliases = {
  new: 'open',
  create: 'open',
  add: 'open',
  start: 'open',
  close: 'resolve',
  end: 'resolve',
  finish: 'resolve',
  fix: 'resolve',
  acknowledge: 'ack',
  edit: 'correct',
  change: 'correct',
  delete: 'withdraw',
  remove: 'withdraw',
  rm: 'withdraw',
  ls: 'list',
  get: 'show',
  view: 'show',
  comment: 'update',
  post: 'update',
}

/** `vigie incident …`. */
export function addIncidentCommands(
  program: Command,
  argv: readonly string[],
  runCommand: RunNoticeCommand,
): void {
  const { addCommand } = createCommandGroup(
    program,
    'incident',
    'Publish and manage incidents',
    argv,
    runCommand,
    aliases,
  )
  addCommand(
    'open',
    'Open an incident; prompts for what is missing',
    [
      commonFlags.title,
      commonFlags.body,
      commonFlags.bodyFile,
      ['--component <id=status...>', 'affected component and its status; repeatable'],
      commonFlags.impact,
      commonFlags.priority,
      statusFlag,
      commonFlags.at,
      ['--started <time>', 'when it started; default: the time of --at'],
      ['--detected <time>', 'when the team noticed; default: the time of --at'],
      forceFlag,
      commonFlags.noNotify,
    ],
    async (context, _, flags) => (await loadActions()).openIncident(context, flags),
    {
      texts: ['title', 'body', 'body-file'],
      example:
        '  vigie incident open --title "The API is slow" --body "We are looking into it." \\\n    --component api=degraded_performance',
    },
  )
  addCommand(
    'update <id>',
    'Post an update',
    [statusFlag, ...messageFlags],
    async (context, [id], flags) => (await loadActions()).updateIncident(context, id!, flags),
    bodyOptions,
  )
  addCommand('ack <id>', 'Acknowledge the incident', [commonFlags.at], async (context, [id], flags) =>
    (await loadActions()).acknowledgeIncident(context, id!, flags),
  )
  addCommand(
    'resolve <id>',
    'Resolve the incident',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).resolveIncident(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'reopen <id>',
    'Reopen a resolved incident',
    [statusFlag, ...messageFlags],
    async (context, [id], flags) => (await loadActions()).reopenIncident(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'postmortem <id>',
    'Publish the postmortem',
    [
      ['--file <file>', 'Markdown file; --file-LOCALE for another language'],
      commonFlags.body,
      ['--root-cause <text>', 'root cause; --root-cause-LOCALE for another language'],
      ['--data-loss <share>', 'share of data lost, such as 0 or 0.5%'],
      ['--action <text>', 'follow-up action, "[x] …" when done; repeatable'],
    ],
    async (context, [id], flags) => (await loadActions()).publishPostmortem(context, id!, flags),
    { texts: ['file', 'body', 'root-cause'] },
  )
  addCommand(
    'false-alarm <id>',
    'Mark the incident as a false alarm',
    [['--reason <text>', 'reason shown to readers; --reason-LOCALE for another language']],
    async (context, [id], flags) => (await loadActions()).markFalseAlarm(context, id!, flags),
    { texts: ['reason'] },
  )
  addCommand(
    'correct <id>',
    'Correct published facts; readers see the correction',
    [
      commonFlags.title,
      commonFlags.impact,
      commonFlags.priority,
      ['--started <time>', 'when it started'],
      ['--detected <time>', 'when the team noticed'],
      ['--acknowledged <time>', 'when it was acknowledged'],
      ['--update <n>', 'number of the update to correct, as `show` lists it'],
      commonFlags.body,
      commonFlags.bodyFile,
      statusFlag,
      componentFlag,
      ['--at <time>', 'time of the update'],
      forceFlag,
    ],
    async (context, [id], flags) => (await import('./correct.ts')).correctIncident(context, id!, flags),
    { texts: ['title', 'body', 'body-file'] },
  )
  addCommand(
    'withdraw <id>',
    'Remove the incident from the page; the record is kept',
    [],
    async (context, [id], flags) => (await loadActions()).withdrawIncident(context, id!, flags),
  )
  addCommand(
    'list',
    'List incidents, open ones first',
    [
      ['--open', 'only open incidents'],
      ['--all', 'all incidents'],
    ],
    async (context, _, flags) => (await loadList()).listIncidents(context, flags),
    { writes: false },
  )
  addCommand(
    'show <id>',
    'Show an incident with its timeline and corrections',
    [],
    async (context, [id], flags) => (await loadList()).showIncident(context, id!, flags),
    { writes: false },
  )
}
