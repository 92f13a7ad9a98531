import type { Command } from 'commander'
import type { DeployCommandContext, DeployStartFlags } from './actions.ts'
import type { WithStore } from '../io/program-context.ts'
import { guardMissingValues, collectRepeated, suggestCommand } from '../io/argument-parser.ts'

/** What people call these commands elsewhere. */
const aliases = {
  begin: 'start',
  new: 'start',
  create: 'start',
  open: 'start',
  end: 'finish',
  stop: 'finish',
  complete: 'finish',
  done: 'finish',
  ls: 'list',
  show: 'list',
}

/**
 * Is `--version` that of a deployment? Behind `deploy` it is; the program's own, which is taken wherever it stands, must
 * then not be there.
 */
export const hasDeployVersionFlag = (argv: readonly string[]): boolean => {
  const deploy = argv.indexOf('deploy')
  return deploy >= 0 && argv.slice(deploy).some((word) => /^--version(=|$)/.test(word))
}

/** `vigie deploy …`: new versions that are brought to components. */
export function addDeployCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = program.command('deploy').description('Record deployments')
  group.exitOverride().showHelpAfterError('(see vigie deploy --help)')
  suggestCommand(group, aliases)
  guardMissingValues(group, argv)
  const loadActions = () => import('./actions.ts')
  const command = (usage: string, description: string): Command => {
    const subcommand = group.command(usage).description(description).allowExcessArguments()
    return subcommand
      .option('--json', 'print JSON')
      .exitOverride()
      .showHelpAfterError(`(see vigie deploy ${subcommand.name()} --help)`)
  }
  const runWithContext = (
    json: boolean,
    task: (context: DeployCommandContext) => Promise<number>,
  ): Promise<void> =>
    withStore(json, (terminal, config, store) => task({ terminal, config, store, now: Date.now() }))

  command('start', 'Record the start of a deployment; prints its id')
    .requiredOption('--version <version>', 'version deployed, such as 2.14.0')
    .option('--component <id>', 'component deployed to; repeatable', collectRepeated)
    .option('--url <url>', 'link to the release or the pipeline')
    .action(async (flags: DeployStartFlags) => {
      const { startDeployment } = await loadActions()
      await runWithContext(flags.json ?? false, (context) => startDeployment(context, flags))
    })
  command('finish <id>', 'Record the end of a deployment')
    .requiredOption('--outcome <outcome>', 'succeeded, failed or rolled_back')
    .action(async (id: string, flags: { outcome: string; json?: boolean }) => {
      const { finishDeployment } = await loadActions()
      await runWithContext(flags.json ?? false, (context) => finishDeployment(context, id, flags))
    })
  command('list', 'List deployments, newest first').action(async ({ json }: { json?: boolean }) => {
    const { listDeployments } = await loadActions()
    await runWithContext(json ?? false, (context) => listDeployments(context, json))
  })
}
