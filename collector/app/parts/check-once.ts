import { activeMonitorsOf } from '../configured-monitors.ts'
import type { CollectorParts } from '../parts.ts'
import { problemsOf } from './problems.ts'

/** Check, pull and take over everything once, confirm what was found, and store it. Rejects with StoreError when it could not be stored. */
export async function checkOnce(parts: CollectorParts): Promise<void> {
  await parts.noticeSync.readFiles()
  const pulled = parts.metricPulls.pullOnce()
  // Reported below, once everything has been checked.
  pulled.catch(() => {})
  await parts.checks.checkUntilConfirmed(activeMonitorsOf(parts.configuration.config))
  await parts.heartbeats.recordMissed()
  parts.recorder.advance(parts.clock.now())
  await parts.recorder.flush()
  await pulled
  const trouble = parts.recorder.trouble()
  if (trouble) throw trouble
  await parts.alerts.evaluate(problemsOf(parts, 0))
  await parts.deploymentWatcher.decideDue()
}

/** Resolves when everything recorded is durable. @throws StoreError when the store refuses */
export async function flushOrThrow({ recorder }: CollectorParts): Promise<void> {
  await recorder.flush()
  const trouble = recorder.trouble()
  if (trouble) throw trouble
}
