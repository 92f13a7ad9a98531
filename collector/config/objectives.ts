import type { ObjectiveWindow } from '../core/time/period.ts'
import type { MetricConfig } from '../core/metric/metric.ts'
import type { Objectives, Tier } from '../core/slo/objective.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

const minute = 60_000

/** Service levels, with what is not promised as null. */
export const resolveTiers = (entry: ConfigurationEntry): Tier[] =>
  (entry.tiers ?? []).map((tier) => ({
    id: tier.id,
    name: tier.name,
    description: tier.description ?? null,
    availability: tier.availability ?? null,
    responseP95: tier.response_p95 ?? null,
    price: tier.price ?? null,
    support: tier.support ?? null,
  }))

/** What is promised beside the tiers; the usual windows are a month for availability and a day for response. */
export function resolveObjectives({ objectives: written }: ConfigurationEntry): Objectives {
  const windows = written?.windows
  return {
    recovery: written?.recovery ?? null,
    resolution: written?.resolution ?? null,
    response: written?.response ?? null,
    dataLoss: written?.data_loss ?? null,
    windows: {
      availability: (windows?.availability ?? 'month') as ObjectiveWindow,
      responseP95: (windows?.response_p95 ?? 'day') as ObjectiveWindow,
    },
    custom: (written?.custom ?? []).map((one) => ({
      id: one.id,
      name: one.name ?? one.id,
      of: one.components !== undefined ? { components: one.components } : { group: one.group ?? '' },
      availability: one.availability ?? null,
      responseP95: one.response_p95 ?? null,
      window: (one.window ?? null) as ObjectiveWindow | null,
    })),
  }
}

/** Figures from outside, every default filled in. */
export const resolveMetrics = (entry: ConfigurationEntry): MetricConfig[] =>
  (entry.metrics ?? []).map((metric) => ({
    id: metric.id,
    name: metric.name,
    description: metric.description ?? null,
    group: metric.group ?? null,
    unit: metric.unit ?? null,
    component: metric.component ?? null,
    pull: metric.pull
      ? {
          ...metric.pull,
          headers: metric.pull.headers ?? {},
          every: metric.pull.every ?? minute,
          timeout: metric.pull.timeout ?? 10_000,
        }
      : null,
    summary: metric.summary ?? 'mean',
    good: metric.good ?? null,
    thresholds: {
      warning: metric.thresholds?.warning ?? null,
      critical: metric.thresholds?.critical ?? null,
    },
    growth: metric.growth ?? null,
    public: metric.public ?? false,
  }))
