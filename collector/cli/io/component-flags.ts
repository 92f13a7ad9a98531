import { isImpact, statusOfImpact } from '../../core/incident/impact.ts'
import { suggest } from '../../core/text/suggest.ts'
import type { MeasuredStatus } from '../../core/monitoring/health.ts'
import { UsageError, didYouMean } from '../../app/errors.ts'

/** What a component can be said to be, mildest first. */
export const statuses: readonly MeasuredStatus[] = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
]

// What people say in a hurry.
const meant: Readonly<Record<string, MeasuredStatus>> = {
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
 * Whether there are such components is for the desk to say.
 *
 * @throws UsageError naming everything that is not right
 */
export function parseComponentStatuses(
  words: readonly string[] | undefined,
  impact: unknown,
): readonly string[] | Record<string, string> | undefined {
  if (words === undefined) return undefined
  const wrong: string[] = []
  const said = new Map<string, string | null>()
  for (const word of words.flatMap((one) => one.split(',')).map((one) => one.trim())) {
    if (word === '') continue
    const [, id, sign, status] = /^([^=:\s]*)\s*([=:]?)\s*(.*)$/.exec(word) as unknown as [
      string,
      string,
      string,
      string,
    ]
    const near = meant[suggest(status, Object.keys(meant)) ?? status.toLowerCase()] ?? status
    const right = statuses.includes(near as MeasuredStatus) ? near : 'STATUS'
    if (sign === ':' || (sign === '' && status !== ''))
      wrong.push(
        `--component "${word}": write it as ${id || 'ID'}=${right}.${right === 'STATUS' ? statusesAre : ''}`,
      )
    else if (sign === '=' && !statuses.includes(status as MeasuredStatus))
      wrong.push(
        `--component "${word}": "${status}" is no status.${right === 'STATUS' ? didYouMean(status, statuses) : ` Did you mean ${id}=${right}?`}${statusesAre}`,
      )
    else said.set(id, sign === '=' ? status : null)
  }
  const bare = [...said].filter(([, status]) => status === null).map(([id]) => id)
  if (wrong.length === 0 && bare.length === said.size) return bare
  const follows = isImpact(impact) ? statusOfImpact(impact) : null
  if (bare.length > 0 && follows === null)
    wrong.push(
      `--component ${bare[0]} has no status although others have. Write ${bare[0]}=STATUS.${statusesAre}`,
    )
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'))
  return Object.fromEntries([...said].map(([id, status]) => [id, status ?? follows!]))
}

const statusesAre = ` A status is ${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1)}.`

/**
 * What `--component` says where only ids are meant.
 *
 * @throws UsageError naming everything that is not right
 */
export function parseComponentIds(words: readonly string[] | undefined): readonly string[] | undefined {
  const statusless = words?.flatMap((word) => word.split(',')).find((word) => /[=:]/.test(word))
  if (statusless !== undefined)
    throw new UsageError(
      `--component "${statusless}": a maintenance names components without a status. Write --component ${statusless.split(/[=:]/)[0] || 'ID'} and, if you like, --impact minor.`,
    )
  return parseComponentStatuses(words, undefined) as readonly string[] | undefined
}
