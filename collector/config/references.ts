import { suggest } from '../core/text/suggest.ts'
import type { Locator } from './locator.ts'
import { checkHeartbeatTokens, checkMonitorIds } from './ids.ts'
import type { ConfigPath, ConfigProblem } from './problem.ts'
import { fields, get, items, textOf, textsOf } from './raw-values.ts'

/** Component ids that would share an address with something else: `/badges/page.svg`, `/data/uptime.json`, `/data/metrics.json`. */
const reservedIds: ReadonlySet<string> = new Set(['page', 'uptime', 'metrics'])

/**
 * What parts of the file say of each other: ids given once, names that exist. It reads the raw values, so that these
 * problems are told together with those of single values.
 */
export function checkReferences(root: unknown, locator: Locator): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const report = (path: ConfigPath, wrong: string, write: string): void =>
    void problems.push(locator.problem(path, `${wrong}. ${write}.`))

  /** The given name must be one of `known`; `what` and `where` name them in the message. */
  function requireKnown(
    path: ConfigPath,
    value: unknown,
    knownNames: readonly string[],
    what: string,
    where: string,
  ): void {
    const name = textOf(value)
    if (name === undefined || knownNames.includes(name)) return
    const suggestable = knownNames.filter((other) => locator.isRepeatable(other))
    const suggestion = locator.isQuotable(path) ? suggest(name, suggestable) : undefined
    const advice =
      suggestable.length === 0
        ? `Add it under ${where} or remove it here`
        : `Write one of ${where}: ${suggestable.join(', ')}`
    report(
      path,
      `there is no ${what} ${locator.display(path)}`,
      suggestion === undefined ? advice : `Did you mean "${suggestion}"? ${advice}`,
    )
  }

  /** Ids of a list, each of which may be given once. */
  function requireUnique(list: unknown, under: ConfigPath, what: string, key = 'id'): string[] {
    const first = new Map<string, number>()
    for (const [index, entry] of items(list)) {
      const value = get(entry, key)
      const name = typeof value === 'number' ? String(value) : textOf(value)
      if (name === undefined) continue
      const path = [...under, index, key]
      const earlier = first.get(name)
      if (earlier === undefined) first.set(name, index)
      else
        report(
          path,
          `${locator.display(path)} is already the ${key} of ${what} number ${earlier + 1}`,
          `Write another ${key}`,
        )
    }
    return [...first.keys()]
  }

  /** A job has an interval or a schedule. */
  function checkHeartbeatTiming(monitor: unknown, path: ConfigPath): void {
    const hasInterval = get(monitor, 'every') !== undefined
    const hasSchedule = get(monitor, 'schedule') !== undefined
    if (!hasInterval && !hasSchedule)
      report(
        [...path, 'every'],
        'is missing',
        `Write "every: 24h", or "schedule: '30 3 * * *'" for a job that runs by the clock`,
      )
    if (hasInterval && hasSchedule)
      report([...path, 'schedule'], 'stands beside every', 'Remove one of the two')
  }

  const components = get(root, 'components')
  const componentIds = requireUnique(components, ['components'], 'component')
  const tierIds = requireUnique(get(root, 'tiers'), ['tiers'], 'tier')
  const metricIds = requireUnique(get(root, 'metrics'), ['metrics'], 'metric')
  const channels = get(root, 'channels')
  const channelNames = fields(channels).map(([name]) => name)
  requireUnique(get(root, 'maintenance'), ['maintenance'], 'maintenance')
  requireUnique(get(root, 'alerts'), ['alerts'], 'alert')
  const services = get(get(root, 'demo'), 'services')
  requireUnique(services, ['demo', 'services'], 'service')
  requireUnique(services, ['demo', 'services'], 'service', 'port')

  const requireEachKnown = (
    list: unknown,
    path: ConfigPath,
    knownNames: readonly string[],
    what: string,
    where: string,
  ): void => {
    for (const [index, name] of items(list)) requireKnown([...path, index], name, knownNames, what, where)
  }

  for (const [index, component] of items(components)) {
    const path = ['components', index]
    const id = textOf(get(component, 'id'))
    if (id !== undefined && reservedIds.has(id))
      report(
        [...path, 'id'],
        `${locator.display([...path, 'id'])} is an address of the page itself`,
        'Write another id',
      )
    requireKnown([...path, 'tier'], get(component, 'tier'), tierIds, 'tier', 'tiers')
    for (const [position, monitor] of items(get(component, 'monitors')))
      if (get(monitor, 'kind') === 'heartbeat') checkHeartbeatTiming(monitor, [...path, 'monitors', position])
  }
  problems.push(...checkMonitorIds(components, locator))
  problems.push(...checkHeartbeatTokens(components, locator))

  const page = get(root, 'page')
  const locales = items(get(page, 'locales')).flatMap(([, tag]) => (typeof tag === 'string' ? [tag] : []))
  if (locales.length > 0)
    requireKnown(['page', 'locale'], get(page, 'locale'), locales, 'locale', 'page.locales')

  const notice = get(root, 'notice')
  const maintenance = get(root, 'maintenance')
  const classes = new Set(['default', ...fields(notice).map(([name]) => name)])
  for (const [, window] of items(maintenance))
    if (get(window, 'notice') !== undefined) classes.add(textOf(get(window, 'class')) ?? '')
  for (const [index, window] of items(maintenance)) {
    const path = ['maintenance', index]
    requireEachKnown(
      get(window, 'components'),
      [...path, 'components'],
      componentIds,
      'component',
      'components',
    )
    const name = textOf(get(window, 'class'))
    if (name !== undefined && !classes.has(name)) {
      const at = [...path, 'class']
      report(
        at,
        `the class ${locator.display(at)} has no notice`,
        `Write it under notice, or give this entry a notice of its own`,
      )
    }
  }

  for (const [name, priority] of fields(get(root, 'priorities')))
    requireEachKnown(
      get(priority, 'notify'),
      ['priorities', name, 'notify'],
      channelNames,
      'channel',
      'channels',
    )
  for (const [index, metric] of items(get(root, 'metrics')))
    requireKnown(
      ['metrics', index, 'component'],
      get(metric, 'component'),
      componentIds,
      'component',
      'components',
    )
  for (const [index, alert] of items(get(root, 'alerts'))) {
    const path = ['alerts', index]
    for (const key of ['notify', 'escalate_to'])
      requireEachKnown(get(alert, key), [...path, key], channelNames, 'channel', 'channels')
    requireEachKnown(
      get(alert, 'components'),
      [...path, 'components'],
      componentIds,
      'component',
      'components',
    )
    const metric = /^metric\.([a-z0-9-]+)/.exec(textOf(get(alert, 'when')) ?? '')?.[1]
    if (metric !== undefined && !metricIds.includes(metric) && locator.isQuotable([...path, 'when']))
      report([...path, 'when'], `there is no metric "${metric}"`, 'Add it under metrics')
  }

  const groups = items(components).flatMap(([, component]) => textsOf(get(component, 'group')))
  const custom = get(get(root, 'objectives'), 'custom')
  requireUnique(custom, ['objectives', 'custom'], 'objective')
  for (const [index, objective] of items(custom)) {
    const path = ['objectives', 'custom', index]
    requireEachKnown(
      get(objective, 'components'),
      [...path, 'components'],
      componentIds,
      'component',
      'components',
    )
    requireKnown(
      [...path, 'group'],
      get(objective, 'group'),
      [...new Set(groups)],
      'group',
      'the groups of components',
    )
  }

  const channelPath: ConfigPath = ['subscriptions', 'email', 'channel']
  const channelName = get(get(get(root, 'subscriptions'), 'email'), 'channel')
  requireKnown(channelPath, channelName, channelNames, 'channel', 'channels')
  const kind = get(get(channels, textOf(channelName) ?? ''), 'kind')
  if (typeof kind === 'string' && kind !== 'email')
    report(
      channelPath,
      `the channel ${locator.display(channelPath)} does not send e-mail`,
      'Write a channel whose kind is email',
    )
  return problems
}
