import type { MetricView } from '../../collector/core/metric/metric.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { latestRevisions } from '../../collector/core/report/chain.ts'
import { previousPeriodName } from '../../collector/core/report/report-period.ts'
import { monthOf } from '../../collector/core/time/calendar.ts'
import { figuresPlace } from '../view/metrics/metrics-page.ts'
import { hash } from '../view/shared/hash.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** All of a metric but its months, which only reports show. Several pages show the same metric: it is hashed once. */
const metricKey = oncePer((metric: MetricView): string => {
  const { months: _, ...shown } = metric
  return hash(JSON.stringify(shown))
})

/** How metrics are described and how they stand, without their values. */
const stateKey = (metrics: readonly MetricView[]): string =>
  JSON.stringify(
    metrics.map((one) => [one.id, one.name, one.description, one.group, one.unit, one.component, one.state]),
  )

/** What the overview shows of metrics: those that are critical. */
export const criticalMetricsKey = ({ metrics }: Snapshot): string =>
  metrics
    .filter(({ state }) => state === 'critical')
    .map(metricKey)
    .join()

/** What a component's page shows of its metrics: `all` of it, and what an urgent publication must not leave out. */
export function componentMetricsKeys(
  { metrics }: Snapshot,
  component: string,
): { readonly all: string; readonly state: string } {
  const own = metrics.filter((metric) => metric.component === component)
  return { all: own.map(metricKey).join(), state: own.length > 0 ? hash(stateKey(own)) : '' }
}

const deferrable = oncePer(({ snapshot, commonKey }: PageContext): string =>
  hash(`${commonKey} ${stateKey(snapshot.metrics)}`),
)

/** What the month before the one that runs was frozen as. */
function lastMonthKey({ generatedAt, page, reports, response }: Snapshot): string {
  const last = previousPeriodName('monthly', monthOf(generatedAt, page.timezone))
  return `${latestRevisions(reports).get(last)?.hash} ${Object.hasOwn(response.months, last)}`
}

/** The page of metrics. */
export function metricsInputs(context: PageContext): PageInputs[] {
  const { metrics, components } = context.snapshot
  const fingerprint = (): string => {
    // What is promised of growth is judged by two months.
    const growing = metrics.filter(({ growth }) => growth !== null)
    const growthKey =
      growing.length === 0
        ? ''
        : [lastMonthKey(context.snapshot), JSON.stringify(growing.map(({ months }) => months))].join()
    const names = components
      .filter(({ id }) => metrics.some(({ component }) => component === id))
      .map(({ id, name }) => JSON.stringify([id, name]))
    return hash(`${context.liveKey} ${metrics.map(metricKey).join()} ${names.join()} ${growthKey}`)
  }
  const keys = { fingerprint: lazily(fingerprint), deferrableKey: () => deferrable(context) }
  return [lazyInputs(figuresPlace, keys)]
}

/** The same as open data. */
export function metricsDataInputs(context: PageContext): PageInputs[] {
  const { metrics, generatedAt } = context.snapshot
  return [
    lazyInputs('/data/metrics.json', {
      fingerprint: () => hash(`${context.commonKey} ${generatedAt} ${metrics.map(metricKey).join()}`),
      deferrableKey: () => deferrable(context),
    }),
  ]
}
