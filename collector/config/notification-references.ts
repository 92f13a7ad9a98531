import type { ConfigPath } from './problem.ts'
import { fields, get, items, textOf } from './raw-values.ts'
import type { ReferenceRules } from './reference-rules.ts'

/** Names that other parts of the file may refer to. */
export type KnownNames = {
  readonly components: readonly string[]
  readonly tiers: readonly string[]
  readonly metrics: readonly string[]
  readonly channels: readonly string[]
  /** Those of them that strangers read. */
  readonly publicChannels: readonly string[]
}

/** Who is notified of incidents of a priority, at once and later. */
function checkEscalation(
  priority: unknown,
  path: ConfigPath,
  known: KnownNames,
  { locator, report, requireKnown, requireEachKnown }: ReferenceRules,
): void {
  requireEachKnown(get(priority, 'notify'), [...path, 'notify'], known.channels, 'channel', 'channels')
  const requireTeam = (at: ConfigPath, value: unknown): void => {
    requireKnown(at, value, known.channels, 'channel', 'channels')
    if (known.publicChannels.includes(String(value)))
      report(
        at,
        `strangers read the channel ${locator.display(at)}`,
        'Write a channel of the team: who does not answer is not for the public',
      )
  }
  for (const [position, entry] of items(get(priority, 'escalate_to'))) {
    const at = [...path, 'escalate_to', position]
    if (typeof entry === 'string') {
      requireTeam(at, entry)
      if (get(priority, 'escalate_after') === undefined)
        report(
          at,
          'says who is told next, but not when',
          'Write escalate_after beside escalate_to, such as 15m',
        )
    } else
      for (const [index, name] of items(get(entry, 'notify'))) requireTeam([...at, 'notify', index], name)
  }
}

/** Priorities and metrics: what is told to whom, and about what. */
export function checkNotifications(root: unknown, known: KnownNames, rules: ReferenceRules): void {
  const { requireKnown } = rules
  for (const [name, priority] of fields(get(root, 'priorities')))
    checkEscalation(priority, ['priorities', name], known, rules)
  for (const [index, metric] of items(get(root, 'metrics')))
    requireKnown(
      ['metrics', index, 'component'],
      get(metric, 'component'),
      known.components,
      'component',
      'components',
    )
}

/** E-mail to subscribers goes through a channel that sends e-mail. */
export function checkSubscriptions(
  root: unknown,
  known: KnownNames,
  { locator, report, requireKnown }: ReferenceRules,
): void {
  const channelPath: ConfigPath = ['subscriptions', 'email', 'channel']
  const channelName = get(get(get(root, 'subscriptions'), 'email'), 'channel')
  requireKnown(channelPath, channelName, known.channels, 'channel', 'channels')
  for (const way of ['webhook', 'push'])
    if (get(get(root, 'subscriptions'), way) === true && get(get(root, 'page'), 'url') === undefined)
      report(['subscriptions', way], 'messages lead to the page, and it has no address', 'Write page.url')
  if (get(get(root, 'subscriptions'), 'webhook') === true && channelName === undefined)
    report(
      ['subscriptions', 'webhook'],
      'a webhook is confirmed by e-mail, and no e-mail is configured',
      'Add email: { channel: … } beside it',
    )
  const kind = get(get(get(root, 'channels'), textOf(channelName) ?? ''), 'kind')
  if (typeof kind === 'string' && kind !== 'email')
    report(
      channelPath,
      `the channel ${locator.display(channelPath)} does not send e-mail`,
      'Write a channel whose kind is email',
    )
  // Links in mails need an absolute address.
  const hasAddress = [get(get(root, 'page'), 'url'), get(get(root, 'subscriptions'), 'url')].some(
    (url) => url !== undefined && url !== null,
  )
  if (typeof channelName === 'string' && !hasAddress)
    report(
      ['subscriptions', 'email'],
      'links in mails need an absolute address, and there is none',
      'Write page.url, or subscriptions.url where this collector is at another address than the page',
    )
}
