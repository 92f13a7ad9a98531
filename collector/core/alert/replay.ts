import { minute } from '../time/units.ts'
import type { Interval } from '../time/interval.ts'
import type { Alert, AlertRule } from './alert.ts'
import { type AlertFacts, type ComponentAlertFacts, type PointFacts, readCondition } from './figures.ts'
import { stepAlert } from './step.ts'

/** When a rule would have fired. */
export type Replay = {
  /** The instants at which the team would have been told, ms, ascending. */
  readonly firedAt: readonly number[]
  /** There was no time for all of it: what is left out is the latest. */
  readonly cutShort: boolean
}

/** What was known of the past. */
export type ReplayFacts = {
  /** The facts of the page at an instant, ms. */
  readonly at: (now: number) => AlertFacts
  readonly components: ReadonlyMap<string, ComponentAlertFacts>
  /** What held of a component at an instant, ms, that takes no window; instants go forward. */
  readonly pointsOf: (component: string, now: number) => PointFacts
  /** May it go on? Asked now and then. */
  readonly hasTime: () => boolean
}

/** Does the stored history say what a rule's figures were? What was wrong with the collector is not stored. */
export const isReplayable = ({ when }: AlertRule): boolean =>
  when.every(({ figure }) => figure !== 'collector_trouble')

/** The longest time between two instants that are looked at, ms. */
const longestStep = 10 * minute

const componentAt = (
  { components, pointsOf }: ReplayFacts,
  component: string | null,
  now: number,
): ComponentAlertFacts | null => {
  const found = component === null ? undefined : components.get(component)
  return found === undefined ? null : { ...found, ...pointsOf(component!, now) }
}

/**
 * When a rule would have fired, judged by the functions that judge it live: every minute or, where its windows are longer, as
 * often as a change in the shortest of them needs.
 *
 * @param subjects what it is judged for, see `subjectsOf`
 */
export function replayRule(
  rule: AlertRule,
  subjects: readonly (string | null)[],
  { from, to }: Interval,
  facts: ReplayFacts,
): Replay {
  const windows = rule.when.flatMap((term) => term.windows)
  const step = Math.min(longestStep, Math.max(minute, Math.min(...windows, 2 * minute) / 2))
  const open = new Map<string | null, Alert>()
  const firedAt: number[] = []
  for (let now = from; now <= to; now += step) {
    if (!facts.hasTime()) return { firedAt, cutShort: true }
    const known = facts.at(now)
    for (const component of subjects) {
      const of = componentAt(facts, component, now)
      const readings = readCondition(rule.when, of, known)
      if (readings.length === 0) continue
      const isWorkedOn = of?.maintenances.some((window) => window.from <= now && now < window.to) ?? false
      const { alert, moments } = stepAlert(open.get(component) ?? null, {
        rule,
        component,
        readings,
        silenced: isWorkedOn ? 'maintenance' : null,
        now,
      })
      if (moments.some(({ moment }) => moment === 'fired')) firedAt.push(now)
      if (alert === null || alert.endedAt !== null) open.delete(component)
      else open.set(component, alert)
    }
  }
  return { firedAt, cutShort: false }
}
