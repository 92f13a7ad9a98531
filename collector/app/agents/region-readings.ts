import type { Config } from '../../core/config/config.ts'
import type { MonitorStates } from '../../core/evaluation/monitor-states.ts'
import { watchedFromOf } from '../../core/monitoring/quorum.ts'
import type { RegionReading } from '../../server/region-metrics.ts'

/** What each region says of each monitor it is to watch; nothing where the configuration lists no regions. */
export const regionReadings = (
  { components, region: own, regions }: Pick<Config, 'components' | 'region' | 'regions'>,
  states: Pick<MonitorStates, 'state'>,
): readonly RegionReading[] =>
  regions.length === 0
    ? []
    : components
        .flatMap(({ monitors }) => monitors)
        .flatMap((monitor) =>
          watchedFromOf(monitor, own).regions.map((region) => {
            const { health, lastAt } = states.state(monitor.id, region)
            return { monitor: monitor.id, region, health, lastAt }
          }),
        )
