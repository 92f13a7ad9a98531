import type { AlertRule } from './alert.ts'
import { isMetric, metricIdOf } from './condition.ts'

/** The configuration, as far as rules are about it. */
export type RuleSubjects = {
  readonly components: readonly { readonly id: string }[]
  readonly metrics: readonly { readonly id: string; readonly component: string | null }[]
}

/**
 * What a rule is judged for, one by one: components, or what belongs to none (null). A rule about the collector is about no
 * component, one about a metric about the component of the metric.
 */
export function subjectsOf(
  { when, components }: AlertRule,
  config: RuleSubjects,
): readonly (string | null)[] {
  if (components !== null) return components
  const figures = when.map(({ figure }) => figure)
  if (figures.every((figure) => figure === 'collector_trouble')) return [null]
  const metric = figures.find(isMetric)
  if (metric !== undefined && figures.every((figure) => isMetric(figure) || figure === 'collector_trouble'))
    return [config.metrics.find(({ id }) => id === metricIdOf(metric))?.component ?? null]
  return config.components.map(({ id }) => id)
}

/** How far back the windows of some rules reach, ms; 0 where none has any. */
export const longestWindowIn = (
  rules: readonly Pick<AlertRule, 'when'>[],
  wanted: (figure: string) => boolean = () => true,
): number =>
  Math.max(
    0,
    ...rules.flatMap(({ when }) =>
      when.filter(({ figure }) => wanted(figure)).flatMap(({ windows }) => windows),
    ),
  )
