import { announcementNotifications } from '../../core/delivery/announcement-notification.ts'
import {
  declaredStatusNotifications,
  maintenanceStatusNotifications,
} from '../../core/delivery/component-notifications.ts'
import { deploymentNotifications } from '../../core/delivery/deployment-notifications.ts'
import { incidentNotifications } from '../../core/delivery/incident-notifications.ts'
import { maintenanceNotifications } from '../../core/delivery/maintenance-notifications.ts'
import { type FreezeContext, reportNotifications } from '../../core/delivery/report-notifications.ts'
import { watchedFromOf } from '../../core/monitoring/quorum.ts'
import { seriesKey } from '../../core/monitoring/series-name.ts'
import type { Notification } from '../../core/delivery/notification.ts'
import type { Facts } from '../facts.ts'
import type { Store } from '../store.ts'
import type { Tables } from './tables.ts'

/**
 * Record facts, and owe people the news of them (ms `now`). In a transaction.
 * @throws Conflict, StoreError or RangeError for facts that are refused; the transaction is then to be rolled back
 */
export function recordFacts(tables: Tables, facts: Facts, now: number): void {
  const {
    access,
    checks,
    deployments,
    maintenances,
    metrics,
    notices,
    notifications,
    reports,
    series,
    transitions,
  } = tables
  // What may be refused comes first.
  if (facts.lease) tables.leases.require(facts.lease)
  for (const receipt of facts.receipts ?? []) access.putReceipt(receipt)
  recordAccounts(tables, facts)
  const owed: Notification[] = []
  for (const incident of facts.incidents ?? []) {
    const before = notices.putIncident(incident)
    owed.push(...incidentNotifications(before, incident, now))
    owed.push(...declaredStatusNotifications(before, incident, now))
  }
  for (const { id, version } of facts.deletedMaintenances ?? []) maintenances.drop(id, version)
  for (const maintenance of facts.maintenances ?? []) {
    const before = maintenances.put(maintenance)
    const news = maintenanceNotifications(before, maintenance, notifications.isOwed, now)
    owed.push(...news, ...maintenanceStatusNotifications(maintenance, news, now))
  }
  for (const announcement of facts.announcements ?? []) {
    const before = tables.announcements.put(announcement)
    owed.push(...announcementNotifications(announcement, before === null, now))
  }
  for (const { id, version } of facts.droppedAlerts ?? []) tables.alerts.drop(id, version)
  for (const alert of facts.alerts ?? []) tables.alerts.put(alert)
  for (const watch of facts.deploymentWatches ?? []) {
    deployments.putWatch(watch)
    owed.push(...deploymentNotifications(watch, now))
  }
  for (const report of facts.reports ?? [])
    owed.push(...reportNotifications(report, freezeContextOf(tables), now))
  for (const entry of facts.states ?? []) series.setState(entry, entry.state, entry.basedOn)
  for (const list of bySeries(facts.checks ?? [])) {
    const [first] = list
    checks.record(series.ensure(first), first.monitor, list)
  }
  for (const transition of facts.transitions ?? []) transitions.put(series.ensure(transition), transition)
  for (const entry of facts.recurringMaintenance ?? []) maintenances.putEntry(entry)
  for (const token of facts.tokens ?? []) access.putToken(token)
  for (const notification of [...(facts.silent ? [] : owed), ...(facts.notifications ?? [])])
    notifications.add(notification)
  for (const { component, firstAt } of facts.components ?? []) notices.addComponent(component, firstAt)
  if (facts.configuration) recordConfiguration(tables, facts.configuration)
  if (facts.alive) tables.collectors.setAlive(facts.alive.region, facts.alive.at)
  for (const job of facts.startedJobs ?? []) tables.collectors.putStartedJob(job)
  for (const certificate of facts.certificates ?? []) tables.certificates.put(certificate)
  for (const silence of facts.alertSilences ?? []) tables.alerts.putSilence(silence)
  if (facts.metrics) metrics.put(facts.metrics)
  for (const deployment of facts.deployments ?? []) deployments.put(deployment)
  for (const tick of facts.checklistTicks ?? []) deployments.addTick(tick)
  for (const report of facts.reports ?? []) reports.put(report)
}

/** Who may use the console, and what was done: links that are used come first, for they are what may be refused. */
function recordAccounts({ accounts, sessions, audit }: Tables, facts: Facts): void {
  for (const { hash, at } of facts.usedAccountLinks ?? []) sessions.useLink(hash, at)
  for (const accountId of facts.revokedAccountLinks ?? []) sessions.revokeLinks(accountId)
  for (const { id, version } of facts.removedAccounts ?? []) {
    accounts.remove(id, version)
    sessions.forget(id)
  }
  for (const account of facts.accounts ?? []) accounts.put(account)
  for (const { id, accountId } of facts.removedPasskeys ?? []) accounts.removePasskey(id, accountId)
  for (const passkey of facts.passkeys ?? []) accounts.putPasskey(passkey)
  for (const ended of facts.endedSessions ?? []) sessions.end(ended)
  for (const { idHash, at } of facts.seenSessions ?? []) sessions.see(idHash, at)
  for (const session of facts.sessions ?? []) sessions.add(session)
  for (const link of facts.accountLinks ?? []) sessions.addLink(link)
  for (const record of facts.audit ?? []) audit.append(record)
}

/** What says whether the report of a month is news. */
function freezeContextOf({ notices, reports }: Tables): FreezeContext {
  const appeared = notices.componentRecords().map(({ firstAt }) => firstAt)
  return {
    installedAt: appeared.length === 0 ? null : Math.min(...appeared),
    previousFrozenAt: reports.heads().findLast(({ revision }) => revision === 1)?.frozenAt ?? null,
  }
}

function recordConfiguration(
  { notices, series, regionAssignments }: Tables,
  { at, components, region }: NonNullable<Facts['configuration']>,
): void {
  notices.setConfigured(at, components)
  for (const monitor of components.flatMap((component) => component.monitors)) {
    regionAssignments.assign(monitor, region, at, series.recordedFrom(monitor.id))
    // Its first check is still to come: then it is known whose it is.
    for (const place of watchedFromOf(monitor, region).regions)
      series.ensure({ monitor: monitor.id, region: place })
    series.setMonitor(monitor)
  }
}

/** Checks by series, in the order of first appearance. Most batches have one check of each. */
function bySeries<T extends { readonly monitor: string; readonly region: string }>(
  checks: readonly T[],
): Iterable<readonly [T, ...T[]]> {
  const lists = new Map<string, [T, ...T[]]>()
  for (const check of checks) {
    const key = seriesKey(check)
    const list = lists.get(key)
    if (list) list.push(check)
    else lists.set(key, [check])
  }
  return lists.values()
}

/** Replaces the transitions of a series from an instant on, after adding checks of the past; see Store. In a transaction. */
export function replaceTimeline(
  { checks, series, transitions }: Tables,
  ...[name, from, newTransitions, state, newChecks]: Parameters<Store['rebuildTimeline']>
): void {
  series.setState(name, state, name.basedOn)
  const id = series.ensure(name)
  checks.record(id, name.monitor, newChecks)
  transitions.drop(id, from)
  for (const transition of newTransitions) transitions.put(id, transition)
  series.countRebuild(id)
}
