import type { Command } from 'commander'
import type { TokenFlags, TokenWork } from './token.ts'
import type { WithStore } from '../program/run-types.ts'
import { guardMissingValues, collectRepeated, suggestCommand } from '../program/argument-parser.ts'

/** What people call these commands elsewhere. */
const meant = {
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
export function addTokens(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('token').description("Manage tokens of the team's API")
  group.exitOverride().showHelpAfterError('(see vigie token --help)')
  suggestCommand(group, meant)
  guardMissingValues(group, argv)
  const acts = () => import('./token.ts')
  const command = (usage: string, description: string): Command => {
    const made = group.command(usage).description(description).allowExcessArguments()
    return made
      .option('--json', 'print JSON')
      .exitOverride()
      .showHelpAfterError(`(see vigie token ${made.name()} --help)`)
  }
  const work = (json: boolean, task: (work: TokenWork) => Promise<number>): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))

  command('create', 'Create a token; it is printed once')
    .requiredOption('--name <name>', 'who will use it; shown to the team with what is written')
    .requiredOption(
      '--scope <scope,…>',
      'what it may do: read, notices, metrics, deployments or admin; may be repeated',
      collectRepeated,
    )
    .option('--expires <time>', 'lifetime, such as 90d, or end; default: unlimited')
    .action(async (flags: TokenFlags) => {
      const { createToken } = await acts()
      await work(flags.json ?? false, (at) => createToken(at, flags))
    })
  command('list', 'List tokens, without their secrets').action(async ({ json }: { json?: boolean }) => {
    const { listTokens } = await acts()
    await work(json ?? false, (at) => listTokens(at, json))
  })
  command('revoke <id-or-name>', 'Revoke a token').action(
    async (wanted: string, { json }: { json?: boolean }) => {
      const { revokeToken } = await acts()
      await work(json ?? false, (at) => revokeToken(at, wanted, json))
    },
  )
}
