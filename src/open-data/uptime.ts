import type { Availability } from '../../collector/core/availability/availability-types.ts'
import { dayInterval } from '../../collector/core/time/calendar.ts'
import { shownFiguresAt } from '../../collector/core/explain/explain.ts'
import type { Interval } from '../../collector/core/time/interval.ts'
import { touchesSpan } from '../../collector/core/report/incident-report.ts'
import { isoInstant } from '../../collector/core/time/iso-instant.ts'
import type { ComponentView, Percentiles, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { frozenPeriods, openMonths, recent } from '../view/explanation/explained-periods.ts'
import { incidentsAbout } from '../view/shared/places.ts'
import { daysAt, todayOf } from './days.ts'
import { openFigures } from './day-figures.ts'

/** As of when the file about all components is told, ms: the latest of what theirs are. */
export const uptimeAt = (snapshot: Snapshot): number =>
  snapshot.components.length === 0
    ? snapshot.generatedAt
    : Math.max(...snapshot.components.map((one) => daysAt(snapshot, one)))

/** The usual periods of a component that its evidence covers, ms. */
function usualPeriods(
  snapshot: Snapshot,
  component: ComponentView,
): readonly (readonly [string, Interval])[] {
  const { days } = component
  const today = todayOf(snapshot, component)
  if (!today) return []
  const last = (count: number): Interval[] => {
    const first = days.at(-count)
    return first ? [{ from: dayInterval(first.date, snapshot.page.timezone).from, to: today.to }] : []
  }
  return [
    ...[today].map((of) => ['today', of] as const),
    ...last(7).map((of) => ['last_7_days', of] as const),
    ...last(30).map((of) => ['last_30_days', of] as const),
    ...last(days.length).map((of) => [recent, of] as const),
    ...openMonths(snapshot, component),
  ]
}

/** One period of one component. */
const period = (
  name: string,
  of: Interval,
  revision: number | null,
  figures: Availability,
  response: Percentiles & { readonly checks: number },
  incidents: readonly string[],
) => ({
  name,
  from: isoInstant(of.from),
  until: isoInstant(of.to),
  frozen: revision,
  ...openFigures(figures, response, incidents),
  printed: figures.printed,
})

/**
 * `/data/uptime.json`: the figures of all components over today, the last 7 and 30 days, the days shown, the months that
 * are not frozen, and every frozen month as it was frozen.
 */
export function uptimeJson(snapshot: Snapshot): string {
  const at = uptimeAt(snapshot)
  const frozen = [...frozenPeriods(snapshot).values()].flatMap((one) => one ?? [])
  return JSON.stringify({
    timezone: snapshot.page.timezone,
    generated_at: isoInstant(at),
    components: snapshot.components.map((component) => ({
      component: component.id,
      ...(component.evidence.monitored === false && { monitored: false }),
      periods: [
        ...usualPeriods(snapshot, component).map(([name, of]) =>
          period(
            name,
            of,
            null,
            shownFiguresAt(component.evidence, of, at, snapshot.weights),
            responseOver(snapshot, component, name, at),
            incidentsAbout(snapshot, component.id)
              .filter((one) => touchesSpan(one, of))
              .map((one) => one.id)
              .toReversed(),
          ),
        ),
        ...frozen.flatMap(({ report, frozen: { revision }, components }) => {
          const frozenComponent = components.get(component.id)
          if (!frozenComponent) return []
          const of = { from: Date.parse(report.from), to: Date.parse(report.to) }
          return [
            period(
              report.period,
              of,
              revision,
              frozenComponent.availability,
              frozenComponent.response,
              frozenComponent.incidents,
            ),
          ]
        }),
      ],
    })),
  })
}

/** Response time over a period up to the start of the hour; of today to now, where all else is as of now. */
function responseOver(
  snapshot: Snapshot,
  { days, hoursToday, spans }: ComponentView,
  name: string,
  at: number,
): Percentiles & { readonly checks: number } {
  if (name === 'today') return at === snapshot.generatedAt ? days.at(-1)! : hoursToday
  return spans[name] ?? { checks: 0, p50: null, p95: null, p99: null }
}
