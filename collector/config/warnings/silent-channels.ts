import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'

/** Alerts that are configured although this version sends no message. */
export function silentChannels({ alerts }: Config, locator: Locator): ConfigProblem[] {
  const found: ConfigProblem[] = []
  if (alerts.length > 0)
    found.push(
      locator.problem(
        ['alerts'],
        'no alert fires in this version. Build rules on /metrics of the collector until then.',
        'key',
      ),
    )
  return found
}
