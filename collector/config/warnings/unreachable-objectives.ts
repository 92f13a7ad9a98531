import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { type Interval, clip, total } from '../../core/time/interval.ts'
import { allowedDowntime } from '../../core/slo/evaluate.ts'
import { noticeDue } from '../../core/maintenance/maintenance.ts'
import { formatMeanRatio } from '../../core/availability/format-ratio.ts'
import type { Locator } from '../locator.ts'
import type { ConfigProblem } from '../problem.ts'
import { formatConfigDuration } from '../values/duration.ts'
import { type ComingWindows, forecastHorizon, comingPeriods } from './coming-periods.ts'
import { type ObjectiveTarget, objectiveTargets } from './objective-list.ts'
import { type MaintenanceLoss, countedEntries, maintenanceLosses, weightOf } from './maintenance-time.ts'
import {
  formatWindow,
  formatIds,
  formatList,
  formatPercentage,
  periodName,
  formatSpan,
  formatSubject,
} from './warning-texts.ts'

/** A span in which the programme alone takes more than is allowed, and what it leaves. */
type WorstPeriod = {
  readonly span: Interval
  readonly share: number
  readonly losses: readonly MaintenanceLoss[]
}

/**
 * Availability promised that the standing programme alone breaks: the worst calendar period, or rolling span, of the next
 * thirteen months. One line a promise, about the component that loses most.
 */
export function unreachableObjectives(
  config: Config,
  locator: Locator,
  windows: ComingWindows,
): ConfigProblem[] {
  const worstByKey = new Map<string, WorstPeriod | null>()
  return objectiveTargets(config)
    .filter(({ measure }) => measure === 'availability')
    .flatMap((objective): ConfigProblem[] => {
      const broken = objective.subjects.flatMap((members) => {
        const touching = members.map((one) => countedEntries(one, config).map(({ id }) => id))
        if (touching.every((entries) => entries.length === 0)) return []
        const key = JSON.stringify([objective.window, touching])
        if (!worstByKey.has(key)) worstByKey.set(key, worstOf(members, objective, config, windows))
        const worst = worstByKey.get(key)
        return worst && exceedsAllowance(worst.share, objective.target) ? [{ members, worst }] : []
      })
      const [first, ...others] = broken.toSorted((a, b) => b.worst.share - a.worst.share)
      return first
        ? [
            locator.problem(
              objective.path,
              unreachableMessage(
                objective,
                first.members,
                first.worst,
                others.flatMap(({ members }) => members),
                config,
                locator,
                windows,
              ),
            ),
          ]
        : []
    })
}

/** Is a share of time lost more than a target (millionths) allows? A hundred-millionth is noise of the division. */
const exceedsAllowance = (share: number, target: number): boolean => share * 1e6 > 1e6 - target + 1e-6

function worstOf(
  members: readonly ComponentConfig[],
  { window }: ObjectiveTarget,
  config: Config,
  windows: ComingWindows,
): WorstPeriod | null {
  const all = members.map((one) => maintenanceLosses(one, config, windows))
  const end = windows.now + forecastHorizon
  // A span that loses most has an edge of its own on one of what is lost: it begins with it, or ends with it.
  const spans =
    typeof window !== 'number'
      ? comingPeriods(window, windows.now, config.page.timezone)
      : all
          .flatMap(({ edges }) => edges)
          .flatMap(({ from, to }) => [
            { from, to: from + window },
            { from: to - window, to },
          ])
          .filter(({ from, to }) => from >= windows.now && to <= Math.max(end, windows.now + window))
  let worst: WorstPeriod | null = null
  for (const span of spans) {
    const losses = all.map((one) => one.in(span)).filter(({ observed }) => observed > 0)
    if (losses.length === 0) continue
    const share = losses.reduce((sum, { down, observed }) => sum + down / observed, 0) / losses.length
    if (share > (worst?.share ?? 0)) worst = { span, share, losses }
  }
  return worst
}

function unreachableMessage(
  { target, window }: ObjectiveTarget,
  members: readonly ComponentConfig[],
  { span, losses }: WorstPeriod,
  others: readonly ComponentConfig[],
  config: Config,
  locator: Locator,
  windows: ComingWindows,
): string {
  const sum = (key: keyof MaintenanceLoss): number =>
    losses.reduce((all, one) => all + one[key], 0) / losses.length
  const left = formatMeanRatio(losses)
  const entries = config.recurringMaintenance.filter((entry) =>
    members.some((one) => countedEntries(one, config).includes(entry)),
  )
  const inSpan = entries.flatMap((entry) => {
    const within = clip(windows.of(entry), span)
    return within.length === 0 ? [] : [{ entry, within }]
  })
  const parts = inSpan.map(({ entry, within }) => {
    const weight = weightOf(entry, config)
    const length =
      within.length === 1 ? formatSpan(total(within)) : `${within.length} × ${formatSpan(entry.lasts)}`
    return `${formatIds([entry.id], locator)} ${length}${weight === 1000 ? '' : ` at ${weight / 1000}`}`
  })
  const all = inSpan.map(({ within }) => within)
  const overlapping = total(all.flat()) < all.reduce((time, within) => time + total(within), 0)
  const also =
    others.length === 0
      ? ''
      : ` (and too much from ${formatIds([...new Set(others.map(({ id }) => id))], locator)} as well)`
  return (
    `the maintenance programme alone breaks it: it takes ${formatSpan(Math.ceil(sum('down')))} of ${formatSpan(Math.floor(sum('observed')))} from ${formatSubject(members, locator)}${also} in ${periodName(window, span, config.page.timezone)} (${formatList(parts)}${overlapping ? '; where they overlap, once' : ''}), ` +
    `which leaves ${left}%, and ${formatPercentage(target)} of ${formatWindow(window)} allows ${formatSpan(allowedDowntime(target, Math.floor(sum('observed'))))}. ` +
    `${remedy(entries, config)}, or promise ${left}% or less.`
  )
}

/** What makes the windows that take something not count. */
function remedy(entries: Config['recurringMaintenance'], { uptime, notice }: Config): string {
  if (uptime.excludeMaintenance === 'none') return 'Write "exclude_maintenance: announced" under uptime'
  const longest = Math.max(...entries.map((entry) => noticeDue(entry, notice)))
  return `Write a notice of less than ${formatConfigDuration(forecastHorizon)}, as far ahead as windows are published (it is ${formatConfigDuration(longest)})`
}
