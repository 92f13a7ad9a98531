import type { Facts } from '../facts.ts'
import type { Tables } from './tables.ts'

/**
 * Record facts. In a transaction.
 * @throws Conflict, StoreError or RangeError for facts that are refused; the transaction is then to be rolled back
 */
export function recordFacts(tables: Tables, facts: Facts): void {
  const { access, checks, deployments, maintenances, metrics, notices, reports, series, transitions } = tables
  // What may be refused comes first.
  if (facts.lease) tables.leases.require(facts.lease)
  for (const receipt of facts.receipts ?? []) access.putReceipt(receipt)
  for (const incident of facts.incidents ?? []) notices.putIncident(incident)
  for (const { id, version } of facts.deletedMaintenances ?? []) maintenances.drop(id, version)
  for (const maintenance of facts.maintenances ?? []) maintenances.put(maintenance)
  for (const entry of facts.states ?? []) series.setState(entry, entry.state, entry.basedOn)
  for (const list of bySeries(facts.checks ?? [])) {
    const [first] = list
    checks.record(series.ensure(first), first.monitor, list)
  }
  for (const transition of facts.transitions ?? []) transitions.put(series.ensure(transition), transition)
  for (const entry of facts.recurringMaintenance ?? []) maintenances.putEntry(entry)
  for (const token of facts.tokens ?? []) access.putToken(token)
  for (const delivery of facts.deliveries ?? []) notices.addDelivery(delivery)
  for (const { component, firstAt } of facts.components ?? []) notices.addComponent(component, firstAt)
  if (facts.configuration) recordConfiguration(tables, facts.configuration)
  if (facts.alive) tables.collectors.setAlive(facts.alive.region, facts.alive.at)
  for (const job of facts.startedJobs ?? []) tables.collectors.putStartedJob(job)
  if (facts.metrics) metrics.put(facts.metrics)
  for (const deployment of facts.deployments ?? []) deployments.put(deployment)
  for (const report of facts.reports ?? []) reports.put(report)
}

function recordConfiguration(
  { notices, series }: Tables,
  { at, components, region }: NonNullable<Facts['configuration']>,
): void {
  notices.setConfigured(at, components)
  for (const monitor of components.flatMap((component) => component.monitors)) {
    // Its first check is still to come: then it is known whose it is.
    series.ensure({ monitor: monitor.id, region })
    series.setMonitor(monitor)
  }
}

/** Checks by series, in the order of first appearance. Most batches have one check of each. */
function bySeries<T extends { readonly monitor: string; readonly region: string }>(
  checks: readonly T[],
): Iterable<readonly [T, ...T[]]> {
  const lists = new Map<string, [T, ...T[]]>()
  for (const check of checks) {
    const key = `${check.monitor}\n${check.region}`
    const list = lists.get(key)
    if (list) list.push(check)
    else lists.set(key, [check])
  }
  return lists.values()
}
