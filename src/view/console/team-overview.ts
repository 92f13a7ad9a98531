import { isOpen, type Incident } from '../../../collector/core/incident/incident.ts'
import { type Maintenance, maintenanceStatus } from '../../../collector/core/maintenance/maintenance.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

/** What the public page shows that the team acts on. */
export type PublicOverview = {
  readonly incidents: readonly Incident[]
  /** Under way, and the next five, soonest first. */
  readonly maintenances: readonly Maintenance[]
  readonly components: readonly ComponentView[]
}

const shownMaintenances = 5

export const publicOverview = ({
  incidents,
  maintenances,
  components,
  generatedAt,
}: Snapshot): PublicOverview => ({
  incidents: incidents.filter(isOpen),
  maintenances: maintenances
    .filter((one) => ['scheduled', 'in_progress', 'verifying'].includes(maintenanceStatus(one, generatedAt)))
    .toSorted((a, b) => a.scheduledFor - b.scheduledFor)
    .slice(0, shownMaintenances),
  components: components.filter(({ status }) => status !== 'operational'),
})
