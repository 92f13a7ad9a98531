import type { Command } from 'commander'
import {
  type FlagDefinition,
  commonFlags,
  createCommandGroup,
  defineNoticeCommand,
} from '../notices/command-group.ts'
import { guardMissingValues } from '../io/argument-parser.ts'
import type { RunNoticeCommand } from '../notices/command-group.ts'
import { announcementFlags, localizedFlags } from './flags.ts'

const loadActions = () => import('./actions.ts')
const loadList = () => import('./list.ts')

/** What people call these commands elsewhere. */
const aliases = {
  new: 'publish',
  create: 'publish',
  add: 'publish',
  open: 'publish',
  correct: 'update',
  edit: 'update',
  change: 'update',
  pin: 'update',
  unpin: 'update',
  delete: 'withdraw',
  remove: 'withdraw',
  rm: 'withdraw',
  ls: 'list',
  get: 'show',
  view: 'show',
}

const publicationFlags: readonly FlagDefinition[] = [
  ...announcementFlags,
  ['--at <time>', 'what it is dated; default: now'],
  commonFlags.noNotify,
]
const example =
  '  vigie announce "New status page" --body "This page has a new address." --until +7d\n  vigie announcement list'

/** `vigie announce …` and `vigie announcement …`. */
export function addAnnouncementCommands(
  program: Command,
  argv: readonly string[],
  runCommand: RunNoticeCommand,
): void {
  const announce = defineNoticeCommand(program, { name: 'announce', argv, runCommand })(
    'announce [title]',
    'Publish an announcement: a message to readers that is about no component',
    publicationFlags,
    async (context, [title], flags) => (await loadActions()).publishAnnouncement(context, title, flags),
    { texts: localizedFlags, example },
  )
  guardMissingValues(announce, argv)
  const { addCommand } = createCommandGroup(
    program,
    'announcement',
    'Manage announcements',
    argv,
    runCommand,
    aliases,
  )
  addCommand(
    'publish [title]',
    'Publish an announcement, as `vigie announce`',
    publicationFlags,
    async (context, [title], flags) => (await loadActions()).publishAnnouncement(context, title, flags),
    { texts: localizedFlags },
  )
  addCommand(
    'update <id>',
    'Correct an announcement, or change how long it stands on the overview',
    [...announcementFlags, ['--no-pinned', 'no longer pinned'], ['--at <time>', 'what it is dated']],
    async (context, [id], flags) => (await loadActions()).updateAnnouncement(context, id!, flags),
    { texts: localizedFlags },
  )
  addCommand(
    'withdraw <id>',
    'Remove an announcement from the page; the record is kept',
    [],
    async (context, [id], flags) => (await loadActions()).withdrawAnnouncement(context, id!, flags),
  )
  addCommand(
    'list',
    'List announcements, newest first',
    [
      ['--current', 'only those on the overview now'],
      ['--all', 'without a limit'],
    ],
    async (context, _, flags) => (await loadList()).listAnnouncements(context, flags),
    { writes: false },
  )
  addCommand(
    'show <id>',
    'Show an announcement with its corrections',
    [],
    async (context, [id], flags) => (await loadList()).showAnnouncement(context, id!, flags),
    { writes: false },
  )
}
