import type { NoticeService } from './notice-service.ts'
import type { NoticeServiceDeps } from './service-deps.ts'
import { mergeImported } from './merge-imported.ts'
import { type NoticeWriter, noChanges } from './notice-writer.ts'

/** Notices that an import brings along whole. */
export const createImportService = (
  { store }: Pick<NoticeServiceDeps, 'store'>,
  { writeDecision }: NoticeWriter,
): NoticeService['imports'] => ({
  async merge(imported) {
    const { incidents, maintenances } = await writeDecision(async () => ({
      ...noChanges,
      incidents: await changedRows(imported.incidents, store.incident),
      maintenances: await changedRows(imported.maintenances, store.maintenance),
    }))
    return incidents.length + maintenances.length
  },
})

async function changedRows<Row extends Parameters<typeof mergeImported>[0]>(
  rows: readonly Row[],
  find: (id: string) => Promise<Row | null>,
): Promise<Row[]> {
  const changed: Row[] = []
  for (const row of rows) {
    const merged = mergeImported(row, await find(row.id))
    if (merged) changed.push(merged)
  }
  return changed
}
