import type { Command } from 'commander'
import { guardMissingValues, suggestCommand } from '../io/argument-parser.ts'
import type { WithStore } from '../io/program-context.ts'
import type { AccountCommandContext, ByFlag } from './actions.ts'

/** What people call these commands elsewhere. */
const aliases = { add: 'create', new: 'create', invite: 'create', ls: 'list', delete: 'remove', rm: 'remove' }

/** Runs a task with the store; `json`: a program reads along. */
type Run = (
  json: boolean | undefined,
  task: (context: AccountCommandContext) => Promise<number>,
) => Promise<void>

/** `vigie account …` and `vigie audit …`: who may use the console, and what was done. */
export function addAccountCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const run: Run = (json = false, task) =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))
  addAccounts(groupOf(program, argv, 'account', 'Manage accounts of the console'), run)
  addAudit(groupOf(program, argv, 'audit', 'Read what was done by whom'), run)
}

function groupOf(program: Command, argv: readonly string[], name: string, description: string) {
  const group = program.command(name).description(description)
  group.exitOverride().showHelpAfterError(`(see vigie ${name} --help)`)
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  return (usage: string, about: string): Command => {
    const command = group.command(usage).description(about).allowExcessArguments()
    return command
      .option('--json', 'print JSON')
      .exitOverride()
      .showHelpAfterError(`(see vigie ${name} ${command.name()} --help)`)
  }
}

function addAccounts(command: ReturnType<typeof groupOf>, run: Run): void {
  const load = () => import('./actions.ts')
  const by = ['--by <name>', 'who does this, for the audit log; default: the name of this user'] as const
  command('list', 'List accounts').action(async ({ json }: ByFlag) => {
    const { listAccounts } = await load()
    await run(json, (context) => listAccounts(context, json))
  })
  command('create <name>', 'Create an account; prints the one-time link that opens it')
    .requiredOption('--role <role>', 'what it may do: viewer, publisher or admin')
    .option('--email <address>', 'its address')
    .option(...by)
    .action(async (name: string, flags: ByFlag & { role: string; email?: string }) => {
      const { createAccount } = await load()
      await run(flags.json, (context) => createAccount(context, name, flags))
    })
  command('reset <name>', 'End the sessions and the password; prints the one-time link to choose another')
    .option(...by)
    .action(async (name: string, flags: ByFlag) => {
      const { resetAccount } = await load()
      await run(flags.json, (context) => resetAccount(context, name, flags))
    })
  command('remove <name>', 'Remove an account')
    .option(...by)
    .action(async (name: string, flags: ByFlag) => {
      const { removeAccount } = await load()
      await run(flags.json, (context) => removeAccount(context, name, flags))
    })
}

function addAudit(command: ReturnType<typeof groupOf>, run: Run): void {
  const load = () => import('./audit-actions.ts')
  command('list', 'List the newest hundred entries').action(async ({ json }: ByFlag) => {
    const { listAudit } = await load()
    await run(json, (context) => listAudit(context, 100, json))
  })
  command('export', 'Print every entry, one JSON object a line, oldest first').action(async () => {
    const { exportAudit } = await load()
    await run(true, exportAudit)
  })
  command('verify', 'Check the chain of hashes; exits with 1 where an entry was changed or taken out').action(
    async ({ json }: ByFlag) => {
      const { verifyAudit } = await load()
      await run(json, (context) => verifyAudit(context, json))
    },
  )
}
