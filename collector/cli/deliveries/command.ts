import type { Command } from 'commander'
import { addGroup, jsonCommandsOf } from '../io/command-group.ts'
import { collectRepeated } from '../io/argument-parser.ts'
import type { WithStore } from '../io/program-context.ts'
import type { ChangeFlags, DeliveryCommandContext, ListFlags } from './actions.ts'

/** What people call these commands elsewhere. */
const aliases = { ls: 'list', show: 'list', resend: 'retry', delete: 'drop', rm: 'drop', discard: 'drop' }

type DeliveryTask = (
  context: DeliveryCommandContext,
  actions: typeof import('./actions.ts'),
) => Promise<number>

/** `vigie deliveries …`: messages owed to people, and what became of them. */
export function addDeliveryCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(
    program,
    {
      name: 'deliveries',
      description: 'See what people are owed, and try again or drop what was given up',
      aliases,
    },
    argv,
  )
  const command = jsonCommandsOf(group)
  const run = async (json: boolean | undefined, task: DeliveryTask): Promise<void> => {
    const actions = await import('./actions.ts')
    const { createDeliveryDirectory } = await import('../../deliveries/delivery-directory.ts')
    await withStore(json ?? false, (terminal, config, store) =>
      task({ terminal, config, directory: createDeliveryDirectory(store, Date.now) }, actions),
    )
  }

  command('list', 'List messages owed to people, newest first')
    .option(
      '--state <state>',
      'pending, sent, dead or dropped; may be repeated; default: all',
      collectRepeated,
    )
    .option('--channel <name>', 'of this channel only')
    .option('--limit <n>', 'most of them; default: 50')
    .action((flags: ListFlags) =>
      run(flags.json, (context, actions) => actions.listDeliveries(context, flags)),
    )
  command('retry [id...]', 'Try messages again at once that wait or were given up')
    .option('--dead', 'all that were given up')
    .option('--channel <name>', 'with --dead: of this channel only')
    .action((ids: readonly string[], flags: ChangeFlags) =>
      run(flags.json, (context, actions) => actions.retryDeliveries(context, ids, flags)),
    )
  command('drop [id...]', 'Never send messages that wait or were given up')
    .option('--dead', 'all that were given up')
    .option('--channel <name>', 'with --dead: of this channel only')
    .option('--confirm <word>', 'the word drop: nobody is asked')
    .action((ids: readonly string[], flags: ChangeFlags) =>
      run(flags.json, (context, actions) => actions.dropDeliveries(context, ids, flags)),
    )
}
