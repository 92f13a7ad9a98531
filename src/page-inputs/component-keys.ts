import type { Evidence } from '../../collector/core/explain/explanation.ts'
import type { ComponentView, DayView, LatencyPoint } from '../../collector/core/snapshot/snapshot.ts'
import { hash } from '../view/shared/hash.ts'
import { dayKey, windowKey } from './keys.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

export const statuses = [
  'unknown',
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const

const latencyKey = oncePer((latency: readonly LatencyPoint[]): string => hash(JSON.stringify(latency)))

/** Days of the past of a component: all but the last. */
export const pastDaysKey = oncePer((days: readonly DayView[]): string =>
  hash(days.slice(0, -1).map(dayKey).join()),
)

/** All of a component that pages of the present show. Its evidence and longer spans have pages of their own. */
export const componentKey = oncePer((component: ComponentView): string => {
  const { days, latency, evidence: _, months: __, spans: ___, ...shown } = component
  const today = days.at(-1)
  return hash([pastDaysKey(days), today && dayKey(today), latencyKey(latency), JSON.stringify(shown)].join())
})

/** What happened to a component, and when, whatever the time is now: it changes with an event, not with a minute. */
const eventsKey = oncePer(({ firstAt, goneAt, monitored, slices, windows }: Evidence): string => {
  const numbers = new Float64Array(2 + 2 * slices.length)
  numbers.set([firstAt ?? NaN, goneAt ?? NaN])
  slices.forEach(({ from, status }, i) => numbers.set([from, statuses.indexOf(status)], 2 + 2 * i))
  return hash(`${hash(numbers)} ${monitored ?? true} ${windows.map(windowKey).join()}`)
})

/** What each place sees of a component and since when, but for what moves with the minutes; nothing where one watches. */
export const regionsKey = ({ regions, downFrom }: ComponentView): string =>
  regions === undefined
    ? ''
    : JSON.stringify([
        downFrom,
        ...regions.map(({ id, name, status, statusSince }) => [id, name, status, statusSince]),
      ])

/** All of a component but the figures that move with the minutes. */
export const componentEventsKey = oncePer((component: ComponentView): string => {
  const { id, name, description, group, tier, status, statusSince, days, evidence } = component
  const today = days.at(-1)
  return hash(
    JSON.stringify([
      [id, name, description, group, tier, status, statusSince],
      pastDaysKey(days),
      today && [today.date, today.worst, today.maintenance, today.incidents],
      eventsKey(evidence),
      regionsKey(component),
    ]),
  )
})
