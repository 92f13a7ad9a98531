import type { AccessReader } from '../access-store.ts'
import type { CollectorReader } from '../collector-store.ts'
import type { StoreReader } from '../store.ts'
import type { Tables } from './tables.ts'

/** Runs a reading and resolves to what it gave; rejects with StoreError where SQLite refuses. */
export type RunRead = <T>(work: () => T) => Promise<T>

/** The port's reads, as one connection answers them. */
export function tableReader(tables: Tables, read: RunRead): StoreReader & AccessReader & CollectorReader {
  const { access, changes, checks, days, deployments, maintenances, metrics, notices, reports } = tables
  const { rollups, series, transitions } = tables
  return {
    series: () => read(series.all),
    checks: (monitor, region, within) =>
      read(() => {
        const name = { monitor, region }
        const id = series.idOf(name)
        return id === undefined ? [] : checks.within(id, name, within)
      }),
    latestChecks: () => read(checks.latest),
    transitions: (within, monitors) => read(() => transitions.within(within, monitors)),
    rollups: (grain, within, monitors) =>
      read(() => {
        days.refresh()
        return rollups.read(grain, within, monitors)
      }),
    incidents: (within) => read(() => notices.incidents(within)),
    incidentVersions: () => read(notices.incidentVersions),
    incident: (id) => read(() => notices.incident(id)),
    maintenances: (within) => read(() => maintenances.maintenances(within)),
    maintenance: (id) => read(() => maintenances.maintenance(id)),
    recurringMaintenance: () => read(maintenances.recurringMaintenance),
    collectorAliveAt: (region) => read(() => tables.collectors.aliveAt(region)),
    startedJobs: (region) => read(() => tables.collectors.startedJobs(region)),
    tokens: () => read(access.tokens),
    receipt: (key) => read(() => access.receipt(key)),
    components: () => read(notices.components),
    componentRecords: () => read(notices.componentRecords),
    metricHours: (within, wanted) => read(() => metrics.hours(within, wanted)),
    metricPoints: (metric, within) => read(() => metrics.points(metric, within)),
    latestMetrics: () => read(metrics.latest),
    deployments: (within) => read(() => deployments.all(within)),
    deployment: (id) => read(() => deployments.get(id)),
    reports: () => read(reports.all),
    changeCounts: () => read(changes.counts),
  }
}
