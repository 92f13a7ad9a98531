import type { ComponentConfig, Config } from '../../core/config/config.ts'
import { type Interval, subtract, union } from '../../core/time/interval.ts'
import { noticeDue } from '../../core/maintenance/maintenance.ts'
import type { RecurringMaintenance } from '../../core/maintenance/recurring-maintenance.ts'
import { type ComingWindows, forecastHorizon } from './coming-periods.ts'

/** What the programme does to a component in a span: integers, ms. */
export type MaintenanceLoss = {
  /** Outside what is excluded. */
  readonly observed: number
  /** Weighted; rounded up once. */
  readonly down: number
}

/**
 * Thousandths of full downtime that a window is taken to be while it lasts. Maintenance itself weighs nothing
 * (NUMBERS.md): what counts is what monitors see meanwhile, and that is foretold from the impact that is announced. Of
 * `major` and `critical`, that nobody can use the component; of `minor`, which may be slower for all or gone for some,
 * the heavier of the two; of `none`, nothing. What says no impact is taken for `major` before it comes here.
 */
export const weightOf = (
  { impact }: Pick<RecurringMaintenance, 'impact'>,
  { uptime }: Pick<Config, 'uptime'>,
): number =>
  ({
    none: 0,
    minor: Math.max(uptime.weights.degraded_performance, uptime.weights.partial_outage),
    major: uptime.weights.major_outage,
    critical: uptime.weights.major_outage,
  })[impact]

/**
 * Are its windows left out of availability? Those of the programme are published as far ahead as they are listed, so
 * always, unless their class is to be announced earlier than that.
 */
const isExcluded = (
  entry: Pick<RecurringMaintenance, 'class'>,
  { uptime, notice }: Pick<Config, 'uptime' | 'notice'>,
): boolean =>
  uptime.excludeMaintenance === 'all' ||
  (uptime.excludeMaintenance === 'announced' && noticeDue(entry, notice) < forecastHorizon)

/** The entries of the programme that take from a component's availability. */
export const countedEntries = ({ id }: Pick<ComponentConfig, 'id'>, config: Config): RecurringMaintenance[] =>
  config.recurringMaintenance.filter(
    (entry) => entry.components.includes(id) && !isExcluded(entry, config) && weightOf(entry, config) > 0,
  )

/** What the programme excludes of a component's time, disjoint, in order. */
export const excludedWindows = (
  { id }: Pick<ComponentConfig, 'id'>,
  config: Config,
  windows: ComingWindows,
): Interval[] =>
  union(
    config.recurringMaintenance
      .filter((entry) => entry.components.includes(id) && isExcluded(entry, config))
      .flatMap((entry) => windows.of(entry)),
  )

/** Milliseconds of a span that disjoint intervals in order cover. */
export function coveredTime(intervals: readonly Interval[], { from, to }: Interval): number {
  let sum = 0
  for (const one of intervals) {
    if (one.from >= to) break
    sum += Math.max(0, Math.min(one.to, to) - Math.max(one.from, from))
  }
  return sum
}

/**
 * What the programme takes from a component, span by span. Where windows overlap the heaviest counts: the sum over the
 * weights, lightest first, of what each adds to the one below it times the time at least as heavy.
 */
export function maintenanceLosses(component: ComponentConfig, config: Config, windows: ComingWindows) {
  const excluded = excludedWindows(component, config, windows)
  const all = countedEntries(component, config).map((entry) => ({
    weight: weightOf(entry, config),
    windows: windows.of(entry),
  }))
  const steps = [...new Set(all.map(({ weight }) => weight))].toSorted((a, b) => a - b)
  const levels = steps.map((weight, i) => ({
    adds: weight - (steps[i - 1] ?? 0),
    during: subtract(
      all.filter((one) => one.weight >= weight).flatMap((one) => one.windows),
      excluded,
    ),
  }))
  return {
    /** Instants at which what is taken begins or ends, ms. */
    edges: levels.flatMap(({ during }) => during),
    in(span: Interval): MaintenanceLoss {
      const lost = levels.reduce((sum, { adds, during }) => sum + adds * coveredTime(during, span), 0)
      return {
        observed: span.to - span.from - coveredTime(excluded, span),
        down: Math.ceil(lost / 1_000),
      }
    },
  }
}
