import type { ComponentConfig, Config } from '../config/config.ts'
import { type ComponentHistory, countedSlices } from '../availability/counted-slices.ts'
import { declarationsOf } from '../incident/declared-status.ts'
import { countedIntervalOf, toCountedWindow, exclusionsOf } from './explain.ts'
import type { CountedWindow, Evidence } from './explanation.ts'
import type { Availability } from '../availability/availability-types.ts'
import type { Incident } from '../incident/incident.ts'
import { type Interval, clip, total } from '../time/interval.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import { spans } from '../monitoring/timeline.ts'
import type { Transition } from '../monitoring/transition.ts'
import { type CountedAvailability, type Weights, availabilityOf } from '../availability/availability.ts'

/** What the store knows of a component's past, as far as its figures need it. */
export type HistoryInput = {
  /** First check of any of its monitors, or for one without monitors its first appearance; ms, null for none. */
  readonly firstAt: number | null
  /** When it left the configuration, ms; absent or null while it is in it. */
  readonly goneAt?: number | null
  /** Transitions of each monitor it has or had, oldest first, with the one in force at the start of the window. */
  readonly timelines: readonly (readonly Pick<Transition, 'at' | 'health'>[])[]
}

/**
 * The history that the figures of a component are computed from, over a window.
 *
 * @param about incidents that name the component
 * @param excluded what of its maintenances does not count: see `excludedBy`
 */
export function historyOf(
  component: Pick<ComponentConfig, 'id'>,
  input: HistoryInput,
  incidents: readonly Incident[],
  exclusions: readonly Interval[],
  window: Interval,
  now: number,
): ComponentHistory {
  const { declarations: declared, falseAlarms } = declarationsOf(incidents, component.id, now)
  return {
    firstAt: earliest([input.firstAt, ...declared.map((one) => one.from)]),
    monitors: input.timelines.map((transitions) => spans(transitions, window)),
    declarations: declared,
    exclusions,
    falseAlarms,
  }
}

const earliest = (instants: readonly (number | null)[]): number | null => {
  const measured = instants.filter((at) => at !== null)
  return measured.length > 0 ? Math.min(...measured) : null
}

type CountingRules = Pick<Config, 'notice' | 'uptime'>

// A maintenance that did not change comes back as the same object, and counts as before while the rules are the same.
const countedWindowCache = new WeakMap<
  Maintenance,
  { readonly rules: CountingRules; readonly counted: CountedWindow }
>()

/** How each maintenance counts by the rules of a configuration, worked out once for all the components it touches. */
export function createWindowCounter(rules: CountingRules) {
  return (maintenance: Maintenance): CountedWindow => {
    const cached = countedWindowCache.get(maintenance)
    if (cached?.rules.notice === rules.notice && cached.rules.uptime === rules.uptime) return cached.counted
    const counted = toCountedWindow(maintenance, rules.notice, rules.uptime.excludeMaintenance)
    countedWindowCache.set(maintenance, { rules, counted })
    return counted
  }
}

/**
 * The evidence of a component over a span that ends now (ms).
 *
 * @param history see `historyOf`
 * @param windows of its maintenances, by any order; those that begin later are left out
 */
export function evidenceOf(
  history: ComponentHistory,
  windows: readonly CountedWindow[],
  within: Interval,
  goneAt: number | null = null,
): Evidence {
  return {
    firstAt: history.firstAt,
    goneAt,
    ...(history.monitors.length === 0 && { monitored: false }),
    slices: countedSlices(history, within),
    windows: windows
      .filter((one) => one.from < within.to && one.to > within.from)
      .toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)),
  }
}

/** The figures of several periods as of now (ms), each cut to the component's life. */
export function availabilityOfEvidence(
  evidence: Evidence,
  periods: readonly Interval[],
  now: number,
  weights: Weights,
): readonly CountedAvailability[] {
  const excluded = exclusionsOf(evidence)
  return periods.map((period) =>
    availabilityOf(evidence.slices, excluded, countedIntervalOf(evidence, period, now), weights),
  )
}

/** The figures of one period. */
export function availabilityAt(
  evidence: Evidence,
  period: Interval,
  now: number,
  weights: Weights,
): Availability {
  const { worst: _, ...figures } = availabilityOfEvidence(evidence, [period], now, weights)[0]!
  return figures
}

/** Time (ms) that windows will exclude in a span. */
export const excludedTimeIn = (windows: readonly CountedWindow[], span: Interval): number =>
  total(
    clip(
      windows.flatMap((window) => window.excluded),
      span,
    ),
  )
