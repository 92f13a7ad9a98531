import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from './command-context.ts'
import { addLocaleFlags, collectRepeated } from '../io/argument-parser.ts'
import { addGroup } from '../io/command-group.ts'

const parseVersion = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('Write the version you have read, such as 3.')
  return Number(text)
}

/** Run a command about notices with what it needs, and keep its exit code. */
export type RunNoticeCommand = (
  flags: Flags,
  task: (context: NoticeCommandContext) => Promise<number>,
) => Promise<void>

/** A flag of a notice: how it is written, and what it is. */
export type FlagDefinition = readonly [flags: string, description: string]

/** Flags that several commands have. */
export const commonFlags = {
  body: ['--body <text>', 'text in Markdown, - reads standard input; --body-LOCALE for another language'],
  bodyFile: ['--body-file <file>', 'file with the text; --body-file-LOCALE for another language'],
  priority: ['--priority <priority>', 'priority: P1, P2, P3, P4 or none'],
  at: ['--at <time>', 'time: ISO 8601, -30m, "yesterday 14:00"; default: now'],
  noNotify: ['--no-notify', 'publish on the page and its feeds only'],
} as const satisfies Record<string, FlagDefinition>

/** A group of commands about one kind of notice. */
export type NoticeCommandGroup = {
  /**
   * Add a command.
   *
   * @param usage name and arguments; the first argument is the id
   * @param texts flags that may be in several languages
   */
  addCommand(
    usage: string,
    description: string,
    flags: readonly FlagDefinition[],
    task: (context: NoticeCommandContext, ids: readonly string[], flags: Flags) => Promise<number>,
    more?: { readonly texts?: readonly string[]; readonly writes?: boolean; readonly example?: string },
  ): Command
}

/** Where commands are added, and how they are run. */
type CommandHome = {
  /** As it is written after `vigie`. */
  readonly name: string
  readonly argv: readonly string[]
  readonly runCommand: RunNoticeCommand
}

/** Adds commands about notices to the program or to a group of it. */
export const defineNoticeCommand =
  (parent: Command, { name, argv, runCommand }: CommandHome): NoticeCommandGroup['addCommand'] =>
  (usage, what, flags, task, { texts = [], writes = true, example } = {}) => {
    const command = parent.command(usage).description(what).allowExcessArguments()
    const path = command.name() === name ? name : `${name} ${command.name()}`
    command.exitOverride().showHelpAfterError(`(see vigie ${path} --help)`)
    for (const [usageText, flagHelp] of flags) {
      const option = new Option(usageText, flagHelp)
      // Given several times, each of them counts; without an id before it, several may follow one flag.
      if (option.long === '--component' || option.long === '--task' || option.long === '--action')
        if (!option.variadic) option.argParser(collectRepeated)
      command.addOption(option)
    }
    if (writes) {
      command.option('--by <name>', 'who writes; default: the name of this user')
      if (usage.includes('<id>'))
        command.addOption(
          new Option('--if-version <n>', 'only if it still has the version you have read').argParser(
            parseVersion,
          ),
        )
    }
    command.option('--json', 'for programs')
    addLocaleFlags(command, texts, argv)
    if (example !== undefined) command.addHelpText('after', `\nFor example:\n${example}`)
    command.action((...args: unknown[]) => {
      const ids = args.filter((arg): arg is string => typeof arg === 'string')
      const options = command.opts<Record<string, unknown>>()
      return runCommand(options, (context) => task(context, ids, options))
    })
    return command
  }

/** A group of commands on the notice service; a mistyped one is answered with what may be meant. */
export function createCommandGroup(
  program: Command,
  name: string,
  description: string,
  argv: readonly string[],
  runCommand: RunNoticeCommand,
  aliases: Readonly<Record<string, string>>,
): NoticeCommandGroup {
  const group = addGroup(program, { name, description, aliases }, argv)
  return { addCommand: defineNoticeCommand(group, { name, argv, runCommand }) }
}
