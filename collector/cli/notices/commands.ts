import type { Command } from 'commander'
import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import type { Flags } from '../io/text-flags.ts'
import type { Terminal } from '../io/terminal.ts'
import type { Work } from './notice-work.ts'
import { addIncidents } from '../incident/command.ts'
import { addMaintenances } from '../maintenance/command.ts'

/** Run a task on the operator's folder, and keep its exit code. */
export type WithStore = (
  json: boolean,
  task: (terminal: Terminal, config: Config, store: Store) => Promise<number>,
) => Promise<void>

/** Run a command about notices at the desk. */
export type AtDesk = (flags: Flags, task: (work: Work) => Promise<number>) => Promise<void>

/** `vigie incident …` and `vigie maintenance …`. */
export function addNotices(program: Command, argv: readonly string[], withStore: WithStore): void {
  addIncidents(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const { atDesk } = await import('./notice-work.ts')
      return task(atDesk(terminal, config, store))
    }),
  )
  addMaintenances(program, argv, (flags, task) =>
    withStore(flags['json'] === true, async (terminal, config, store) => {
      const [{ atDesk }, { ensureRecurringMaintenance }] = await Promise.all([
        import('./notice-work.ts'),
        import('../../app/bootstrap.ts'),
      ])
      // Occurrences can be listed and changed before any collector ran.
      await ensureRecurringMaintenance(store, config, Date.now())
      return task(atDesk(terminal, config, store))
    }),
  )
}
