import { announcementNotifications } from '../../core/delivery/announcement-notification.ts'
import {
  declaredStatusNotifications,
  maintenanceStatusNotifications,
} from '../../core/delivery/component-notifications.ts'
import { deploymentNotifications } from '../../core/delivery/deployment-notifications.ts'
import { incidentNotifications } from '../../core/delivery/incident-notifications.ts'
import { maintenanceNotifications } from '../../core/delivery/maintenance-notifications.ts'
import { reportNotifications } from '../../core/delivery/report-notifications.ts'
import { watchedFromOf } from '../../core/monitoring/quorum.ts'
import { seriesKey } from '../../core/monitoring/series-name.ts'
import type { Notification } from '../../core/delivery/notification.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Facts } from '../facts.ts'
import type { Store } from '../store.ts'
import { recordAccounts } from './record-accounts.ts'
import type { Sql } from './sql.ts'
import { accessTables } from './tables/access.ts'
import { alertTable } from './tables/alerts.ts'
import { announcementTable } from './tables/announcements.ts'
import { certificateTable } from './tables/certificates.ts'
import { checkTables } from './tables/checks.ts'
import { collectorTables } from './tables/collectors.ts'
import { componentTable } from './tables/components.ts'
import { deploymentTable } from './tables/deployments.ts'
import { incidentTable } from './tables/incidents.ts'
import { leaseTable } from './tables/leases.ts'
import { maintenanceTable } from './tables/maintenances.ts'
import { metricTables } from './tables/metrics.ts'
import { notificationTable } from './tables/notifications.ts'
import { regionAssignmentTable } from './tables/region-assignments.ts'
import { reportTable } from './tables/reports.ts'
import { seriesTable } from './tables/series.ts'
import { transitionTable } from './tables/transitions.ts'

/**
 * Record facts, and owe people the news of them (ms `now`): a handful of statements for each kind, however many there are. In
 * a transaction.
 * @throws Conflict, StoreError or RangeError for facts that are refused; the transaction is then to be rolled back
 */
export async function recordFacts(sql: Sql, facts: Facts, now: number): Promise<void> {
  if (facts.lease) await leaseTable.require(sql, facts.lease)
  await accessTables.putReceipts(sql, facts.receipts ?? [])
  await recordAccounts(sql, facts)
  const owed = await recordNotices(sql, facts, now)
  await alertTable.drop(sql, facts.droppedAlerts ?? [])
  await alertTable.put(sql, facts.alerts ?? [])
  await recordMonitoring(sql, facts)
  await maintenanceTable.putEntries(sql, facts.recurringMaintenance ?? [])
  await accessTables.putTokens(sql, facts.tokens ?? [])
  await notificationTable.add(sql, [...(facts.silent ? [] : owed), ...(facts.notifications ?? [])])
  await componentTable.add(sql, facts.components ?? [])
  if (facts.configuration) await recordConfiguration(sql, facts.configuration)
  if (facts.alive) await collectorTables.setAlive(sql, facts.alive.region, facts.alive.at)
  await collectorTables.putStartedJobs(sql, facts.startedJobs ?? [])
  await certificateTable.put(sql, facts.certificates ?? [])
  await alertTable.putSilences(sql, facts.alertSilences ?? [])
  await metricTables.put(sql, facts.metrics ?? [])
  await deploymentTable.put(sql, facts.deployments ?? [])
  await deploymentTable.addTicks(sql, facts.checklistTicks ?? [])
  await reportTable.put(sql, facts.reports ?? [])
}

