import type { DayView } from '../../collector/core/snapshot.ts'
import { escape } from './html.ts'
import type { View } from './view.ts'

type Worst = DayView['worst']

/** What is drawn for a day in a column 3 wide, from the top of a field 30 high; each state has a shape of its own. */
const strokes: Record<Worst, string> = {
  operational: 'v22h-3z',
  degraded_performance: 'v9h-3zm0 13h3v9h-3z',
  partial_outage: 'v14h-3zm0 17h3v8h-3z',
  major_outage: 'v28h-3z',
  unknown: 'v7h-3z',
}
const tops: Record<Worst, number> = {
  operational: 6,
  degraded_performance: 6,
  partial_outage: 3,
  major_outage: 0,
  unknown: 21,
}

/** States in the order of a legend. */
export const barStates = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
] as const

/** One bar per day as an SVG with one path per state: the days' worst, and a mark below days under maintenance. */
export function bars(view: View, days: readonly DayView[]): string {
  const paths: Partial<Record<Worst | 'maintenance', string>> = {}
  days.forEach(({ worst, maintenance }, index) => {
    const left = index * 4
    paths[worst] = `${paths[worst] ?? ''}M${left} ${tops[worst]}h3${strokes[worst]}`
    if (maintenance) paths.maintenance = `${paths.maintenance ?? ''}M${left} 30h3v2h-3z`
  })
  const drawn = Object.entries(paths).map(([state, d]) => `<path class="b-${state}" d="${d}"/>`)
  const width = Math.max(1, days.length * 4 - 1)
  return `<svg class="bars" viewBox="0 0 ${width} 32" preserveAspectRatio="none"${days[0] ? ` data-from="${days[0].date}"` : ''} role="img" aria-label="${escape(barsText(view, days))}">${drawn.join('')}</svg>`
}

/** A single bar of a state, for the legend. */
export const barSample = (state: Worst | 'maintenance'): string =>
  `<svg class="bar" viewBox="0 0 3 32" preserveAspectRatio="none" aria-hidden="true"><path class="b-${state}" d="${
    state === 'maintenance' ? 'M0 25h3v6h-3z' : `M0 ${tops[state]}h3${strokes[state]}`
  }"/></svg>`

/** The bars in words: how many days of which state. The days themselves are listed on the component's page. */
export function barsText(view: View, days: readonly DayView[]): string {
  const { words } = view
  const counts = barStates
    .map((state) => ({ state, count: days.filter((day) => day.worst === state).length }))
    .filter(({ count }) => count > 0)
  const said = counts.map(
    ({ state, count }) => words.day[state] + words.colon + view.counted(words.bars, count),
  )
  const maintained = days.filter((day) => day.maintenance).length
  if (maintained > 0) said.push(words.maintenance + words.colon + view.counted(words.bars, maintained))
  return said.length > 0 ? said.join(', ') : words.barsNone
}
