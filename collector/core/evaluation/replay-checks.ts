import type { ComponentConfig, Config } from '../config/config.ts'
import type { Incident } from '../incident/incident.ts'
import type { Check } from '../monitoring/check.ts'
import type { HealthState } from '../monitoring/health-state.ts'
import { createMonitorStates } from './monitor-states.ts'

/**
 * The incidents that a collector would have opened and closed by itself, had it made these checks of one component: the
 * same decisions in the same order, each at the instant of its check. In the order in which they were opened.
 *
 * @param region the collector's own
 * @param checks of the component's monitors from all their regions, oldest first
 * @param states of its series before the first of them, by `seriesKey`
 */
export function replayChecks(
  component: ComponentConfig,
  config: Pick<Config, 'incidents'> & { readonly page: Pick<Config['page'], 'locales'> },
  region: string,
  states: ReadonlyMap<string, HealthState>,
  checks: readonly Check[],
): Incident[] {
  const replayed = createMonitorStates(
    { components: [component], incidents: { ...config.incidents, automatic: true }, page: config.page },
    region,
    states,
    [],
  )
  const incidents = new Map<string, Incident>()
  for (const check of checks) {
    const changes = [replayed.advance(check.at), replayed.applyCheck(check, check.at)]
    for (const one of changes.flatMap((change) => change.incidents)) incidents.set(one.id, one)
  }
  // Histories begin with what is new to them: the version of a row is counted by the store.
  return [...incidents.values()].map((one) => ({ ...one, version: 1 }))
}
