import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'

/** Channels and alerts that are configured although this version sends no message. */
export function silentChannels({ channels, alerts }: Config, locator: Locator): ConfigProblem[] {
  const found: ConfigProblem[] = []
  if (channels.length > 0)
    found.push(
      locator.problem(
        ['channels'],
        `nothing is sent to a channel by this version: ${channels.length === 1 ? 'the one here' : `the ${channels.length} here`} will not fire. Tell people by the page, its feeds or publish.after until then.`,
        'key',
      ),
    )
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
