import { checkAlerts } from './alert-references.ts'
import type { Locator } from './locator.ts'
import { checkHeartbeatTokens, checkMonitorIds } from './ids.ts'
import type { ConfigPath, ConfigProblem } from './problem.ts'
import { fields, get, items, textOf, textsOf } from './raw-values.ts'
import { checkRegions } from './regions/check-regions.ts'
import { checkTemplates } from './template-references.ts'
import { createReferenceRules, type ReferenceRules } from './reference-rules.ts'
import { type KnownNames, checkNotifications, checkSubscriptions } from './notification-references.ts'

/** Component ids that would share an address with something else: `/badges/page.svg`, `/data/uptime.json`, `/data/metrics.json`. */
const reservedIds: ReadonlySet<string> = new Set(['page', 'uptime', 'metrics'])

/**
 * What parts of the file say of each other: ids given once, names that exist. It reads the raw values, so that these
 * problems are reported together with those of single values.
 *
 * @param ownRegion the place that the environment says this process watches from; undefined where it says none
 */
export function checkReferences(
  root: unknown,
  locator: Locator,
  ownRegion: string | undefined,
): ConfigProblem[] {
  const rules = createReferenceRules(locator)
  const known = knownNamesOf(root, rules)
  checkComponents(root, known, rules)
  rules.problems.push(...checkMonitorIds(get(root, 'components'), locator))
  rules.problems.push(...checkHeartbeatTokens(get(root, 'components'), locator))
  checkRegions(root, ownRegion, rules)
  checkReopenWithin(root, rules)
  checkPageLocale(root, rules)
  checkMaintenance(root, known, rules)
  checkTemplates(root, known.components, rules)
  checkDeployments(root, known, rules)
  checkNotifications(root, known, rules)
  checkAlerts(root, known, rules)
  checkCustomObjectives(root, known, rules)
  checkSubscriptions(root, known, rules)
  return rules.problems
}

/** Collects the names of the file, each of which may be given once in its list. */
function knownNamesOf(root: unknown, { requireUnique }: ReferenceRules): KnownNames {
  const components = requireUnique(get(root, 'components'), ['components'], 'component')
  const tiers = requireUnique(get(root, 'tiers'), ['tiers'], 'tier')
  const metrics = requireUnique(get(root, 'metrics'), ['metrics'], 'metric')
  const channels = fields(get(root, 'channels')).map(([name]) => name)
  requireUnique(get(root, 'maintenance'), ['maintenance'], 'maintenance')
  requireUnique(get(root, 'alerts'), ['alerts'], 'alert')
  requireUnique(get(root, 'templates'), ['templates'], 'template')
  const services = get(get(root, 'demo'), 'services')
  requireUnique(services, ['demo', 'services'], 'service')
  requireUnique(services, ['demo', 'services'], 'service', 'port')
  const publicChannels = fields(get(root, 'channels'))
    .filter(([, channel]) => ['mastodon', 'bluesky'].includes(textOf(get(channel, 'kind')) ?? ''))
    .map(([name]) => name)
  return { components, tiers, metrics, channels, publicChannels }
}

function checkComponents(root: unknown, known: KnownNames, rules: ReferenceRules): void {
  const { locator, report, requireKnown } = rules
  for (const [index, component] of items(get(root, 'components'))) {
    const path = ['components', index]
    const id = textOf(get(component, 'id'))
    if (id !== undefined && reservedIds.has(id))
      report(
        [...path, 'id'],
        `${locator.display([...path, 'id'])} is an address of the page itself`,
        'Write another id',
      )
    requireKnown([...path, 'tier'], get(component, 'tier'), known.tiers, 'tier', 'tiers')
    for (const [position, monitor] of items(get(component, 'monitors')))
      if (get(monitor, 'kind') === 'heartbeat')
        checkHeartbeatTiming(monitor, [...path, 'monitors', position], rules)
  }
}

/** A job has an interval or a schedule. */
function checkHeartbeatTiming(monitor: unknown, path: ConfigPath, { report }: ReferenceRules): void {
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

/** `fold` is the earlier name of `reopen_within`. */
function checkReopenWithin(root: unknown, { report }: ReferenceRules): void {
  const incidents = get(root, 'incidents')
  if (get(incidents, 'fold') !== undefined && get(incidents, 'reopen_within') !== undefined)
    report(['incidents', 'fold'], 'stands beside reopen_within, its later name', 'Remove fold')
}

function checkPageLocale(root: unknown, { requireKnown }: ReferenceRules): void {
  const page = get(root, 'page')
  const locales = items(get(page, 'locales')).flatMap(([, tag]) => (typeof tag === 'string' ? [tag] : []))
  if (locales.length > 0)
    requireKnown(['page', 'locale'], get(page, 'locale'), locales, 'locale', 'page.locales')
}

function checkMaintenance(
  root: unknown,
  known: KnownNames,
  { locator, report, requireEachKnown }: ReferenceRules,
): void {
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
      known.components,
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
}

function checkDeployments(root: unknown, known: KnownNames, rules: ReferenceRules): void {
  const deployments = get(root, 'deployments')
  rules.requireUnique(get(deployments, 'checklist'), ['deployments', 'checklist'], 'step')
  rules.requireEachKnown(
    get(get(deployments, 'rollback'), 'critical'),
    ['deployments', 'rollback', 'critical'],
    known.components,
    'component',
    'components',
  )
}

function checkCustomObjectives(
  root: unknown,
  known: KnownNames,
  { requireKnown, requireUnique, requireEachKnown }: ReferenceRules,
): void {
  const groups = items(get(root, 'components')).flatMap(([, component]) => textsOf(get(component, 'group')))
  const custom = get(get(root, 'objectives'), 'custom')
  requireUnique(custom, ['objectives', 'custom'], 'objective')
  for (const [index, objective] of items(custom)) {
    const path = ['objectives', 'custom', index]
    requireEachKnown(
      get(objective, 'components'),
      [...path, 'components'],
      known.components,
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
}
