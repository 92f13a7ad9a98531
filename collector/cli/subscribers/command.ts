import type { Command } from 'commander'
import { addGroup, jsonCommandsOf } from '../io/command-group.ts'
import { collectRepeated } from '../io/argument-parser.ts'
import type { WithStore } from '../io/program-context.ts'
import type { AddFlags, SubscriberCommandContext } from './actions.ts'

type Task = (context: SubscriberCommandContext, actions: typeof import('./actions.ts')) => Promise<number>

/** Runs a task with the subscribers of the store. */
export const withSubscribers =
  (withStore: WithStore) =>
  async (json: boolean, task: Task): Promise<void> => {
    const actions = await import('./actions.ts')
    const { openDirectory } = await import('./open-directory.ts')
    await withStore(json, (terminal, config, store) =>
      task({ terminal, config, store, directory: openDirectory(config, store) }, actions),
    )
  }

/** `vigie subscribers …`: readers who are notified of news. */
export function addSubscriberCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(
    program,
    {
      name: 'subscribers',
      description: 'Manage readers who are told of news',
      aliases: { ls: 'list', delete: 'erase', rm: 'remove', forget: 'erase', get: 'show' },
    },
    argv,
  )
  const command = jsonCommandsOf(group)
  const run = withSubscribers(withStore)
  type Json = { readonly json?: boolean }

  command('list', 'List subscribers').action(({ json }: Json) =>
    run(json ?? false, (context, actions) => actions.listSubscribers(context, json)),
  )
  command('show <address>', 'Print everything that is kept of a person, as JSON').action((address: string) =>
    run(true, (context, actions) => actions.showSubscriber(context, address)),
  )
  command('add <address>', 'Subscribe an e-mail address; prints the id')
    .option('--component <id>', 'component; may be repeated; default: all', collectRepeated)
    .option(
      '--kind <kind>',
      'incidents, maintenance, announcements or reports; may be repeated',
      collectRepeated,
    )
    .option('--locale <locale>', "language; default: the page's first")
    .option('--confirmed', 'they have agreed already: no mail asks them to confirm')
    .action((address: string, flags: AddFlags) =>
      run(flags.json ?? false, (context, actions) => actions.addSubscriber(context, address, flags)),
    )
  command('remove <address>', 'End the subscription of an e-mail address').action(
    (address: string, { json }: Json) =>
      run(json ?? false, (context, actions) => actions.removeSubscriber(context, address, json)),
  )
  command('erase <address>', 'Erase everything that names a person, their webhooks included').action(
    (address: string, { json }: Json) =>
      run(json ?? false, (context, actions) => actions.eraseSubscriber(context, address, json)),
  )
  command('import <file>', 'Subscribers as exported, one JSON object a line; - is standard input').action(
    (file: string, { json }: Json) =>
      run(json ?? false, (context, actions) => actions.importSubscribers(context, file, json)),
  )
  command('export', 'Every subscriber, one JSON object a line').action(() =>
    run(false, (context, actions) => actions.exportSubscribers(context)),
  )
}
