import type { TeamOverview } from '../../core/console/console-page.ts'
import { isOpen } from '../../core/incident/incident.ts'
import { isQuiet, maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { day } from '../../core/time/units.ts'
import type { NoticeReader } from '../../store/notice-store.ts'

/** How far ahead the team sees work coming, ms. */
const ahead = 31 * day
/** How many windows are listed. */
const shown = 6

/** What goes on and what comes, as it is stored now (ms); without the occurrences of the programme that nobody feels. Rejects with StoreError. */
export async function teamNews(
  store: Pick<NoticeReader, 'incidents' | 'maintenances'>,
  now: number,
): Promise<Pick<TeamOverview, 'incidents' | 'maintenances'>> {
  const [incidents, maintenances] = await Promise.all([
    store.incidents({ from: now, to: now + 1 }),
    store.maintenances({ from: now, to: now + ahead }),
  ])
  return {
    incidents: incidents.filter((incident) => !incident.withdrawn && isOpen(incident)),
    maintenances: maintenances
      .filter((one) => !one.withdrawn && !isQuiet(one))
      .filter((one) => ['scheduled', 'in_progress', 'verifying'].includes(maintenanceStatus(one, now)))
      .toSorted((a, b) => a.scheduledFor - b.scheduledFor)
      .slice(0, shown),
  }
}
