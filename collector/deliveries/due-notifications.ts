import { type EscalationSettings, dueEscalations } from '../core/delivery/escalation-notifications.ts'
import { dueMaintenanceNotifications } from '../core/delivery/maintenance-notifications.ts'
import { maintenanceStatusNotifications } from '../core/delivery/component-notifications.ts'
import { dailyReportNotifications } from '../core/delivery/report-notifications.ts'
import { maxNewsAge } from '../core/delivery/incident-notifications.ts'
import type { Config } from '../core/config/config.ts'
import type { ComponentReader } from '../store/component-store.ts'
import type { DeliveryReader } from '../store/delivery-store.ts'
import type { FactWriter } from '../store/facts.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** What is read and written to owe what has come due. */
type DueStore = NoticeReader & ComponentReader & Pick<DeliveryReader, 'owedKeys'> & FactWriter

/** As far ahead as any window is announced besides its notice: a week for those without a class of their own, ms. */
const smallestHorizon = 7 * 86_400_000

/** The parts of the configuration that say what comes due. */
type DueConfig = Pick<Config, 'notice'> & { readonly page: Pick<Config['page'], 'timezone'> }

/**
 * Owe people what has come due by the clock alone: reminders, beginnings and ends of maintenance, what nobody has answered or
 * kept of an incident, and the report of the day that is over. To be called every few seconds; what is owed already is not
 * owed again, whatever the clock did. Rejects with StoreError.
 *
 * @param now ms
 */
export async function oweDueNotifications(
  store: DueStore,
  { notice, page, ...settings }: DueConfig & EscalationSettings,
  now: number,
): Promise<void> {
  const horizon = Math.max(smallestHorizon, ...Object.values(notice))
  const maintenances = await store.maintenances({ from: now - maxNewsAge, to: now + horizon + 1 })
  const planned = maintenances.flatMap((maintenance) => {
    const news = dueMaintenanceNotifications([maintenance], notice, now)
    return [...news, ...maintenanceStatusNotifications(maintenance, news, now)]
  })
  const open = await store.incidents({ from: now, to: now + 1 })
  const appeared = (await store.componentRecords()).map(({ firstAt }) => firstAt)
  const due = [
    ...planned,
    ...open.flatMap((incident) => dueEscalations(incident, settings, now)),
    ...dailyReportNotifications(now, page.timezone, appeared.length === 0 ? null : Math.min(...appeared)),
  ]
  if (due.length === 0) return
  const owed = await store.owedKeys(due.map(({ key }) => key))
  const notifications = due.filter(({ key }) => !owed.has(key))
  if (notifications.length > 0) await store.commit({ notifications })
}
