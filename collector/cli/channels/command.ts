import type { Command } from 'commander'
import { addGroup, jsonCommandsOf, runAtNow } from '../io/command-group.ts'
import type { WithStore } from '../io/program-context.ts'

/** What people call these commands elsewhere. */
const aliases = { ls: 'list', show: 'list', check: 'test', send: 'test', ping: 'test' }

/** `vigie channels …`: where the team is notified. */
export function addChannelCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(
    program,
    { name: 'channels', description: 'List and test the channels of the configuration', aliases },
    argv,
  )
  const command = jsonCommandsOf(group)
  const loadActions = () => import('./actions.ts')
  const run = runAtNow(withStore)

  command('list', 'List channels: what each is told of, and what became of it').action(
    async ({ json }: { json?: boolean }) => {
      const { listChannels } = await loadActions()
      await run(json, (context) => listChannels(context, json))
    },
  )
  command('test <name>', 'Send a message marked as a test; exits with 1 when it is refused').action(
    async (name: string, { json }: { json?: boolean }) => {
      const { testChannel } = await loadActions()
      await run(json, (context) => testChannel(context, name, json))
    },
  )
}
