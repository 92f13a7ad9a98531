import type { NoticeServiceDeps } from './service-deps.ts'
import type { NoticeService } from './notice-service.ts'
import { createIncidentService } from './incident-service.ts'
import { createMaintenanceService } from './maintenance-service.ts'

/** Open the one place where what people tell becomes rows. Several may be open on one store, in several processes. */
export const createNoticeService = (deps: NoticeServiceDeps): NoticeService => ({
  incidents: createIncidentService(deps),
  maintenances: createMaintenanceService(deps),
})
