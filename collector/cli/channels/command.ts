import type { Command } from 'commander'
import { guardMissingValues, suggestCommand } from '../io/argument-parser.ts'
import type { WithStore } from '../io/program-context.ts'
import type { ChannelCommandContext } from './actions.ts'

/** What people call these commands elsewhere. */
const aliases = { ls: 'list', show: 'list', check: 'test', send: 'test', ping: 'test' }

/** `vigie channels …`: where the team is told. */
export function addChannelCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('channels').description('List and test the channels of the configuration')
  group.exitOverride().showHelpAfterError('(see vigie channels --help)')
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  const loadActions = () => import('./actions.ts')
  const command = (usage: string, description: string): Command => {
    const subcommand = group.command(usage).description(description).allowExcessArguments()
    return subcommand
      .option('--json', 'print JSON')
      .exitOverride()
      .showHelpAfterError(`(see vigie channels ${subcommand.name()} --help)`)
  }
  const run = (json: boolean, task: (context: ChannelCommandContext) => Promise<number>): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store }))

  command('list', 'List channels: what each is told of, and what became of it').action(
    async ({ json }: { json?: boolean }) => {
      const { listChannels } = await loadActions()
      await run(json ?? false, (context) => listChannels(context, json))
    },
  )
  command('test <name>', 'Send a message marked as a test; exits with 1 when it is refused').action(
    async (name: string, { json }: { json?: boolean }) => {
      const { testChannel } = await loadActions()
      await run(json ?? false, (context) => testChannel(context, name, json))
    },
  )
}
