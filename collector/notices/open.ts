import type { DeskDeps } from './deps.ts'
import type { Desk } from './desk.ts'
import { incidentDesk } from './incident-desk.ts'
import { maintenanceDesk } from './maintenance-desk.ts'

/** Open the one place where what people tell becomes rows. Several may be open on one store, in several processes. */
export const openDesk = (deps: DeskDeps): Desk => ({
  incidents: incidentDesk(deps),
  maintenances: maintenanceDesk(deps),
})
