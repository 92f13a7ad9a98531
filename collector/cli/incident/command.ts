import type { Command } from 'commander'
import { type Flag, flag, groupOf } from '../program/command-group.ts'
import type { RunNoticeCommand } from '../program/run-types.ts'

const status: Flag = ['--status <status>', 'investigating, identified, monitoring or resolved']
const component: Flag = ['--component <id=status>', 'status of a component; repeatable']
const message = [flag.body, flag.bodyFile, component, flag.impact, flag.priority, flag.at, flag.quiet]
const bodies = { texts: ['body', 'body-file'] }
const acts = () => import('./actions.ts')
const lists = () => import('./list.ts')

/** What people call these commands elsewhere. */
const meant = {
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
export function addIncidents(program: Command, argv: readonly string[], atDesk: RunNoticeCommand): void {
  const { act } = groupOf(program, 'incident', 'Publish and manage incidents', argv, atDesk, meant)
  act(
    'open',
    'Open an incident; prompts for what is missing',
    [
      flag.title,
      flag.body,
      flag.bodyFile,
      ['--component <id=status...>', 'affected component and its status; repeatable'],
      flag.impact,
      flag.priority,
      status,
      flag.at,
      ['--started <time>', 'when it started; default: the time of --at'],
      ['--detected <time>', 'when the team noticed; default: the time of --at'],
      flag.quiet,
    ],
    async (work, _, flags) => (await acts()).openIncident(work, flags),
    {
      texts: ['title', 'body', 'body-file'],
      example:
        '  vigie incident open --title "The API is slow" --body "We are looking into it." \\\n    --component api=degraded_performance',
    },
  )
  act(
    'update <id>',
    'Post an update',
    [status, ...message],
    async (work, [id], flags) => (await acts()).updateIncident(work, id!, flags),
    bodies,
  )
  act('ack <id>', 'Acknowledge the incident', [flag.at], async (work, [id], flags) =>
    (await acts()).acknowledgeIncident(work, id!, flags),
  )
  act(
    'resolve <id>',
    'Resolve the incident',
    message,
    async (work, [id], flags) => (await acts()).resolveIncident(work, id!, flags),
    bodies,
  )
  act(
    'reopen <id>',
    'Reopen a resolved incident',
    [status, ...message],
    async (work, [id], flags) => (await acts()).reopenIncident(work, id!, flags),
    bodies,
  )
  act(
    'postmortem <id>',
    'Publish the postmortem',
    [
      ['--file <file>', 'Markdown file; --file-LOCALE for another language'],
      flag.body,
      ['--root-cause <text>', 'root cause; --root-cause-LOCALE for another language'],
      ['--data-loss <share>', 'share of data lost, such as 0 or 0.5%'],
      ['--action <text>', 'follow-up action, "[x] …" when done; repeatable'],
    ],
    async (work, [id], flags) => (await acts()).postmortem(work, id!, flags),
    { texts: ['file', 'body', 'root-cause'] },
  )
  act(
    'false-alarm <id>',
    'Mark the incident as a false alarm',
    [['--reason <text>', 'reason shown to readers; --reason-LOCALE for another language']],
    async (work, [id], flags) => (await acts()).falseAlarm(work, id!, flags),
    { texts: ['reason'] },
  )
  act(
    'correct <id>',
    'Correct published facts; readers see the correction',
    [
      flag.title,
      flag.impact,
      flag.priority,
      ['--started <time>', 'when it started'],
      ['--detected <time>', 'when the team noticed'],
      ['--acknowledged <time>', 'when it was acknowledged'],
      ['--update <n>', 'number of the update to correct, as `show` lists it'],
      flag.body,
      flag.bodyFile,
      status,
      component,
      ['--at <time>', 'time of the update'],
    ],
    async (work, [id], flags) => (await import('./correct.ts')).correctIncident(work, id!, flags),
    { texts: ['title', 'body', 'body-file'] },
  )
  act(
    'withdraw <id>',
    'Remove the incident from the page; the record is kept',
    [],
    async (work, [id], flags) => (await acts()).withdrawIncident(work, id!, flags),
  )
  act(
    'list',
    'List incidents, open ones first',
    [
      ['--open', 'only open incidents'],
      ['--all', 'all incidents'],
    ],
    async (work, _, flags) => (await lists()).listIncidents(work, flags),
    { writes: false },
  )
  act(
    'show <id>',
    'Show an incident with its timeline and corrections',
    [],
    async (work, [id], flags) => (await lists()).showIncident(work, id!, flags),
    { writes: false },
  )
}
