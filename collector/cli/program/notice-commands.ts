import type { Command } from 'commander'
import type { WithStore } from '../io/program-context.ts'
import type { RunNoticeCommand } from '../notices/command-group.ts'
import { addAnnouncementCommands } from '../announcement/command.ts'
import { addIncidentCommands } from '../incident/command.ts'
import { addMaintenanceCommands } from '../maintenance/command.ts'

/** `vigie incident …`, `vigie maintenance …`, `vigie announce …` and `vigie announcement …`. */
export function addNoticeCommands(program: Command, argv: readonly string[], withStore: WithStore): void {
  const run: RunNoticeCommand = (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const { createCommandContext } = await import('../notices/command-context.ts')
      return task(createCommandContext(terminal, config, store))
    })
  addIncidentCommands(program, argv, run)
  addAnnouncementCommands(program, argv, run)
  addMaintenanceCommands(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const [{ createCommandContext }, { ensureRecurringMaintenance }] = await Promise.all([
        import('../notices/command-context.ts'),
        import('../../app/store/open-store.ts'),
      ])
      // Occurrences can be listed and changed before any collector ran.
      await ensureRecurringMaintenance(store, config, Date.now())
      return task(createCommandContext(terminal, config, store))
    }),
  )
}
