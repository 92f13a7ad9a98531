import type { Config } from '../core/config/config.ts'
import { day, second } from '../core/time/units.ts'
import type { CheckReader } from '../store/check-store.ts'

/** So many runs in a row must have come steadily before their spacing is relied on, the one that begins included. */
const fewestRuns = 4
/** How far back runs are looked for, and the longest spacing there may be, ms. */
const lookBack = 7 * day
const longestSpacing = day
/** A gap that is so many times the usual one is no steady pace: somebody ran it by hand. */
const unsteady = 3

/**
 * How far apart the latest runs of a collector were that checks everything once and leaves, as cron does it: the median of
 * their gaps, ms. Null while there are too few runs on record, or they have no steady pace.
 *
 * @param now when the present run begins, ms
 */
export async function runSpacing(
  store: CheckReader,
  config: Pick<Config, 'components' | 'region'>,
  now: number,
): Promise<number | null> {
  const monitors = new Map(
    config.components
      .flatMap((component) => component.monitors)
      .filter((monitor) => monitor.kind !== 'heartbeat')
      .map((monitor) => [monitor.id, monitor]),
  )
  const latest = (await store.latestChecks())
    .filter((check) => check.region === config.region && monitors.has(check.monitor))
    .toSorted((a, b) => b.at - a.at)[0]
  if (!latest) return null
  const { timeout, confirm } = monitors.get(latest.monitor)!
  const checks = await store.checks(latest.monitor, config.region, { from: now - lookBack, to: now })
  // Within a run a check follows the one before as soon as that has ended, and what it found is to be confirmed.
  const withinRun = timeout + confirm.retryEvery + 5 * second
  const starts = checks.filter((check, i) => i === 0 || check.at - checks[i - 1]!.at > withinRun)
  const instants = [...starts.map(({ at }) => at), now].slice(-fewestRuns)
  if (instants.length < fewestRuns) return null
  const gaps = instants
    .slice(1)
    .map((at, i) => at - instants[i]!)
    .toSorted((a, b) => a - b)
  const usual = gaps[Math.floor(gaps.length / 2)]!
  return gaps.at(-1)! > unsteady * usual || usual > longestSpacing ? null : usual
}
