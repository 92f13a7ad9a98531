import type { NoticeServiceDeps } from './service-deps.ts'
import type { NoticeService } from './notice-service.ts'
import { createAnnouncementService } from './announcement-service.ts'
import { createFileService } from './file-service.ts'
import { createImportService } from './import-service.ts'
import { createIncidentService } from './incident-service.ts'
import { createMaintenanceService } from './maintenance-service.ts'
import { createNoticeWriter } from './notice-writer.ts'

/** Open the one place where notices become rows. Several may be open on one store, in several processes. */
export function createNoticeService(deps: NoticeServiceDeps): NoticeService {
  const writer = createNoticeWriter(deps.store, deps.onChange)
  return {
    incidents: createIncidentService(deps, writer),
    maintenances: createMaintenanceService(deps, writer),
    announcements: createAnnouncementService(deps, writer),
    files: createFileService(deps, writer),
    imports: createImportService(deps, writer),
  }
}
