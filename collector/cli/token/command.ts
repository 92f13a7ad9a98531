import type { Command } from 'commander'
import type { TokenCreateFlags, TokenCommandContext } from './actions.ts'
import type { WithStore } from '../io/program-context.ts'
import { guardMissingValues, collectRepeated, suggestCommand } from '../io/argument-parser.ts'

/** What people call these commands elsewhere. */
const aliases = {
  new: 'create',
  add: 'create',
  make: 'create',
  ls: 'list',
  show: 'list',
  delete: 'revoke',
  remove: 'revoke',
  rm: 'revoke',
}

/** `vigie token …`: who may use the team's API. */
export function addTokenCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('token').description("Manage tokens of the team's API")
  group.exitOverride().showHelpAfterError('(see vigie token --help)')
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  const loadActions = () => import('./actions.ts')
  const command = (usage: string, description: string): Command => {
    const subcommand = group.command(usage).description(description).allowExcessArguments()
    return subcommand
      .option('--json', 'print JSON')
      .exitOverride()
      .showHelpAfterError(`(see vigie token ${subcommand.name()} --help)`)
  }
  const runWithContext = (
    json: boolean,
    task: (context: TokenCommandContext) => Promise<number>,
  ): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))

  command('create', 'Create a token; it is printed once')
    .requiredOption('--name <name>', 'who will use it; shown to the team with what is written')
    .requiredOption(
      '--scope <scope,…>',
      'what it may do: read, notices, metrics, deployments or admin; may be repeated',
      collectRepeated,
    )
    .option('--by <name>', 'who does this, for the audit log; default: the name of this user')
    .option('--expires <time>', 'lifetime, such as 90d, or end; default: unlimited')
    .action(async (flags: TokenCreateFlags) => {
      const { createToken } = await loadActions()
      await runWithContext(flags.json ?? false, (context) => createToken(context, flags))
    })
  command('list', 'List tokens, without their secrets').action(async ({ json }: { json?: boolean }) => {
    const { listTokens } = await loadActions()
    await runWithContext(json ?? false, (context) => listTokens(context, json))
  })
  command('revoke <id-or-name>', 'Revoke a token')
    .option('--by <name>', 'who does this, for the audit log; default: the name of this user')
    .action(async (idOrName: string, flags: { by?: string; json?: boolean }) => {
      const { revokeToken } = await loadActions()
      await runWithContext(flags.json ?? false, (context) => revokeToken(context, idOrName, flags))
    })
}
