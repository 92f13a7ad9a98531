import { type Timer, every } from '../../core/time/clock.ts'
import type { Scheduler } from '../../monitoring/scheduler.ts'
import type { CollectorParts } from '../parts.ts'
import { problemsOf } from './problems.ts'

/** How often time is let pass and what is due is begun, ms. */
const tickInterval = 250

type Load = ReturnType<Scheduler['load']>

/**
 * Begins what is due, again and again. Who looks at the page after a restart does not wait for reports of months that are
 * over: they are frozen once `published` has resolved.
 */
export function startTicking(parts: CollectorParts, load: () => Load, published: Promise<void>): Timer {
  let isPublished = false
  void published.then(() => (isPublished = true))
  return every(parts.clock, tickInterval, () => {
    tick(parts, load())
    if (isPublished) parts.reportArchiver.tick(parts.clock.now())
  })
}

/** Begin what is due by now; nothing of it is waited for. */
function tick(parts: CollectorParts, load: Load): void {
  const { clock, metrics, recorder, publisher, network } = parts
  const now = clock.now()
  parts.storeWatch.tick()
  void parts.heartbeats.recordMissed()
  recorder.advance(now)
  parts.noticeSync.tick()
  publisher.tick(now)
  if (network.isCutOff()) void network.isConnected()
  metrics.setLoad(load, recorder.backlog(), publisher.age() / 1000)
  parts.housekeeping.tick()
  parts.alerts.tick([...problemsOf(parts, load.waiting), ...parts.agents.warnings()])
  parts.deploymentWatcher.tick()
  parts.deliveries.tick()
}
