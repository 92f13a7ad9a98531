import type { Config } from '../core/config.ts'
import { writeDuration } from './values/duration.ts'
import type { Locator } from './locate.ts'
import type { Path, Problem } from './problem.ts'
import { fields, get } from './raw.ts'
import type { FileEntry } from './schema/file.ts'

/** What is allowed and yet surely not meant. None of it stops the collector. */
export function warnings(entry: FileEntry, config: Config, root: unknown, locator: Locator): Problem[] {
  return [...pace(entry, config, locator), ...languages(root, config, locator)]
}

function pace(entry: FileEntry, config: Config, locator: Locator): Problem[] {
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

/** Places of the file where readers' texts stand; elsewhere a mapping is not a text. */
const readers = new Set([
  'name',
  'description',
  'group',
  'title',
  'body',
  'reason',
  'alternatives',
  'tasks',
  'opened',
  'changed',
  'recovered',
  'again',
])

function languages(root: unknown, config: Config, locator: Locator): Problem[] {
  const { locale, locales } = config.page
  const found: Problem[] = []
  const list = locales.join(', ')
  const visit = (value: unknown, path: Path, key: string): void => {
    if (Array.isArray(value)) return value.forEach((item, index) => visit(item, [...path, index], key))
    if (typeof value !== 'object' || value === null) return
    const isText = readers.has(key) || path[2] === 'title'
    if (!isText || Object.values(value).some((inner) => typeof inner !== 'string'))
      return fields(value).forEach(([inner, content]) => visit(content, [...path, inner], inner))
    for (const [tag] of fields(value))
      if (!locales.includes(tag))
        found.push(
          locator.problem(
            [...path, tag],
            `nobody reads it, since the page is in ${list}. Add "${tag}" to page.locales or remove the line.`,
            'key',
          ),
        )
    if (get(value, locale) === undefined)
      found.push(
        locator.problem(
          path,
          `has no text in ${locale}, the language of the page. Write "${locale}: …" too.`,
        ),
      )
  }
  for (const section of [
    'components',
    'tiers',
    'maintenance',
    'metrics',
    'objectives',
    'priorities',
    'incidents',
  ])
    visit(get(root, section), [section], section)
  return found
}
