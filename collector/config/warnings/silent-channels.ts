import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'

/** Alerts and subscriptions that are configured although this version sends no message. */
export function silentChannels({ alerts, subscriptions }: Config, locator: Locator): ConfigProblem[] {
  const found: ConfigProblem[] = []
  if (alerts.length > 0)
    found.push(
      locator.problem(
        ['alerts'],
        'no alert fires in this version. Build rules on /metrics of the collector until then.',
        'key',
      ),
    )
  if (subscriptions.emailChannel !== null)
    found.push(
      locator.problem(
        ['subscriptions'],
        'nobody can subscribe by e-mail in this version. Readers have the feeds until then.',
        'key',
      ),
    )
  return found
}
