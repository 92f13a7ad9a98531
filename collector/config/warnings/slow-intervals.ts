import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigPath, ConfigProblem } from '../problem.ts'
import type { ConfigurationEntry } from '../schema/configuration.ts'
import { formatConfigDuration } from '../values/duration.ts'

/** Limits of monitors that do not fit together: never reached, or reached too late. */
export function monitorTimingWarnings(
  entry: ConfigurationEntry,
  config: Config,
  locator: Locator,
): ConfigProblem[] {
  const found: ConfigProblem[] = []
  for (const [index, component] of config.components.entries())
    for (const [position, monitor] of component.monitors.entries()) {
      if (monitor.kind === 'heartbeat') continue
      const monitorEntry = entry.components[index]?.monitors?.[position]
      const path: ConfigPath = ['components', index, 'monitors', position]
      const cause = ((): ConfigPath => {
        if (monitorEntry !== undefined && 'timeout' in monitorEntry) return [...path, 'timeout']
        if (monitorEntry !== undefined && 'every' in monitorEntry) return [...path, 'every']
        return ['defaults', entry.defaults?.timeout === undefined ? 'every' : 'timeout']
      })()
      const report = (at: ConfigPath, message: string): void => void found.push(locator.problem(at, message))
      const { every, timeout, expect } = monitor
      if (timeout > every)
        report(
          cause,
          `a check may take ${formatConfigDuration(timeout)} and comes every ${formatConfigDuration(every)}, so that a slow one delays the next. Write a timeout of ${formatConfigDuration(every)} or less.`,
        )
      const { within, degradedAbove } = expect
      if (within !== undefined && within > timeout)
        report(
          [...path, 'expect', 'within'],
          `a check ends after ${formatConfigDuration(timeout)} (its timeout), so this is never reached. Write less, or a longer timeout.`,
        )
      if (degradedAbove !== undefined && degradedAbove >= Math.min(within ?? Infinity, timeout))
        report(
          [...path, 'expect', 'degraded_above'],
          `an answer this slow is down already, so it is never degraded. Write less than ${formatConfigDuration(Math.min(within ?? Infinity, timeout))}.`,
        )
      if (
        (monitor.kind === 'http' || monitor.kind === 'websocket') &&
        monitor.expect.certificateDays !== undefined &&
        /^(http|ws):/i.test(monitor.url)
      )
        report(
          [...path, 'expect', 'certificate_days'],
          'there is no certificate without TLS. Write an address that begins with https:// or wss://, or remove it.',
        )
    }
  return found
}
