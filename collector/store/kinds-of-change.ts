import type { ChangeKind } from './changes.ts'
import type { Facts } from './facts.ts'

/** The kinds of change that facts make. */
export function kindsOf(facts: Facts): ChangeKind[] {
  const any = (...lists: readonly (readonly unknown[] | undefined)[]): boolean =>
    lists.some((list) => list !== undefined && list.length > 0)
  const kinds: [ChangeKind, boolean][] = [
    ['checks', any(facts.checks)],
    ['transitions', any(facts.transitions)],
    [
      'notices',
      any(
        facts.incidents,
        facts.maintenances,
        facts.announcements,
        facts.deletedMaintenances,
        facts.recurringMaintenance,
      ),
    ],
    ['metrics', any(facts.metrics)],
    ['metric_history', any(facts.metrics) && facts.metricsAreRecent !== true],
    ['reports', any(facts.reports)],
    ['deployments', any(facts.deployments, facts.deploymentWatches, facts.checklistTicks)],
    ['configuration', facts.configuration !== undefined || any(facts.components)],
    ['access', any(facts.tokens, facts.receipts)],
    [
      'accounts',
      any(
        facts.accounts,
        facts.removedAccounts,
        facts.passkeys,
        facts.removedPasskeys,
        facts.accountLinks,
        facts.usedAccountLinks,
      ),
    ],
    ['deliveries', any(facts.notifications)],
    ['alerts', any(facts.alerts, facts.droppedAlerts, facts.alertSilences)],
  ]
  return kinds.flatMap(([kind, changed]) => (changed ? [kind] : []))
}
