import type { NoticeService } from './notice-service.ts'
import type { NoticeServiceDeps } from './service-deps.ts'
import { mergeImportedAnnouncement } from './merge-announcement.ts'
import { mergeImportedIncident, mergeImportedMaintenance } from './merge-imported.ts'
import { auditOfImport } from './notice-audit.ts'
import { type NoticeWriter, type WrittenNotices, noChanges } from './notice-writer.ts'

/** Notices that an import brings along whole. */
export const createImportService = (
  { store, now }: Pick<NoticeServiceDeps, 'store' | 'now'>,
  { writeDecision }: NoticeWriter,
): NoticeService['imports'] => ({
  async merge(imported, actor) {
    const { incidents, maintenances, announcements } = await writeDecision(async () => {
      const written: WrittenNotices = {
        incidents: await changedRows(imported.incidents, async (row) =>
          mergeImportedIncident(row, await store.incident(row.id), now()),
        ),
        maintenances: await changedRows(imported.maintenances, async (row) =>
          mergeImportedMaintenance(row, await store.maintenance(row.id), now()),
        ),
        announcements: await changedRows(imported.announcements, async (row) =>
          mergeImportedAnnouncement(row, await store.announcement(row.id), now()),
        ),
      }
      return { ...noChanges, ...written, silent: true, audit: [auditOfImport(written, actor, now())] }
    })
    return incidents.length + maintenances.length + announcements.length
  },
})

async function changedRows<Row>(
  rows: readonly Row[],
  merge: (row: Row) => Promise<Row | null>,
): Promise<Row[]> {
  const changed: Row[] = []
  for (const row of rows) {
    const merged = await merge(row)
    if (merged) changed.push(merged)
  }
  return changed
}
