import { dayInterval, daysEndingAt } from '../../collector/core/time/calendar.ts'
import type { MetricChartPoint, MetricView } from '../../collector/core/metric/metric.ts'
import { metricState } from '../../collector/core/metric/metric-view.ts'

const hour = 3_600_000

/** A value that goes up and down around another one, the same each time. */
const wave = (middle: number, by: number, i: number): number =>
  Number((middle + by * Math.sin(i / 3.7) + (by / 3) * Math.sin(i * 1.9)).toPrecision(4))

const pointOf = (at: number, value: number, by: number, points: number): MetricChartPoint => ({
  at,
  value,
  min: Number((value - by / 2).toPrecision(4)),
  max: Number((value + by / 2).toPrecision(4)),
  points,
  p95: Number((value + by / 3).toPrecision(4)),
})

/** A public metric with 48 hours and 90 days around a value, measured just before `now`, unless `more` says otherwise. */
export function sampleMetric(
  id: string,
  now: number,
  more: Partial<MetricView> & { readonly middle?: number; readonly zone?: string } = {},
): MetricView {
  const { middle = 40, zone = 'Europe/Paris', ...rest } = more
  const by = middle / 5
  const first = Math.floor(now / hour) * hour - 47 * hour
  const hours = Array.from({ length: 48 }, (_, i) => pointOf(first + i * hour, wave(middle, by, i), by, 60))
    // The collector was away for three hours.
    .filter((_, i) => i < 20 || i > 22)
  const metric = {
    id,
    name: id,
    description: null,
    group: null,
    unit: null,
    component: null,
    summary: 'mean' as const,
    good: null,
    thresholds: { warning: null, critical: null },
    growth: null,
    latest: { at: now - 20_000, value: hours.at(-1)!.value },
    hours,
    days: daysEndingAt(now, 90, zone).map((date, i) =>
      pointOf(dayInterval(date, zone).from, wave(middle, by, i), by, 1440),
    ),
    ...rest,
  }
  return { ...metric, state: rest.state ?? metricState(metric.latest?.value ?? null, metric) }
}

/** Figures of the handbook that readers see. */
export function sampleMetrics(now: number): readonly MetricView[] {
  const resources = { fr: 'Ressources', en: 'Resources' }
  const performance = { fr: 'Performance', en: 'Performance' }
  const usage = { fr: 'Usage', en: 'Usage' }
  return [
    sampleMetric('cpu', now, {
      name: { fr: 'Processeur', en: 'Processor' },
      description: { fr: 'Moyenne de toutes les machines', en: 'Mean of all machines' },
      group: resources,
      unit: '%',
      good: { operator: '<', value: 80 },
      thresholds: { warning: null, critical: { operator: '>=', value: 95 } },
      middle: 44,
    }),
    sampleMetric('throughput', now, {
      name: { fr: 'Débit', en: 'Throughput' },
      group: performance,
      unit: 'req/min',
      component: 'api',
      good: { operator: '>', value: 1000 },
      middle: 1080,
    }),
    sampleMetric('error-rate', now, {
      name: { fr: 'Taux d’erreurs', en: 'Error rate' },
      description: { fr: 'Part des requêtes qui échouent', en: 'Share of requests that fail' },
      group: performance,
      unit: '%',
      component: 'api',
      good: { operator: '<', value: 0.1 },
      thresholds: { warning: null, critical: { operator: '>', value: 5 } },
      middle: 0.06,
    }),
    sampleMetric('active-users', now, {
      name: { fr: 'Utilisateurs actifs', en: 'Active users' },
      group: usage,
      summary: 'last',
      growth: 100_000,
      middle: 12_400,
    }),
    sampleMetric('retention', now, {
      name: { fr: 'Rétention', en: 'Retention' },
      unit: '%',
      good: { operator: '>', value: 70 },
      state: 'unknown',
      latest: { at: now - 30 * hour, value: 71.3 },
      hours: [],
    }),
  ]
}
