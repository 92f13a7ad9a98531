import type { Database } from 'better-sqlite3'
import { accessTables } from './access.ts'
import { announcementTable } from './announcements.ts'
import { changeTable } from './changes.ts'
import { checkTables } from './checks.ts'
import { collectorTables } from './collectors.ts'
import { dayBoundaries } from './day-boundaries.ts'
import { deliveryTable } from './deliveries.ts'
import { deploymentTable } from './deployments.ts'
import { leaseTable } from './leases.ts'
import { maintenanceTables } from './maintenances.ts'
import { metricTables } from './metrics.ts'
import { noticeTables } from './notices.ts'
import { notificationTable } from './notifications.ts'
import { reportTable } from './reports.ts'
import { rollupTables } from './rollups.ts'
import { seriesTable } from './series.ts'
import { subscriberTables } from './subscribers.ts'
import { transitionTable } from './transitions.ts'

/** All tables of a database, as one connection works with them. */
export function openTables(db: Database) {
  const days = dayBoundaries(db)
  const rollups = rollupTables(db, days)
  return {
    days,
    rollups,
    checks: checkTables(db, rollups),
    series: seriesTable(db),
    transitions: transitionTable(db),
    notices: noticeTables(db),
    maintenances: maintenanceTables(db),
    announcements: announcementTable(db),
    access: accessTables(db),
    metrics: metricTables(db),
    deployments: deploymentTable(db),
    reports: reportTable(db),
    changes: changeTable(db),
    collectors: collectorTables(db),
    leases: leaseTable(db),
    notifications: notificationTable(db),
    deliveries: deliveryTable(db),
    subscribers: subscriberTables(db),
  }
}

/** See openTables. */
export type Tables = ReturnType<typeof openTables>
