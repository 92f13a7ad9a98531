import type { Command } from 'commander'
import { addGroup, jsonCommandsOf, runAtNow } from '../io/command-group.ts'
import type { WithStore } from '../io/program-context.ts'

/** What people call this elsewhere. */
const aliases = { ls: 'list', show: 'list', status: 'list' }

/** `vigie metrics …`: figures from outside. */
export function addMetricCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const group = addGroup(program, { name: 'metrics', description: 'Show external metrics', aliases }, argv)
  const command = jsonCommandsOf(group)
  const run = runAtNow(withStore)
  command('list', 'List the current value of every metric, private ones included').action(
    async ({ json }: { json?: boolean }) => {
      const { listMetrics } = await import('./list.ts')
      await run(json, (context) => listMetrics(context, json))
    },
  )
}
