import type { Config } from '../../core/config/config.ts'
import { expandOccurrences } from '../../core/maintenance/expand-occurrences.ts'
import type { Store } from '../../store/store.ts'
import { type NoticeChanges, createNoticeWriter, noChanges } from './notice-writer.ts'

/**
 * Store every occurrence of recurring maintenance that lies ahead, as the configuration now has it. Two processes may do so
 * at once.
 *
 * @param now ms; what is not stored yet counts as announced then
 * @param endingAfter ms; occurrences that end earlier are left out
 * @returns whether anything was written; rejects with StoreError
 */
export async function expandRecurringMaintenance(
  store: Store,
  config: Pick<Config, 'recurringMaintenance'>,
  now: number,
  endingAfter = -Infinity,
): Promise<boolean> {
  const { recurringMaintenance, maintenances, deletedMaintenances } = await createNoticeWriter(
    store,
  ).writeDecision(async (): Promise<NoticeChanges> => {
    const [storedEntries, stored] = await Promise.all([store.recurringMaintenance(), store.maintenances()])
    const expanded = expandOccurrences({
      recurringMaintenance: config.recurringMaintenance,
      storedEntries,
      maintenances: stored,
      now,
    })
    return {
      ...noChanges,
      recurringMaintenance: expanded.recurringMaintenance,
      maintenances: expanded.maintenances.filter((window) => window.scheduledUntil > endingAfter),
      deletedMaintenances: expanded.deletedMaintenances,
    }
  })
  return recurringMaintenance.length + maintenances.length + deletedMaintenances.length > 0
}
