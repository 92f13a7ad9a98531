import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { type Interval, clip, total } from '../../core/time/interval.ts'
import { allowance } from '../../core/slo/evaluate.ts'
import { noticeDue } from '../../core/maintenance/maintenance.ts'
import { formatMeanRatio } from '../../core/availability/printed-ratio.ts'
import type { Locator } from '../locator.ts'
import type { Problem } from '../problem.ts'
import { writeDuration } from '../values/duration.ts'
import { type Ahead, farthest, periodsAhead } from './coming-periods.ts'
import { type Promised, promised } from './objective-list.ts'
import { type Taken, takers, taking, weightOf } from './maintenance-time.ts'
import { everyWindow, ids, listed, percentage, periodName, spanned, subject } from './warning-texts.ts'

/** A span in which the programme alone takes more than is allowed, and what it leaves. */
type Worst = { readonly span: Interval; readonly share: number; readonly taken: readonly Taken[] }

/**
 * Availability promised that the standing programme alone breaks: the worst calendar period, or rolling span, of the next
 * thirteen months. One line a promise, about the component that loses most.
 */
export function broken(config: Config, locator: Locator, windows: Ahead): Problem[] {
  const known = new Map<string, Worst | null>()
  return promised(config)
    .filter(({ figure }) => figure === 'availability')
    .flatMap((promise): Problem[] => {
      const found = promise.subjects.flatMap((members) => {
        const touching = members.map((one) => takers(one, config).map(({ id }) => id))
        if (touching.every((entries) => entries.length === 0)) return []
        const key = JSON.stringify([promise.window, touching])
        if (!known.has(key)) known.set(key, worstOf(members, promise, config, windows))
        const worst = known.get(key)
        return worst && tooMuch(worst.share, promise.target) ? [{ members, worst }] : []
      })
      const [first, ...others] = found.toSorted((a, b) => b.worst.share - a.worst.share)
      return first
        ? [
            locator.problem(
              promise.path,
              told(
                promise,
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
const tooMuch = (share: number, target: number): boolean => share * 1e6 > 1e6 - target + 1e-6

function worstOf(
  members: readonly ComponentConfig[],
  { window }: Promised,
  config: Config,
  windows: Ahead,
): Worst | null {
  const all = members.map((one) => taking(one, config, windows))
  const end = windows.now + farthest
  // A span that loses most has an edge of its own on one of what is lost: it begins with it, or ends with it.
  const spans =
    typeof window !== 'number'
      ? periodsAhead(window, windows.now, config.page.timezone)
      : all
          .flatMap(({ edges }) => edges)
          .flatMap(({ from, to }) => [
            { from, to: from + window },
            { from: to - window, to },
          ])
          .filter(({ from, to }) => from >= windows.now && to <= Math.max(end, windows.now + window))
  let worst: Worst | null = null
  for (const span of spans) {
    const taken = all.map((one) => one.in(span)).filter(({ observed }) => observed > 0)
    if (taken.length === 0) continue
    const share = taken.reduce((sum, { down, observed }) => sum + down / observed, 0) / taken.length
    if (share > (worst?.share ?? 0)) worst = { span, share, taken }
  }
  return worst
}

function told(
  { target, window }: Promised,
  members: readonly ComponentConfig[],
  { span, taken }: Worst,
  others: readonly ComponentConfig[],
  config: Config,
  locator: Locator,
  windows: Ahead,
): string {
  const sum = (figure: keyof Taken): number => taken.reduce((all, one) => all + one[figure], 0) / taken.length
  const left = formatMeanRatio(taken)
  const entries = config.programme.filter((entry) =>
    members.some((one) => takers(one, config).includes(entry)),
  )
  const inSpan = entries.flatMap((entry) => {
    const within = clip(windows.of(entry), span)
    return within.length === 0 ? [] : [{ entry, within }]
  })
  const parts = inSpan.map(({ entry, within }) => {
    const weight = weightOf(entry, config)
    const length = within.length === 1 ? spanned(total(within)) : `${within.length} × ${spanned(entry.lasts)}`
    return `${ids([entry.id], locator)} ${length}${weight === 1000 ? '' : ` at ${weight / 1000}`}`
  })
  const all = inSpan.map(({ within }) => within)
  const twice = total(all.flat()) < all.reduce((time, within) => time + total(within), 0)
  const also =
    others.length === 0
      ? ''
      : ` (and too much from ${ids([...new Set(others.map(({ id }) => id))], locator)} as well)`
  return (
    `the maintenance programme alone breaks it: it takes ${spanned(Math.ceil(sum('down')))} of ${spanned(Math.floor(sum('observed')))} from ${subject(members, locator)}${also} in ${periodName(window, span, config.page.timezone)} (${listed(parts)}${twice ? '; where they overlap, once' : ''}), ` +
    `which leaves ${left}%, and ${percentage(target)} of ${everyWindow(window)} allows ${spanned(allowance(target, Math.floor(sum('observed'))))}. ` +
    `${remedy(entries, config)}, or promise ${left}% or less.`
  )
}

/** What makes the windows that take something not count. */
function remedy(entries: Config['programme'], { uptime, notice }: Config): string {
  if (uptime.excludeMaintenance === 'none') return 'Write "exclude_maintenance: announced" under uptime'
  const longest = Math.max(...entries.map((entry) => noticeDue(entry, notice)))
  return `Write a notice of less than ${writeDuration(farthest)}, as far ahead as windows are published (it is ${writeDuration(longest)})`
}
