import type { Command } from 'commander'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import { describedFlags, localizedFlags } from '../notices/field-flags.ts'
import {
  type FlagDefinition,
  type NoticeCommandGroup,
  commonFlags,
  createCommandGroup,
} from '../notices/command-group.ts'
import type { RunNoticeCommand } from '../notices/command-group.ts'

/** The flags of the incident and of a message in it, each once: what both have is a flag of the incident. */
function incidentFlags(way: 'create' | 'correct'): readonly FlagDefinition[] {
  const flags = [...describedFlags(incidentFields, way), ...describedFlags(incidentUpdateFields, way)]
  return [...new Map(flags.map((flag) => [flag[0], flag])).values()]
}
const messageFlags: readonly FlagDefinition[] = [
  ...describedFlags(incidentUpdateFields, 'create'),
  commonFlags.priority,
  commonFlags.noNotify,
]
const bodyOptions = { texts: localizedFlags(incidentUpdateFields) }
const incidentTexts = [...localizedFlags(incidentFields), ...localizedFlags(incidentUpdateFields)]
const forceFlag: FlagDefinition = ['--force', 'accept a start more than 92 days ago']
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
  const group = createCommandGroup(
    program,
    'incident',
    'Publish and manage incidents',
    argv,
    runCommand,
    aliases,
  )
  addLifecycleCommands(group)
  addReviewCommands(group)
  addReadingCommands(group)
}

/** From opening to resolving. */
function addLifecycleCommands({ addCommand }: NoticeCommandGroup): void {
  addCommand(
    'open',
    'Open an incident; prompts for what is missing',
    [
      ...incidentFlags('create').map((flag): FlagDefinition =>
        flag[0].startsWith('--component ')
          ? ['--component <id=status...>', 'affected component and its status; repeatable']
          : flag,
      ),
      forceFlag,
      commonFlags.noNotify,
    ],
    async (context, _, flags) => (await loadActions()).openIncident(context, flags),
    {
      texts: incidentTexts,
      example:
        '  vigie incident open --title "The API is slow" --body "We are looking into it." \\\n    --component api=degraded_performance',
    },
  )
  addCommand(
    'update <id>',
    'Post an update',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).updateIncident(context, id!, flags),
    bodyOptions,
  )
  addCommand('ack <id>', 'Acknowledge the incident', [commonFlags.at], async (context, [id], flags) =>
    (await loadActions()).acknowledgeIncident(context, id!, flags),
  )
  addCommand(
    'resolve <id>',
    'Resolve the incident',
    messageFlags.filter(([flag]) => !flag.startsWith('--status ')),
    async (context, [id], flags) => (await loadActions()).resolveIncident(context, id!, flags),
    bodyOptions,
  )
  addCommand(
    'reopen <id>',
    'Reopen a resolved incident',
    messageFlags,
    async (context, [id], flags) => (await loadActions()).reopenIncident(context, id!, flags),
    bodyOptions,
  )
}

/** What follows once an incident is understood: postmortem, corrections, withdrawal. */
function addReviewCommands({ addCommand }: NoticeCommandGroup): void {
  addCommand(
    'postmortem <id>',
    'Publish the postmortem',
    [
      ['--file <file>', 'Markdown file; --file-LOCALE for another language'],
      ...describedFlags(postmortemFields, 'create').filter((flag) => flag !== commonFlags.bodyFile),
    ],
    async (context, [id], flags) => (await loadActions()).publishPostmortem(context, id!, flags),
    { texts: ['file', ...localizedFlags(postmortemFields).filter((name) => name !== 'body-file')] },
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
      ...incidentFlags('correct'),
      ['--update <n>', 'number of the update to correct, as `show` lists it'],
      forceFlag,
    ],
    async (context, [id], flags) => (await import('./correct.ts')).correctIncident(context, id!, flags),
    { texts: incidentTexts },
  )
  addCommand(
    'withdraw <id>',
    'Remove the incident from the page; the record is kept',
    [],
    async (context, [id], flags) => (await loadActions()).withdrawIncident(context, id!, flags),
  )
}

/** Commands that only read. */
function addReadingCommands({ addCommand }: NoticeCommandGroup): void {
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
