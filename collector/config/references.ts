import { suggest } from '../core/text/suggest.ts'
import type { Locator } from './locator.ts'
import { heartbeatTokens, monitorIds } from './ids.ts'
import type { Path, Problem } from './problem.ts'
import { fields, get, items, textOf, textsOf } from './raw-values.ts'

/** Component ids that would share an address with something else: `/badges/page.svg`, `/data/uptime.json`, `/data/metrics.json`. */
const reserved: ReadonlySet<string> = new Set(['page', 'uptime', 'metrics'])

/**
 * What parts of the file say of each other: ids given once, names that exist. It reads the raw values, so that these
 * problems are told together with those of single values.
 */
export function references(root: unknown, locator: Locator): Problem[] {
  const problems: Problem[] = []
  const tell = (path: Path, wrong: string, write: string): void =>
    void problems.push(locator.problem(path, `${wrong}. ${write}.`))

  /** The given name must be one of `known`; `what` and `where` name them in the message. */
  function mustBe(path: Path, value: unknown, known: readonly string[], what: string, where: string): void {
    const name = textOf(value)
    if (name === undefined || known.includes(name)) return
    const named = known.filter((other) => locator.repeatable(other))
    const near = locator.quotable(path) ? suggest(name, named) : undefined
    const advice =
      named.length === 0
        ? `Add it under ${where} or remove it here`
        : `Write one of ${where}: ${named.join(', ')}`
    tell(
      path,
      `there is no ${what} ${locator.shown(path)}`,
      near === undefined ? advice : `Did you mean "${near}"? ${advice}`,
    )
  }

  /** Ids of a list, each of which may be given once. */
  function unique(list: unknown, under: Path, what: string, key = 'id'): string[] {
    const first = new Map<string, number>()
    for (const [index, entry] of items(list)) {
      const value = get(entry, key)
      const name = typeof value === 'number' ? String(value) : textOf(value)
      if (name === undefined) continue
      const path = [...under, index, key]
      const earlier = first.get(name)
      if (earlier === undefined) first.set(name, index)
      else
        tell(
          path,
          `${locator.shown(path)} is already the ${key} of ${what} number ${earlier + 1}`,
          `Write another ${key}`,
        )
    }
    return [...first.keys()]
  }

  const components = get(root, 'components')
  const componentIds = unique(components, ['components'], 'component')
  const tierIds = unique(get(root, 'tiers'), ['tiers'], 'tier')
  const metricIds = unique(get(root, 'metrics'), ['metrics'], 'metric')
  const channels = get(root, 'channels')
  const channelNames = fields(channels).map(([name]) => name)
  unique(get(root, 'maintenance'), ['maintenance'], 'maintenance')
  unique(get(root, 'alerts'), ['alerts'], 'alert')
  const services = get(get(root, 'demo'), 'services')
  unique(services, ['demo', 'services'], 'service')
  unique(services, ['demo', 'services'], 'service', 'port')

  const eachOf = (list: unknown, path: Path, known: readonly string[], what: string, where: string): void => {
    for (const [index, name] of items(list)) mustBe([...path, index], name, known, what, where)
  }

  for (const [index, component] of items(components)) {
    const path = ['components', index]
    const id = textOf(get(component, 'id'))
    if (id !== undefined && reserved.has(id))
      tell(
        [...path, 'id'],
        `${locator.shown([...path, 'id'])} is an address of the page itself`,
        'Write another id',
      )
    mustBe([...path, 'tier'], get(component, 'tier'), tierIds, 'tier', 'tiers')
  }
  problems.push(...monitorIds(components, locator))
  problems.push(...heartbeatTokens(components, locator))

  const page = get(root, 'page')
  const locales = items(get(page, 'locales')).flatMap(([, tag]) => (typeof tag === 'string' ? [tag] : []))
  if (locales.length > 0) mustBe(['page', 'locale'], get(page, 'locale'), locales, 'locale', 'page.locales')

  const notice = get(root, 'notice')
  const maintenance = get(root, 'maintenance')
  const classes = new Set(['default', ...fields(notice).map(([name]) => name)])
  for (const [, window] of items(maintenance))
    if (get(window, 'notice') !== undefined) classes.add(textOf(get(window, 'class')) ?? '')
  for (const [index, window] of items(maintenance)) {
    const path = ['maintenance', index]
    eachOf(get(window, 'components'), [...path, 'components'], componentIds, 'component', 'components')
    const name = textOf(get(window, 'class'))
    if (name !== undefined && !classes.has(name)) {
      const at = [...path, 'class']
      tell(
        at,
        `the class ${locator.shown(at)} has no notice`,
        `Write it under notice, or give this entry a notice of its own`,
      )
    }
  }

  for (const [name, priority] of fields(get(root, 'priorities')))
    eachOf(get(priority, 'notify'), ['priorities', name, 'notify'], channelNames, 'channel', 'channels')
  for (const [index, metric] of items(get(root, 'metrics')))
    mustBe(['metrics', index, 'component'], get(metric, 'component'), componentIds, 'component', 'components')
  for (const [index, alert] of items(get(root, 'alerts'))) {
    const path = ['alerts', index]
    for (const key of ['notify', 'escalate_to'])
      eachOf(get(alert, key), [...path, key], channelNames, 'channel', 'channels')
    eachOf(get(alert, 'components'), [...path, 'components'], componentIds, 'component', 'components')
    const metric = /^metric\.([a-z0-9-]+)/.exec(textOf(get(alert, 'when')) ?? '')?.[1]
    if (metric !== undefined && !metricIds.includes(metric) && locator.quotable([...path, 'when']))
      tell([...path, 'when'], `there is no metric "${metric}"`, 'Add it under metrics')
  }

  const groups = items(components).flatMap(([, component]) => textsOf(get(component, 'group')))
  const custom = get(get(root, 'objectives'), 'custom')
  unique(custom, ['objectives', 'custom'], 'objective')
  for (const [index, objective] of items(custom)) {
    const path = ['objectives', 'custom', index]
    eachOf(get(objective, 'components'), [...path, 'components'], componentIds, 'component', 'components')
    mustBe(
      [...path, 'group'],
      get(objective, 'group'),
      [...new Set(groups)],
      'group',
      'the groups of components',
    )
  }

  const mail: Path = ['subscriptions', 'email', 'channel']
  const mailer = get(get(get(root, 'subscriptions'), 'email'), 'channel')
  mustBe(mail, mailer, channelNames, 'channel', 'channels')
  const kind = get(get(channels, textOf(mailer) ?? ''), 'kind')
  if (typeof kind === 'string' && kind !== 'email')
    tell(
      mail,
      `the channel ${locator.shown(mail)} does not send e-mail`,
      'Write a channel whose kind is email',
    )
  return problems
}
