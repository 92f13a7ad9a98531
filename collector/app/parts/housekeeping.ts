import type { Config } from '../../core/config/config.ts'
import type { Clock } from '../../core/time/clock.ts'
import type { ExternalChanges } from '../../monitoring/external-changes.ts'
import type { HeartbeatJournal } from '../../monitoring/heartbeat-journal.ts'
import type { ChangeSource } from '../change-source.ts'
import type { AppContext } from '../context.ts'
import { createDeploymentWatcher } from '../deployment-watcher.ts'
import { createHousekeeping } from '../housekeeping.ts'
import type { ProblemLog } from '../problem-log.ts'

/** Cleaning up and following what other processes commit, and the watches over deployments. */
export function createHousekeepingParts(
  { store, log }: AppContext,
  config: () => Config,
  {
    clock,
    journal,
    externalChanges,
    onStored,
    problems,
  }: {
    readonly clock: Clock
    readonly journal: HeartbeatJournal
    readonly externalChanges: ExternalChanges
    readonly onStored: ChangeSource['emit']
    readonly problems: ProblemLog
  },
) {
  const housekeeping = createHousekeeping({
    store,
    config,
    clock,
    recordAlive: journal.recordAlive,
    externalChanges,
    onStored,
    problems,
  })
  const deploymentWatcher = createDeploymentWatcher({
    store,
    config,
    clock,
    log,
    onStored,
    onTrouble: problems.report('deployments could not be watched'),
  })
  return { housekeeping, deploymentWatcher }
}
