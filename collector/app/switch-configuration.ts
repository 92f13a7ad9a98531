import type { Config } from '../core/config/config.ts'
import type { Store } from '../store/store.ts'
import { activeMonitorsOf, heartbeatMonitorsOf } from './configured-monitors.ts'
import type { CollectorParts } from './parts.ts'
import type { ThemeFiles } from './theme/theme-files.ts'

/** Watch and publish by another configuration. Rejects with StoreError, having changed nothing but what is on record. */
export async function switchConfiguration(
  parts: CollectorParts,
  store: Store,
  next: Config,
  theme: ThemeFiles,
): Promise<void> {
  const { configuration, clock, recorder, heartbeats, metricPulls, reportArchiver, publisher, alerts } = parts
  const { page, region } = configuration.config
  if (next.page.timezone !== page.timezone) await store.setTimezone(next.page.timezone)
  await store.commit({ configuration: { at: clock.now(), components: next.components, region } })
  await recorder.reconfigure(next)
  // From here on nothing fails and nothing is waited for: every part goes by the one configuration or by the other.
  configuration.config = next
  parts.brokenProbes.keepOnly(activeMonitorsOf(next))
  heartbeats.update(heartbeatMonitorsOf(next))
  metricPulls.update(next.metrics)
  reportArchiver.reconfigure(next)
  alerts.reconfigure(next)
  publisher.reconfigure(next, parts.snapshotSourceOf(next), theme)
}
