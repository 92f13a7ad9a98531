import type { Command } from 'commander'
import { addGroup, jsonCommandsOf, runAtNow } from '../io/command-group.ts'
import type { TokenCreateFlags } from './actions.ts'
import type { WithStore } from '../io/program-context.ts'
import { collectRepeated } from '../io/argument-parser.ts'

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
  const group = addGroup(
    program,
    { name: 'token', description: "Manage tokens of the team's API", aliases },
    argv,
  )
  const command = jsonCommandsOf(group)
  const loadActions = () => import('./actions.ts')
  const run = runAtNow(withStore)

  command('create', 'Create a token; it is printed once')
    .requiredOption('--name <name>', 'who will use it; shown to the team with what is written')
    .requiredOption(
      '--scope <scope,…>',
      'what it may do: read, notices, metrics, deployments, agent or admin; may be repeated',
      collectRepeated,
    )
    .option('--region <id>', 'the place that an agent watches from, with --scope agent')
    .option('--by <name>', 'who does this, for the audit log; default: the name of this user')
    .option('--expires <time>', 'lifetime, such as 90d, or end; default: unlimited')
    .action(async (flags: TokenCreateFlags) => {
      const { createToken } = await loadActions()
      await run(flags.json, (context) => createToken(context, flags))
    })
  command('list', 'List tokens, without their secrets').action(async ({ json }: { json?: boolean }) => {
    const { listTokens } = await loadActions()
    await run(json, (context) => listTokens(context, json))
  })
  command('revoke <id-or-name>', 'Revoke a token')
    .option('--by <name>', 'who does this, for the audit log; default: the name of this user')
    .action(async (idOrName: string, flags: { by?: string; json?: boolean }) => {
      const { revokeToken } = await loadActions()
      await run(flags.json, (context) => revokeToken(context, idOrName, flags))
    })
}
