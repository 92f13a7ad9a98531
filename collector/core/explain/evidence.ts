import type { ComponentConfig, Config } from '../config/config.ts'
import { type ComponentHistory, countedSlices } from '../availability/counted-slices.ts'
import { declarations } from '../incident/declared-status.ts'
import { countedPart, countedWindow, excludedIn } from './explain.ts'
import type { CountedWindow, Evidence } from './explanation.ts'
import type { Availability } from '../availability/availability-types.ts'
import type { Incident } from '../incident/incident.ts'
import { type Interval, clip, total } from '../time/interval.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import { spans } from '../monitoring/timeline.ts'
import type { Transition } from '../monitoring/transition.ts'
import { type CountedAvailability, type Weights, figureOf } from '../availability/availability.ts'

/** What the store knows of a component's past, as far as its figures need it. */
export type EvidencePast = {
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
  facts: EvidencePast,
  about: readonly Incident[],
  excluded: readonly Interval[],
  window: Interval,
  now: number,
): ComponentHistory {
  const { declared, falseAlarms } = declarations(about, component.id, now)
  return {
    firstAt: earliest([facts.firstAt, ...declared.map((one) => one.from)]),
    monitors: facts.timelines.map((transitions) => spans(transitions, window)),
    declared,
    excluded,
    falseAlarms,
  }
}

const earliest = (instants: readonly (number | null)[]): number | null => {
  const known = instants.filter((at) => at !== null)
  return known.length > 0 ? Math.min(...known) : null
}

type Rules = Pick<Config, 'notice' | 'uptime'>

// A maintenance that did not change comes back as the same object, and counts as before while the rules are the same.
const known = new WeakMap<Maintenance, { readonly rules: Rules; readonly counted: CountedWindow }>()

/** How each maintenance counts by the rules of a configuration, worked out once for all the components it touches. */
export function countOnce(rules: Rules) {
  return (maintenance: Maintenance): CountedWindow => {
    const before = known.get(maintenance)
    if (before?.rules.notice === rules.notice && before.rules.uptime === rules.uptime) return before.counted
    const counted = countedWindow(maintenance, rules.notice, rules.uptime.excludeMaintenance)
    known.set(maintenance, { rules, counted })
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
  const excluded = excludedIn(evidence)
  return periods.map((period) =>
    figureOf(evidence.slices, excluded, countedPart(evidence, period, now), weights),
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
export const excludedAhead = (windows: readonly CountedWindow[], span: Interval): number =>
  total(
    clip(
      windows.flatMap((window) => window.excluded),
      span,
    ),
  )
