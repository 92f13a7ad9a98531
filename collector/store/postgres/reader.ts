import type { AccessReader } from '../access-store.ts'
import type { ChangeKind } from '../changes.ts'
import type { CollectorReader } from '../collector-store.ts'
import type { StoreReader } from '../store.ts'
import type { Sql } from './sql.ts'
import { accessTables } from './tables/access.ts'
import { acknowledgeLinkTable } from './tables/acknowledge-links.ts'
import { alertTable } from './tables/alerts.ts'
import { announcementTable } from './tables/announcements.ts'
import { certificateTable } from './tables/certificates.ts'
import { changeTable } from './tables/changes.ts'
import { checkTables } from './tables/checks.ts'
import { collectorTables } from './tables/collectors.ts'
import { componentTable } from './tables/components.ts'
import { deliveryTable } from './tables/deliveries.ts'
import { deploymentTable } from './tables/deployments.ts'
import { incidentTable } from './tables/incidents.ts'
import { maintenanceTable } from './tables/maintenances.ts'
import { metricTables } from './tables/metrics.ts'
import { notificationTable } from './tables/notifications.ts'
import { regionAssignmentTable } from './tables/region-assignments.ts'
import { reportTable } from './tables/reports.ts'
import { rollupTables } from './tables/rollups.ts'
import { seriesTable } from './tables/series.ts'
import { subscriberTable } from './tables/subscribers.ts'
import { transitionTable } from './tables/transitions.ts'

/** Runs a reading on a connection. */
export type RunQuery = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>

/** Runs a transaction that changes facts of some kinds. Its work may be done again. */
export type RunWrite = <T>(kinds: readonly ChangeKind[], work: (sql: Sql) => Promise<T>) => Promise<T>

/** The port's reads. */
export function tableReader(read: RunQuery): StoreReader & AccessReader & CollectorReader {
  return {
    series: () => read(async (sql) => seriesTable.all(sql, await regionAssignmentTable.all(sql))),
    checks: (monitor, region, within) => read((sql) => checkTables.within(sql, { monitor, region }, within)),
    latestChecks: () => read(checkTables.latest),
    transitions: (within, monitors) => read((sql) => transitionTable.within(sql, within, monitors)),
    rollups: (grain, within, monitors) => read((sql) => rollupTables.read(sql, grain, within, monitors)),
    incidents: (within) => read((sql) => incidentTable.all(sql, within)),
    incidentVersions: () => read(incidentTable.versions),
    incident: (id) => read((sql) => incidentTable.get(sql, id)),
    maintenances: (within) => read((sql) => maintenanceTable.all(sql, within)),
    maintenance: (id) => read((sql) => maintenanceTable.get(sql, id)),
    announcements: () => read(announcementTable.all),
    announcement: (id) => read((sql) => announcementTable.get(sql, id)),
    recurringMaintenance: () => read(maintenanceTable.entries),
    collectorAliveAt: (region) => read((sql) => collectorTables.aliveAt(sql, region)),
    startedJobs: (region) => read((sql) => collectorTables.startedJobs(sql, region)),
    latestCertificates: () => read(certificateTable.latest),
    certificates: () => read(certificateTable.all),
    tokens: () => read(accessTables.tokens),
    receipt: (key) => read((sql) => accessTables.receipt(sql, key)),
    components: () => read(componentTable.firstAt),
    componentRecords: () => read(componentTable.records),
    metricHours: (within, wanted) => read((sql) => metricTables.hours(sql, within, wanted)),
    metricPoints: (metric, within) => read((sql) => metricTables.points(sql, metric, within)),
    latestMetrics: () => read(metricTables.latest),
    deployments: (within) => read((sql) => deploymentTable.all(sql, within)),
    deployment: (id) => read((sql) => deploymentTable.get(sql, id)),
    pendingWatches: () => read(deploymentTable.pendingWatches),
    checklistTicks: (deployment) => read((sql) => deploymentTable.ticks(sql, deployment ?? null)),
    pendingNotifications: (limit) => read((sql) => notificationTable.pending(sql, limit)),
    notifications: (keys) => read((sql) => notificationTable.byKeys(sql, keys)),
    owedKeys: (keys) => read((sql) => notificationTable.owedKeys(sql, keys)),
    acknowledgeLink: (hash) => read((sql) => acknowledgeLinkTable.get(sql, hash)),
    dueChannels: (now) => read((sql) => deliveryTable.dueChannels(sql, now)),
    deliveries: (filter) => read((sql) => deliveryTable.list(sql, filter)),
    delivery: (id) => read((sql) => deliveryTable.get(sql, id)),
    deliveryCounts: () => read(deliveryTable.counts),
    lastSent: (channel, topics, recipient = '') =>
      read((sql) => deliveryTable.lastSent(sql, channel, topics, recipient)),
    subscribers: (filter) => read((sql) => subscriberTable.list(sql, filter)),
    subscriber: (id) => read((sql) => subscriberTable.get(sql, id)),
    subscriberByAddress: (kind, address) => read((sql) => subscriberTable.byAddress(sql, kind, address)),
    subscriberCounts: () => read(subscriberTable.counts),
    confirmationsSince: (id, since) => read((sql) => subscriberTable.confirmationsSince(sql, id, since)),
    openAlerts: () => read(alertTable.open),
    firedAlerts: (limit) => read((sql) => alertTable.fired(sql, limit)),
    alert: (id) => read((sql) => alertTable.get(sql, id)),
    alertSilences: (now) => read((sql) => alertTable.silences(sql, now)),
    reports: (after = 0) => read((sql) => reportTable.since(sql, after)),
    report: (sequence) => read((sql) => reportTable.get(sql, sequence)),
    reportHeads: () => read(reportTable.heads),
    changeCounts: () => read(changeTable.counts),
  }
}
