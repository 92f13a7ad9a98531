import type { Config } from '../core/config/config.ts'
import { expandOccurrences } from '../core/maintenance/expand-occurrences.ts'
import { Conflict, type Store } from '../store/store.ts'

/** How often it is tried when others change the same windows meanwhile. */
const tries = 5

/**
 * See to it that every occurrence of the standing programme that lies ahead is in the store, as the configuration now has
 * it. Two processes may do so at once. Resolves to whether anything was written; rejects with StoreError.
 */
export async function expandRecurringMaintenance(
  store: Store,
  config: Pick<Config, 'recurringMaintenance'>,
  now: number,
): Promise<boolean> {
  for (let i = 1; ; i++) {
    const [storedEntries, maintenances] = await Promise.all([
      store.recurringMaintenance(),
      store.maintenances(),
    ])
    const due = expandOccurrences({
      recurringMaintenance: config.recurringMaintenance,
      storedEntries,
      maintenances,
      now,
    })
    if (due.recurringMaintenance.length + due.maintenances.length + due.deletedMaintenances.length === 0)
      return false
    try {
      await store.commit(due)
      return true
    } catch (error) {
      // Somebody was faster: what is due is decided anew from what is there now.
      if (!(error instanceof Conflict) || i === tries) throw error
    }
  }
}
