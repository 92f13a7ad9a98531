import { type AlertTerm, compares, definitionOf, isMetric, metricIdOf } from '../core/alert/condition.ts'
import { longestWindowOf, parseCondition } from '../core/alert/parse-condition.ts'
import { formatDuration, parseDuration } from '../core/time/duration.ts'
import type { ConfigPath } from './problem.ts'
import { get, items, textOf } from './raw-values.ts'
import type { ReferenceRules } from './reference-rules.ts'

/** Names of the file that alert rules refer to. */
type AlertNames = {
  readonly components: readonly string[]
  readonly metrics: readonly string[]
  readonly channels: readonly string[]
  /** Those of them that strangers read. */
  readonly publicChannels: readonly string[]
}

/** Alert rules: what is told to whom, and about what. */
export function checkAlerts(root: unknown, known: AlertNames, rules: ReferenceRules): void {
  const { locator, report, requireEachKnown } = rules
  for (const [index, alert] of items(get(root, 'alerts'))) {
    const path = ['alerts', index]
    for (const key of ['notify', 'escalate_to']) {
      requireEachKnown(get(alert, key), [...path, key], known.channels, 'channel', 'channels')
      for (const [position, name] of items(get(alert, key)))
        if (known.publicChannels.includes(String(name)))
          report(
            [...path, key, position],
            `strangers read the channel ${locator.display([...path, key, position])}`,
            'Write a channel of the team: alerts are not for the public',
          )
    }
    requireEachKnown(
      get(alert, 'components'),
      [...path, 'components'],
      known.components,
      'component',
      'components',
    )
    checkCondition(alert, path, known, rules)
  }
}

/** What a condition is about, its window, and where its figure must be again. */
function checkCondition(
  alert: unknown,
  path: ConfigPath,
  { metrics }: AlertNames,
  { locator, report }: ReferenceRules,
): void {
  const parsed = parseCondition(textOf(get(alert, 'when')) ?? '')
  if ('problem' in parsed) return
  const { condition } = parsed
  for (const { figure } of condition)
    if (isMetric(figure) && !metrics.includes(metricIdOf(figure)) && locator.isQuotable([...path, 'when']))
      report([...path, 'when'], `there is no metric "${metricIdOf(figure)}"`, 'Add it under metrics')
  const over = parseDuration(textOf(get(alert, 'over')) ?? '')
  const longest = longestWindowOf(condition)
  if (over !== null && longest !== null && over > longest)
    report(
      [...path, 'over'],
      'is longer than this figure can be taken over',
      `Write ${formatDuration(longest)} or less`,
    )
  const recover = get(alert, 'recover')
  if (recover === undefined) return
  const [term] = condition
  if (condition.length > 1 || definitionOf(term!.figure).unit === 'state')
    report([...path, 'recover'], 'needs a single figure with a bound in when', 'Remove it')
  else checkRecovery(term!, String(recover), [...path, 'recover'], report)
}

/** Where an alert ends must not be where it fires. */
function checkRecovery(
  { figure, operator, bound }: AlertTerm,
  written: string,
  path: ConfigPath,
  report: ReferenceRules['report'],
): void {
  const parsed = parseCondition(`${figure} ${operator} ${written}`)
  const recover = 'problem' in parsed ? null : parsed.condition[0]!.bound
  if (recover === null) report(path, 'is not in the unit of its figure', 'Write it as the bound in when')
  else if (recover !== bound && compares(recover, operator, bound))
    report(
      path,
      'is beyond the bound: the alert would end where it fires',
      `Write a value that is not ${operator} the bound in when`,
    )
}
