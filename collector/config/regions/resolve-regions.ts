import type { Region } from '../../core/config/region.ts'
import type { MonitorRegions, Quorum } from '../../core/monitoring/quorum.ts'
import type { ConfigurationEntry } from '../schema/configuration.ts'

/** The places of `regions:`, in the order of the file; none where it is not there. */
export const resolveRegions = ({ regions = [] }: ConfigurationEntry): readonly Region[] =>
  regions.map(({ id, name }) => ({ id, name: name ?? id }))

/** From where a monitor is watched, where the file lists places; undefined where it lists none. */
export function resolveMonitorRegions(
  { regions = [], quorum }: Pick<ConfigurationEntry, 'regions' | 'quorum'>,
  component: { readonly quorum?: Quorum | undefined },
  monitor: { readonly regions?: readonly string[] | undefined; readonly quorum?: Quorum | undefined },
): MonitorRegions | undefined {
  if (regions.length === 0) return undefined
  return {
    regions: [...new Set(monitor.regions ?? regions.map(({ id }) => id))],
    quorum: monitor.quorum ?? component.quorum ?? quorum ?? 'majority',
  }
}
