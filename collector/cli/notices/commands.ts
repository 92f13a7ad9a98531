import type { Command } from 'commander'
import type { WithStore } from '../program/command-runner.ts'
import { addIncidentCommands } from '../incident/command.ts'
import { addMaintenanceCommands } from '../maintenance/command.ts'

/** `vigie incident …` and `vigie maintenance …`. */
export function addNoticeCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  addIncidentCommands(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const { createCommandContext } = await import('./command-context.ts')
      return task(createCommandContext(terminal, config, store))
    }),
  )
  addMaintenanceCommands(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const [{ createCommandContext }, { ensureRecurringMaintenance }] = await Promise.all([
        import('./command-context.ts'),
        import('../../app/bootstrap.ts'),
      ])
      // Occurrences can be listed and changed before any collector ran.
      await ensureRecurringMaintenance(store, config, Date.now())
      return task(createCommandContext(terminal, config, store))
    }),
  )
}
