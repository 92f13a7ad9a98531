import type { DayView } from '../../../collector/core/snapshot/snapshot.ts'
import { unknownShare } from '../../../collector/core/availability/bounds.ts'
import { dayState, unwatchedTime } from '../shared/day-state.ts'
import { escape } from '../shared/html.ts'
import { createMemo, pageKey } from '../shared/memo.ts'
import { minute } from '../../../collector/core/time/units.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

type Worst = DayView['worst']

/**
 * What is drawn for a day: each state has a shape of its own, 3 wide in a field 30 high, with a mark below it where there was work. A shape begins at its `top` and
 * returns to where it began, so that a path of many days is nearly the same few characters over and over: that packs well.
 */
const shapes: Record<Worst | 'maintenance', { readonly top: number; readonly d: string }> = {
  operational: { top: 6, d: 'h3v22h-3z' },
  degraded_performance: { top: 6, d: 'h3v9h-3zm0 13h3v9h-3zm0-13' },
  partial_outage: { top: 3, d: 'h3v14h-3zm0 17h3v8h-3zm0-17' },
  major_outage: { top: 0, d: 'h3v28h-3z' },
  unknown: { top: 21, d: 'h3v7h-3z' },
  maintenance: { top: 31, d: 'h3v5h-3z' },
}

/** Where bars end, from the top of the field. */
const foot = 28
/** The part of a bar that nobody watched is drawn in steps of so much, so that days look alike and pack well. */
const step = 2
/** So much of a bar's own colour stays at least, were it the only minute of the day that was watched. */
const least = 6

/** How high the unwatched part of a day's bar is, from its foot; 0 where it is too little to see, or all of the bar. */
function unwatchedHeight(day: DayView, state: Worst): number {
  const { top } = shapes[state]
  if (state === 'unknown') return 0
  const height = Math.round((unknownShare(day) * (foot - top)) / step) * step
  return Math.min(height, foot - top - least)
}

/** The path of what nobody watched: whole days in their shape, and the grey foot of days that are partly known. */
function unknownPath(days: readonly DayView[]): string {
  let path = ''
  let [lastPlace, lastTop] = [0, 0]
  days.forEach((day, place) => {
    const state = dayState(day)
    const height = state === 'unknown' ? foot - shapes.unknown.top : unwatchedHeight(day, state)
    if (height === 0) return
    const top = foot - height
    path += path === '' ? `M${place * 4} ${top}` : `m${(place - lastPlace) * 4} ${top - lastTop}`
    path += `h3v${height}h-3z`
    lastPlace = place
    lastTop = top
  })
  return path === '' ? '' : `<path class="b-unknown" d="${path}"/>`
}

/** Minutes that nobody watched, by the place of the day: `3:1439,7:90`. Of days that are drawn with it. */
const unwatchedMinutes = (days: readonly DayView[]): string =>
  days
    .flatMap((day, place) => {
      const state = dayState(day)
      const ms = unwatchedTime(day)
      return ms > 0 && (state === 'unknown' || unwatchedHeight(day, state) > 0)
        ? [`${place}:${Math.ceil(ms / minute)}`]
        : []
    })
    .join()

/** One path through the days of a state, given as their places in the row. */
function pathOf(state: Worst | 'maintenance', places: readonly number[]): string {
  const { top, d } = shapes[state]
  const moves = places.map((place, i) =>
    i === 0 ? `M${place * 4} ${top}${d}` : `m${(place - places[i - 1]!) * 4} 0${d}`,
  )
  return `<path class="b-${state}" d="${moves.join('')}"/>`
}

/** States in the order of a legend. */
export const barStates = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
] as const

const memo = createMemo()

/** All that bars say of a day. */
const barKey = oncePer((day: DayView): string => {
  const state = dayState(day)
  const key = `${barStates.indexOf(state)}${day.maintenance ? 'm' : ''}`
  const unwatched = Math.ceil(unwatchedTime(day) / minute)
  return unwatched > 0 ? `${key}(${unwatched} ${unwatchedHeight(day, state)})` : key
})

/**
 * One bar per day as an SVG with one path per state: the days' worst, grey at the foot as far as nobody watched, and a mark
 * below days under maintenance.
 */
export const bars = (view: View, days: readonly DayView[]): string =>
  memo(`${pageKey(view)} ${days[0]?.date} ${days.map(barKey).join('')}`, () => draw(view, days))

function draw(view: View, days: readonly DayView[]): string {
  const places: Partial<Record<Worst | 'maintenance', number[]>> = {}
  days.forEach((day, place) => {
    ;(places[dayState(day)] ??= []).push(place)
    if (day.maintenance) (places.maintenance ??= []).push(place)
  })
  // What is unknown lies over the bars it is a part of.
  const drawn = [...barStates, 'maintenance' as const].map((state) =>
    state === 'unknown' ? unknownPath(days) : places[state] ? pathOf(state, places[state]) : '',
  )
  const minutes = unwatchedMinutes(days)
  const width = Math.max(1, days.length * 4 - 1)
  return `<svg class="bars" viewBox="0 0 ${width} 36" preserveAspectRatio="none"${days[0] ? ` data-from="${days[0].date}"` : ''}${minutes ? ` data-unwatched="${minutes}"` : ''} role="img" aria-label="${escape(barsText(view, days))}">${drawn.join('')}</svg>`
}

/** A single bar of a state, for the legend. */
export const barSample = (state: Worst | 'maintenance'): string =>
  `<svg class="bar" viewBox="0 0 3 36" preserveAspectRatio="none" aria-hidden="true">${
    state === 'maintenance' ? '<path class="b-maintenance" d="M0 23h3v9h-3z"/>' : pathOf(state, [0])
  }</svg>`

/** The bars in words: how many days of which state. The days themselves are listed on the component's page. */
function barsText(view: View, days: readonly DayView[]): string {
  const { words } = view
  const counts = barStates
    .map((state) => ({ state, count: days.filter((day) => dayState(day) === state).length }))
    .filter(({ count }) => count > 0)
  const countTexts = counts.map(
    ({ state, count }) => words.day[state] + words.colon + view.counted(words.bars, count),
  )
  const maintained = days.filter((day) => day.maintenance).length
  if (maintained > 0) countTexts.push(words.maintenance + words.colon + view.counted(words.bars, maintained))
  const partly = days.filter(
    (day) => dayState(day) !== 'unknown' && unwatchedHeight(day, dayState(day)) > 0,
  ).length
  if (partly > 0) countTexts.push(words.partlyUnwatched + words.colon + view.counted(words.bars, partly))
  return countTexts.length > 0 ? countTexts.join(', ') : words.barsNone
}
