import type { Config } from '../core/config/config.ts'
import { isWatchedFrom } from '../core/monitoring/quorum.ts'
import type { ActiveMonitor, HeartbeatMonitor, Monitor } from '../core/monitoring/monitor.ts'

/** Every monitor of a configuration, in the order of the file. */
export const monitorsOf = (config: Pick<Config, 'components'>): readonly Monitor[] =>
  config.components.flatMap((component) => component.monitors)

/** The monitors that this collector goes and looks at: those that are to be watched from its place. */
export const activeMonitorsOf = (config: Pick<Config, 'components' | 'region'>): readonly ActiveMonitor[] =>
  monitorsOf(config).filter(
    (monitor): monitor is ActiveMonitor =>
      monitor.kind !== 'heartbeat' && isWatchedFrom(monitor, config.region, config.region),
  )

/** The monitors that wait to be told. */
export const heartbeatMonitorsOf = (config: Pick<Config, 'components'>): readonly HeartbeatMonitor[] =>
  monitorsOf(config).filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
