import type { CertificateReader } from '../certificate-store.ts'
import type { AccessReader } from '../access-store.ts'
import type { AccountReader } from '../account-store.ts'
import type { CollectorReader } from '../collector-store.ts'
import type { StoreReader } from '../store.ts'
import type { Tables } from './tables.ts'

/** Runs a reading and resolves to what it gave; rejects with StoreError where SQLite refuses. */
export type RunRead = <T>(work: () => T) => Promise<T>

/** The port's reads, as one connection answers them. */
export function tableReader(
  tables: Tables,
  read: RunRead,
): StoreReader & AccessReader & AccountReader & CollectorReader {
  const { access, alerts, changes, checks, deliveries, deployments, notifications, maintenances } = tables
  const { metrics, notices, regionAssignments, reports, rollups, series, subscribers, transitions } = tables
  return {
    series: () => read(() => series.all(regionAssignments.all())),
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
        tables.days.refresh()
        return rollups.read(grain, within, monitors)
      }),
    incidents: (within) => read(() => notices.incidents(within)),
    incidentVersions: () => read(notices.incidentVersions),
    incident: (id) => read(() => notices.incident(id)),
    maintenances: (within) => read(() => maintenances.maintenances(within)),
    maintenance: (id) => read(() => maintenances.maintenance(id)),
    announcements: () => read(tables.announcements.announcements),
    announcement: (id) => read(() => tables.announcements.announcement(id)),
    recurringMaintenance: () => read(maintenances.recurringMaintenance),
    collectorAliveAt: (region) => read(() => tables.collectors.aliveAt(region)),
    startedJobs: (region) => read(() => tables.collectors.startedJobs(region)),
    tokens: () => read(access.tokens),
    receipt: (key) => read(() => access.receipt(key)),
    ...accountReader(tables, read),
    components: () => read(notices.components),
    componentRecords: () => read(notices.componentRecords),
    metricHours: (within, wanted) => read(() => metrics.hours(within, wanted)),
    metricPoints: (metric, within) => read(() => metrics.points(metric, within)),
    latestMetrics: () => read(metrics.latest),
    deployments: (within) => read(() => deployments.all(within)),
    deployment: (id) => read(() => deployments.get(id)),
    pendingWatches: () => read(deployments.pendingWatches),
    checklistTicks: (deployment) => read(() => deployments.ticks(deployment ?? null)),
    pendingNotifications: (limit) => read(() => notifications.pending(limit)),
    notifications: (keys) => read(() => notifications.byKeys(keys)),
    ...certificateReader(tables.certificates, read),
    acknowledgeLink: (hash) => read(() => tables.acknowledgeLinks.get(hash)),
    owedKeys: (keys) => read(() => notifications.owedKeys(keys)),
    dueChannels: (now) => read(() => deliveries.dueChannels(now)),
    deliveries: (filter) => read(() => deliveries.list(filter)),
    delivery: (id) => read(() => deliveries.get(id)),
    deliveryCounts: () => read(deliveries.counts),
    lastSent: (channel, topics, recipient = '') =>
      read(() => deliveries.lastSent(channel, topics, recipient)),
    subscribers: (filter) => read(() => subscribers.list(filter)),
    subscriber: (id) => read(() => subscribers.get(id)),
    subscriberByAddress: (kind, address) => read(() => subscribers.byAddress(kind, address)),
    subscriberCounts: () => read(subscribers.counts),
    confirmationsSince: (id, since) => read(() => subscribers.confirmationsSince(id, since)),
    openAlerts: () => read(alerts.open),
    firedAlerts: (limit) => read(() => alerts.fired(limit)),
    alert: (id) => read(() => alerts.alert(id)),
    alertSilences: (now) => read(() => alerts.silences(now)),
    reports: (after = 0) => read(() => reports.since(after)),
    report: (sequence) => read(() => reports.get(sequence)),
    reportHeads: () => read(reports.heads),
    changeCounts: () => read(changes.counts),
  }
}

const certificateReader = (certificates: Tables['certificates'], read: RunRead): CertificateReader => ({
  latestCertificates: () => read(certificates.latest),
  certificates: () => read(certificates.all),
})

/** Who may use the console, and what was done. */
const accountReader = ({ accounts, sessions, audit }: Tables, read: RunRead): AccountReader => ({
  accounts: () => read(accounts.all),
  account: (id) => read(() => accounts.get(id)),
  accountByName: (name) => read(() => accounts.byName(name)),
  passkeys: (accountId) => read(() => accounts.passkeys(accountId)),
  passkey: (id) => read(() => accounts.passkey(id)),
  session: (idHash) => read(() => sessions.get(idHash)),
  sessions: (accountId) => read(() => sessions.of(accountId)),
  accountLink: (hash) => read(() => sessions.link(hash)),
  openAccountLinks: (now) => read(() => sessions.openLinks(now)),
  auditEntries: (filter) => read(() => audit.list(filter)),
  auditChain: (after, limit) => read(() => audit.chain(after, limit)),
})
