import type { DeskDeps } from './service-deps.ts'
import type { Desk } from './notice-service.ts'
import { incidentDesk } from './incident-service.ts'
import { maintenanceDesk } from './maintenance-service.ts'

/** Open the one place where what people tell becomes rows. Several may be open on one store, in several processes. */
export const openDesk = (deps: DeskDeps): Desk => ({
  incidents: incidentDesk(deps),
  maintenances: maintenanceDesk(deps),
})