/** Notices, verdicts and reports; resolves to what is owed because of them. */
async function recordNotices(sql: Sql, facts: Facts, now: number): Promise<readonly Notification[]> {
  const owed: Notification[] = []
  await incidentTable.put(sql, facts.incidents ?? [], (before, incident) => {
    owed.push(...incidentNotifications(before, incident, now))
    owed.push(...declaredStatusNotifications(before, incident, now))
  })
  await maintenanceTable.drop(sql, facts.deletedMaintenances ?? [])
  const steps: (readonly [before: Maintenance | null, next: Maintenance])[] = []
  await maintenanceTable.put(sql, facts.maintenances ?? [], (before, next) => steps.push([before, next]))
  owed.push(...(await maintenanceNews(sql, steps, now)))
  await announcementTable.put(sql, facts.announcements ?? [], (before, announcement) =>
    owed.push(...announcementNotifications(announcement, before === null, now)),
  )
  await deploymentTable.putWatches(sql, facts.deploymentWatches ?? [])
  for (const watch of facts.deploymentWatches ?? []) owed.push(...deploymentNotifications(watch, now))
  if (facts.reports && facts.reports.length > 0) {
    const appeared = (await componentTable.records(sql)).map(({ firstAt }) => firstAt)
    const context = {
      installedAt: appeared.length === 0 ? null : Math.min(...appeared),
      previousFrozenAt:
        (await reportTable.heads(sql)).findLast(({ revision }) => revision === 1)?.frozenAt ?? null,
    }
    for (const report of facts.reports) owed.push(...reportNotifications(report, context, now))
  }
  return owed
}

/** What is owed of maintenances, which depends on what was owed before: first it is asked which keys that is about. */
async function maintenanceNews(
  sql: Sql,
  steps: readonly (readonly [before: Maintenance | null, next: Maintenance])[],
  now: number,
): Promise<readonly Notification[]> {
  const asked = new Set<string>()
  for (const [before, next] of steps)
    for (const answer of [true, false])
      maintenanceNotifications(before, next, (key) => (asked.add(key), answer), now)
  const known = asked.size === 0 ? new Set() : await notificationTable.owedKeys(sql, [...asked])
  return steps.flatMap(([before, next]) => {
    const news = maintenanceNotifications(before, next, (key) => known.has(key), now)
    return [...news, ...maintenanceStatusNotifications(next, news, now)]
  })
}

/** States, checks and transitions, by the series they belong to. */
async function recordMonitoring(
  sql: Sql,
  { states = [], checks = [], transitions = [] }: Facts,
): Promise<void> {
  const series = await seriesTable.lock(sql, [...states, ...checks, ...transitions])
  for (const entry of states) seriesTable.setState(series.get(seriesKey(entry))!, entry.state, entry.basedOn)
  await checkTables.record(sql, series, checks)
  await transitionTable.put(sql, series, transitions)
  await seriesTable.save(sql, series.values())
}

async function recordConfiguration(
  sql: Sql,
  { at, components, region }: NonNullable<Facts['configuration']>,
): Promise<void> {
  await componentTable.setConfigured(sql, at, components)
  const monitors = components.flatMap((component) => component.monitors)
  const recordedFrom = await seriesTable.recordedFrom(
    sql,
    monitors.map(({ id }) => id),
  )
  await regionAssignmentTable.assign(sql, monitors, region, at, recordedFrom)
  // Their first checks are still to come: then it is known whose they are.
  await seriesTable.lock(
    sql,
    monitors.flatMap((monitor) =>
      watchedFromOf(monitor, region).regions.map((place) => ({ monitor: monitor.id, region: place })),
    ),
  )
  await seriesTable.setMonitors(sql, monitors)
}

/** Replaces the transitions of a series from an instant on, after adding checks of the past; see CheckStore. In a transaction. */
export async function replaceTimeline(
  sql: Sql,
  ...[name, from, newTransitions, state, newChecks]: Parameters<Store['rebuildTimeline']>
): Promise<void> {
  const series = await seriesTable.lock(sql, [name])
  const own = series.get(seriesKey(name))!
  seriesTable.setState(own, state, name.basedOn)
  await checkTables.record(sql, series, newChecks)
  await transitionTable.drop(sql, own.id, from)
  await transitionTable.put(sql, series, newTransitions)
  own.rebuilds++
  await seriesTable.save(sql, [own])
}
