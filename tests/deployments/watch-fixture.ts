import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createChecklistService } from '../../collector/deployments/checklist-service.ts'
import { createDeploymentService } from '../../collector/deployments/deployment-service.ts'
import { type WatchService, createWatchService } from '../../collector/deployments/watch-service.ts'
import type { AuditActor } from '../../collector/core/account/audit-chain.ts'
import { newId } from '../../collector/app/new-id.ts'
import type { Config } from '../../collector/core/config/config.ts'
import type { Check } from '../../collector/core/monitoring/check.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { aComponent, aConfig } from '../core/builders.ts'

export const minute = 60_000
export const second = 1_000
export const start = Date.parse('2026-11-22T15:00:00Z')

/** A token that deploys. */
export const bot: AuditActor = { kind: 'token', name: 'bot' }

/** What a check of the tests comes to: ms for an answer, `down` for none. */
type CheckResult = number | 'down'

/** A page whose components are looked at every 30 s, with the store behind it, and a clock that stands still until it is set. */
export async function aWatchedPage(
  config: Config = aConfig({ components: [aComponent('api'), aComponent('website')] }),
) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-watch-'))
  const file = join(folder, 'status.db')
  const store = await openSqliteStore(file)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  let instant = start
  const now = (): number => instant
  const deps = { store, config, now }
  return {
    folder,
    file,
    store,
    config,
    deployments: createDeploymentService({ ...deps, id: newId }),
    watches: createWatchService(deps),
    checklists: createChecklistService(deps),
    /** As another process has one. */
    anotherService: (other: Store): WatchService => createWatchService({ ...deps, store: other }),
    set: (at: number): void => void (instant = at),
    now,
    /** Record checks of a component, one every 30 s from an instant on. */
    async record(component: string, from: number, results: readonly CheckResult[]): Promise<void> {
      const [monitor] = config.components.find(({ id }) => id === component)!.monitors
      const checks = results.map((result, index): Check => ({
        monitor: monitor!.id,
        region: '',
        at: from + index * 30 * second,
        ...(result === 'down' ? { health: 'down', took: null } : { health: 'up', took: result }),
      }))
      await backfill(store, monitor!, '', checks)
    },
  }
}

/** So many results alike. */
export const times = (count: number, result: CheckResult): readonly CheckResult[] =>
  new Array<CheckResult>(count).fill(result)
