import type { Command } from 'commander'
import type { WithStore } from '../program/run-types.ts'
import { addIncidents } from '../incident/command.ts'
import { addMaintenances } from '../maintenance/command.ts'

/** `vigie incident …` and `vigie maintenance …`. */
export function addNotices(program: Command, argv: readonly string[], withStore: WithStore): void {
  addIncidents(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const { createCommandContext } = await import('./command-context.ts')
      return task(createCommandContext(terminal, config, store))
    }),
  )
  addMaintenances(program, argv, (flags, task) =>
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
