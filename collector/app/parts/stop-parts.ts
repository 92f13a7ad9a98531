import type { Scheduler } from '../../monitoring/scheduler.ts'
import type { CollectorParts } from '../parts.ts'

/** Stop what observes and writes, the recorder last: what was observed is stored. */
export async function stopParts(parts: CollectorParts, scheduler: Scheduler | null): Promise<void> {
  parts.checks.stop()
  parts.stallDetector.stop()
  await Promise.all([
    scheduler?.stop(),
    parts.metricPulls.stop(),
    parts.alerts.stop(),
    parts.deliveries.stop(),
  ])
  await parts.noticeSync.stop()
  await parts.reportArchiver.stop()
  await Promise.all([parts.housekeeping.settled(), parts.deploymentWatcher.settled()])
  await parts.recorder.stop()
}
