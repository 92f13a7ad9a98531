import type { Command } from 'commander'
import { type Flag, flag, groupOf } from '../program/command-group.ts'
import type { RunNoticeCommand } from '../program/run-types.ts'

const status: Flag = ['--status <status>', 'investigating, identified, monitoring or resolved']
const component: Flag = ['--component <id=status>', 'what it says of a component; may be repeated']
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
  const { act } = groupOf(program, 'incident', 'what is wrong, told to readers', argv, atDesk, meant)
  act(
    'open',
    'open one; asks when flags are missing',
    [
      flag.title,
      flag.body,
      flag.bodyFile,
      ['--component <id=status...>', 'what it says of components; may be repeated'],
      flag.impact,
      flag.priority,
      status,
      flag.at,
      ['--started <time>', 'when it began for readers; default: as --at'],
      ['--detected <time>', 'when the team knew; default: as --at'],
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
    'say more',
    [status, ...message],
    async (work, [id], flags) => (await acts()).updateIncident(work, id!, flags),
    bodies,
  )
  act('ack <id>', 'somebody has taken it on', [flag.at], async (work, [id], flags) =>
    (await acts()).acknowledgeIncident(work, id!, flags),
  )
  act(
    'resolve <id>',
    'it is over',
    message,
    async (work, [id], flags) => (await acts()).resolveIncident(work, id!, flags),
    bodies,
  )
  act(
    'reopen <id>',
    'it is not over after all',
    [status, ...message],
    async (work, [id], flags) => (await acts()).reopenIncident(work, id!, flags),
    bodies,
  )
  act(
    'postmortem <id>',
    'what was learnt',
    [
      ['--file <file>', 'Markdown; --file-LOCALE for a further language'],
      flag.body,
      ['--root-cause <text>', 'what it came from; --root-cause-LOCALE for a further language'],
      ['--data-loss <share>', 'share of data lost, such as 0 or 0.5%'],
      ['--action <text>', 'what is being changed, "[x] …" when it is done; may be repeated'],
    ],
    async (work, [id], flags) => (await acts()).postmortem(work, id!, flags),
    { texts: ['file', 'body', 'root-cause'] },
  )
  act(
    'false-alarm <id>',
    'what it tells of never was',
    [['--reason <text>', 'why, for readers; --reason-LOCALE for a further language']],
    async (work, [id], flags) => (await acts()).falseAlarm(work, id!, flags),
    { texts: ['reason'] },
  )
  act(
    'correct <id>',
    'say otherwise what was said; readers see what it was before',
    [
      flag.title,
      flag.impact,
      flag.priority,
      ['--started <time>', 'when it began for readers'],
      ['--detected <time>', 'when the team knew'],
      ['--acknowledged <time>', 'when somebody took it on'],
      ['--update <n>', 'the message to correct, as `show` numbers them, with what follows'],
      flag.body,
      flag.bodyFile,
      status,
      component,
      ['--at <time>', 'what the message is dated'],
    ],
    async (work, [id], flags) => (await import('./correct.ts')).correctIncident(work, id!, flags),
    { texts: ['title', 'body', 'body-file'] },
  )
  act('withdraw <id>', 'take it off the page; it is kept for the record', [], async (work, [id], flags) =>
    (await acts()).withdrawIncident(work, id!, flags),
  )
  act(
    'list',
    'open ones first, then the latest',
    [
      ['--open', 'only those that go on'],
      ['--all', 'every one'],
    ],
    async (work, _, flags) => (await lists()).listIncidents(work, flags),
    { writes: false },
  )
  act(
    'show <id>',
    'its story, with corrections',
    [],
    async (work, [id], flags) => (await lists()).showIncident(work, id!, flags),
    { writes: false },
  )
}
