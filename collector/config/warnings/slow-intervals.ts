import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { Path, Problem } from '../problem.ts'
import type { FileEntry } from '../schema/configuration.ts'
import { writeDuration } from '../values/duration.ts'

/** Limits of monitors that do not fit together: never reached, or reached too late. */
export function pace(entry: FileEntry, config: Config, locator: Locator): Problem[] {
  const found: Problem[] = []
  for (const [index, component] of config.components.entries())
    for (const [position, monitor] of component.monitors.entries()) {
      if (monitor.kind === 'heartbeat') continue
      const written = entry.components[index]?.monitors?.[position]
      const path: Path = ['components', index, 'monitors', position]
      const cause = ((): Path => {
        if (written !== undefined && 'timeout' in written) return [...path, 'timeout']
        if (written !== undefined && 'every' in written) return [...path, 'every']
        return ['defaults', entry.defaults?.timeout === undefined ? 'every' : 'timeout']
      })()
      const tell = (at: Path, message: string): void => void found.push(locator.problem(at, message))
      const { every, timeout, expect } = monitor
      if (timeout > every)
        tell(
          cause,
          `a check may take ${writeDuration(timeout)} and comes every ${writeDuration(every)}, so that a slow one delays the next. Write a timeout of ${writeDuration(every)} or less.`,
        )
      const { within, degradedAbove } = expect
      if (within !== undefined && within > timeout)
        tell(
          [...path, 'expect', 'within'],
          `a check ends after ${writeDuration(timeout)} (its timeout), so this is never reached. Write less, or a longer timeout.`,
        )
      if (degradedAbove !== undefined && degradedAbove >= Math.min(within ?? Infinity, timeout))
        tell(
          [...path, 'expect', 'degraded_above'],
          `an answer this slow is down already, so it is never degraded. Write less than ${writeDuration(Math.min(within ?? Infinity, timeout))}.`,
        )
      if (
        (monitor.kind === 'http' || monitor.kind === 'websocket') &&
        monitor.expect.certificateDays !== undefined &&
        /^(http|ws):/i.test(monitor.url)
      )
        tell(
          [...path, 'expect', 'certificate_days'],
          'there is no certificate without TLS. Write an address that begins with https:// or wss://, or remove it.',
        )
    }
  return found
}
