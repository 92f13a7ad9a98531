import type { Config } from '../config/config.ts'
import type { PriorityObjectives } from '../slo/objective.ts'
import type { Priority } from '../incident/incident.ts'
import type { ReportTerms } from './report-document.ts'

const priorities: readonly Priority[] = ['P1', 'P2', 'P3', 'P4']

/** The part of a configuration that is made into terms. */
export type ReportTermsSource = Pick<Config, 'uptime' | 'notice' | 'objectives'> &
  Pick<ReportTerms, 'tiers' | 'priorities'> & {
    readonly page: { readonly timezone: string }
    readonly components: readonly ReportTerms['components'][number][]
  }

/**
 * What of a configuration the figures of a report depend on, with its names in a fixed order: the same configuration
 * gives the same bytes.
 *
 * @param past components that counted in the period and are no longer configured
 */
export function reportTermsOf(
  config: ReportTermsSource,
  removedComponents: readonly ReportTerms['components'][number][] = [],
): ReportTerms {
  const { weights, excludeMaintenance } = config.uptime
  const { objectives } = config
  return {
    timezone: config.page.timezone,
    uptime: {
      weights: {
        operational: weights.operational,
        degraded_performance: weights.degraded_performance,
        partial_outage: weights.partial_outage,
        major_outage: weights.major_outage,
      },
      excludeMaintenance,
    },
    notice: Object.fromEntries(
      Object.entries(config.notice).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    ),
    tiers: config.tiers.map(({ id, name, description, availability, responseP95 }) => ({
      id,
      name,
      description,
      availability,
      responseP95,
    })),
    objectives: {
      recovery: objectives.recovery,
      resolution: objectives.resolution,
      response: objectives.response,
      dataLoss: objectives.dataLoss,
      windows: {
        availability: objectives.windows.availability,
        responseP95: objectives.windows.responseP95,
      },
      custom: objectives.custom.map(({ id, name, of, availability, responseP95, window }) => ({
        id,
        name,
        of,
        availability,
        responseP95,
        window,
      })),
    },
    priorities: Object.fromEntries(
      priorities.flatMap((name) => {
        const priorityObjectives: PriorityObjectives | undefined = config.priorities[name]
        if (!priorityObjectives) return []
        const { description, response, resolution } = priorityObjectives
        return [[name, { description, response, resolution }] as const]
      }),
    ),
    components: [...config.components, ...removedComponents].map(({ id, name, group, tier }) => ({
      id,
      name,
      group,
      tier,
    })),
  }
}
