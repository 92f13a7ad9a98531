import type { Database } from 'better-sqlite3'
import { accessTables } from './tables/access.ts'
import { accountTables } from './tables/accounts.ts'
import { acknowledgeLinkTable } from './tables/acknowledge-links.ts'
import { alertTables } from './tables/alerts.ts'
import { announcementTable } from './tables/announcements.ts'
import { auditTable } from './tables/audit.ts'
import { certificateTable } from './tables/certificates.ts'
import { changeTable } from './tables/changes.ts'
import { checkTables } from './tables/checks.ts'
import { collectorTables } from './tables/collectors.ts'
import { dayBoundaries } from './tables/day-boundaries.ts'
import { deliveryTable } from './tables/deliveries.ts'
import { deploymentTable } from './tables/deployments.ts'
import { leaseTable } from './tables/leases.ts'
import { maintenanceTables } from './tables/maintenances.ts'
import { metricTables } from './tables/metrics.ts'
import { noticeTables } from './tables/notices.ts'
import { notificationPruning } from './tables/prune-notifications.ts'
import { notificationTable } from './tables/notifications.ts'
import { regionAssignmentTable } from './tables/region-assignments.ts'
import { reportTable } from './tables/reports.ts'
import { rollupTables } from './tables/rollups.ts'
import { seriesTable } from './tables/series.ts'
import { sessionTables } from './tables/sessions.ts'
import { subscriberTables } from './tables/subscribers.ts'
import { transitionTable } from './tables/transitions.ts'

/** All tables of a database, as one connection works with them. */
export function openTables(db: Database) {
  const days = dayBoundaries(db)
  const rollups = rollupTables(db, days)
  return {
    days,
    rollups,
    checks: checkTables(db, rollups),
    series: seriesTable(db),
    regionAssignments: regionAssignmentTable(db),
    transitions: transitionTable(db),
    notices: noticeTables(db),
    maintenances: maintenanceTables(db),
    alerts: alertTables(db),
    announcements: announcementTable(db),
    access: accessTables(db),
    accounts: accountTables(db),
    sessions: sessionTables(db),
    audit: auditTable(db),
    metrics: metricTables(db),
    deployments: deploymentTable(db),
    reports: reportTable(db),
    changes: changeTable(db),
    collectors: collectorTables(db),
    certificates: certificateTable(db),
    leases: leaseTable(db),
    notifications: notificationTable(db),
    pruneNotifications: notificationPruning(db),
    deliveries: deliveryTable(db),
    acknowledgeLinks: acknowledgeLinkTable(db),
    subscribers: subscriberTables(db),
  }
}

/** See openTables. */
export type Tables = ReturnType<typeof openTables>
