import type { Command } from 'commander'
import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Terminal } from '../../app/terminal.ts'
import { guardMissingValues, suggestCommand } from './argument-parser.ts'
import type { WithStore } from './program-context.ts'

/** A group of commands as the help shows it. */
export type GroupDefinition = {
  readonly name: string
  readonly description: string
  /** What people call its commands elsewhere. */
  readonly aliases: Readonly<Record<string, string>>
}

/** Adds a command to a group. @param usage name and arguments, such as `revoke <id>` */
export type AddCommand = (usage: string, description: string) => Command

/** A group of commands; a mistyped one is answered with what may be meant. */
export function addGroup(
  program: Command,
  { name, description, aliases }: GroupDefinition,
  argv: readonly string[],
): Command {
  const group = program.command(name).description(description)
  group.exitOverride().showHelpAfterError(`(see vigie ${name} --help)`)
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  return group
}

/** Add commands to a group, each with help of its own. */
export const commandsOf =
  (group: Command): AddCommand =>
  (usage, description) => {
    const command = group.command(usage).description(description).allowExcessArguments()
    return command.exitOverride().showHelpAfterError(`(see vigie ${group.name()} ${command.name()} --help)`)
  }

/** The same, each with the flag `--json`. */
export const jsonCommandsOf = (group: Command): AddCommand => {
  const addCommand = commandsOf(group)
  return (usage, description) => addCommand(usage, description).option('--json', 'print JSON')
}

/** What a command works with. `now` in ms. */
type StoreContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly now: number
}

/** Runs a command on the operator's folder at this instant. @param json whether a program reads along */
export const runAtNow =
  (withStore: WithStore) =>
  (json: boolean | undefined, task: (context: StoreContext) => Promise<number>): Promise<void> =>
    withStore(json ?? false, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))
