import { isImpact, statusOfImpact } from '../../core/incident/impact.ts'
import { suggest } from '../../core/text/suggest.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import { UsageError, didYouMean } from '../../app/errors.ts'

/** What a component can be said to be, mildest first. */
export const componentStatuses: readonly MeasuredStatus[] = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
]

// What people say in a hurry.
const statusAliases: Readonly<Record<string, MeasuredStatus>> = {
  up: 'operational',
  ok: 'operational',
  fine: 'operational',
  degraded: 'degraded_performance',
  slow: 'degraded_performance',
  partial: 'partial_outage',
  down: 'major_outage',
  outage: 'major_outage',
  major: 'major_outage',
}

/**
 * What `--component` says, each `ID`, `ID=STATUS` or several with commas: a status for each, or a list of ids where none
 * has one. Undefined when there is none.
 *
 * Whether there are such components is for the notice service to say.
 *
 * @throws UsageError naming everything that is not right
 */
export function parseComponentStatuses(
  values: readonly string[] | undefined,
  impact: unknown,
): readonly string[] | Record<string, string> | undefined {
  if (values === undefined) return undefined
  const problems: string[] = []
  const parsedStatuses = new Map<string, string | null>()
  for (const value of values.flatMap((part) => part.split(',')).map((part) => part.trim())) {
    if (value === '') continue
    const [, id, separator, status] = /^([^=:\s]*)\s*([=:]?)\s*(.*)$/.exec(value) as unknown as [
      string,
      string,
      string,
      string,
    ]
    const resolvedStatus =
      statusAliases[suggest(status, Object.keys(statusAliases)) ?? status.toLowerCase()] ?? status
    const suggestedStatus = componentStatuses.includes(resolvedStatus as MeasuredStatus)
      ? resolvedStatus
      : 'STATUS'
    if (separator === ':' || (separator === '' && status !== ''))
      problems.push(
        `--component "${value}": write it as ${id || 'ID'}=${suggestedStatus}.${suggestedStatus === 'STATUS' ? statusesHint : ''}`,
      )
    else if (separator === '=' && !componentStatuses.includes(status as MeasuredStatus))
      problems.push(
        `--component "${value}": "${status}" is no status.${suggestedStatus === 'STATUS' ? didYouMean(status, componentStatuses) : ` Did you mean ${id}=${suggestedStatus}?`}${statusesHint}`,
      )
    else parsedStatuses.set(id, separator === '=' ? status : null)
  }
  const idsWithoutStatus = [...parsedStatuses].filter(([, status]) => status === null).map(([id]) => id)
  if (problems.length === 0 && idsWithoutStatus.length === parsedStatuses.size) return idsWithoutStatus
  const impliedStatus = isImpact(impact) ? statusOfImpact(impact) : null
  if (idsWithoutStatus.length > 0 && impliedStatus === null)
    problems.push(
      `--component ${idsWithoutStatus[0]} has no status although others have. Write ${idsWithoutStatus[0]}=STATUS.${statusesHint}`,
    )
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  return Object.fromEntries([...parsedStatuses].map(([id, status]) => [id, status ?? impliedStatus!]))
}

const statusesHint = ` A status is ${componentStatuses.slice(0, -1).join(', ')} or ${componentStatuses.at(-1)}.`

/**
 * What `--component` says where only ids are meant.
 *
 * @throws UsageError naming everything that is not right
 */
export function parseComponentIds(values: readonly string[] | undefined): readonly string[] | undefined {
  const valueWithStatus = values?.flatMap((value) => value.split(',')).find((value) => /[=:]/.test(value))
  if (valueWithStatus !== undefined)
    throw new UsageError(
      `--component "${valueWithStatus}": a maintenance names components without a status. Write --component ${valueWithStatus.split(/[=:]/)[0] || 'ID'} and, if you like, --impact minor.`,
    )
  return parseComponentStatuses(values, undefined) as readonly string[] | undefined
}
