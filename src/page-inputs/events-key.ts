import type { Incident } from '../../collector/core/incident/incident.ts'
import {
  type Maintenance,
  announcedFrom,
  maintenanceStatus,
} from '../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { hash } from '../view/shared/hash.ts'
import { componentEventsKey } from './component-keys.ts'
import { announcementKey, incidentKey, maintenanceKey } from './keys.ts'
import type { PageContext } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

// A list that did not change comes back as the same object.
const incidentsKey = oncePer((incidents: readonly Incident[]): string =>
  hash(incidents.map(incidentKey).join()),
)
const maintenancesKey = oncePer((maintenances: readonly Maintenance[]): string =>
  hash(maintenances.map(maintenanceKey).join()),
)
const deploymentsKey = oncePer((deployments: NonNullable<Snapshot['deployments']>): string =>
  hash(JSON.stringify(deployments)),
)

/** How the windows stand: they are announced, begin and end as time passes. */
const windowStates = ({ maintenances, notice, generatedAt }: Snapshot): string =>
  maintenances
    .map((one) => {
      const isAnnounced = announcedFrom(one, notice) <= generatedAt
      const published = one.updates.filter(({ at }) => at <= generatedAt).length
      return `${isAnnounced} ${maintenanceStatus(one, generatedAt)} ${published}`
    })
    .join()

/** All notices, and how they stand. */
const noticesKey = oncePer(({ snapshot }: PageContext): string => {
  const { incidents, maintenances, announcements, deployments } = snapshot
  return hash(
    [
      incidentsKey(incidents),
      maintenancesKey(maintenances),
      windowStates(snapshot),
      announcements.map(announcementKey).join(),
      deployments ? deploymentsKey(deployments) : '',
    ].join(' '),
  )
})

/**
 * Everything but the figures that move with the minutes: it changes with every event and with the hour. It costs less than
 * the fingerprints of pages that gather from everywhere, and says of them all at once that they may stay.
 */
export const eventsKey = oncePer((context: PageContext): string => {
  const { snapshot, hourKey, components } = context
  const { weights, excludeMaintenance, tiers, objectives, priorities, notice, reports } = snapshot
  const { recurringMaintenance, metrics } = snapshot
  return hash(
    [
      hourKey,
      JSON.stringify([
        weights,
        excludeMaintenance,
        tiers,
        objectives,
        priorities,
        notice,
        recurringMaintenance,
      ]),
      JSON.stringify(
        metrics.map((metric) => ({ ...metric, hours: null, days: null, months: null, latest: null })),
      ),
      noticesKey(context),
      reports.length,
      reports.at(-1)?.hash,
      ...components.map(componentEventsKey),
    ].join(),
  )
})
