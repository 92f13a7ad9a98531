import { hash } from 'node:crypto'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { MetricView } from '../../../collector/core/metric/metric.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { figuresPlace, hasFigures } from '../../view/metrics/metrics-page.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

// A component's page, the overview and the page of figures ask for the same one: each metric is read once.
const keys = new WeakMap<MetricView, string>()

function keyOf(metric: MetricView): string {
  let key = keys.get(metric)
  if (key === undefined) {
    // Months are told in reports only.
    const { months: _, ...told } = metric
    keys.set(metric, (key = short(JSON.stringify(told))))
  }
  return key
}

/** What is promised of metrics and how they stand; values may wait. */
const newsOf = (metrics: readonly MetricView[]): string =>
  JSON.stringify(
    metrics.map((one) => [one.id, one.name, one.description, one.group, one.unit, one.component, one.state]),
  )

/** Whether the menu has an entry for figures: every page depends on it. */
export const figuresHead = (snapshot: Snapshot): string => (hasFigures(snapshot) ? 'figures' : '')

/** What the overview says of figures depends on those that are critical. */
export const criticalKey = ({ metrics }: Snapshot): string =>
  metrics
    .filter(({ state }) => state === 'critical')
    .map(keyOf)
    .join()

/** What a component's page says of its figures: `all` of it, and what a hurried publication must not leave out. */
export function figuresOf(
  { metrics }: Snapshot,
  component: string,
): { readonly all: string; readonly news: string } {
  const own = metrics.filter((metric) => metric.component === component)
  return { all: own.map(keyOf).join(), news: own.length > 0 ? short(newsOf(own)) : '' }
}

/**
 * The page of figures below each locale, and the same as open data; nothing where no metric is public.
 *
 * @param head what every page depends on
 * @param live what every page that tells the present depends on
 */
export function* figureParts(
  snapshot: Snapshot,
  locales: readonly string[],
  head: string,
  live: string,
): Generator<Omit<Route, 'file'>> {
  if (!hasFigures(snapshot)) return
  const { page, metrics, components, generatedAt } = snapshot
  const told = metrics.map(keyOf).join()
  const deferrable = short(`${head} ${newsOf(metrics)}`)
  const names = components
    .filter(({ id }) => metrics.some(({ component }) => component === id))
    .map(({ id, name }) => JSON.stringify([id, name]))
  for (const locale of locales)
    yield {
      path: `${locale === page.locale ? '' : `/${locale}`}${figuresPlace}`,
      fingerprint: short(`${live} ${told} ${names.join()}`),
      deferrable,
    }
  yield { path: '/data/metrics.json', fingerprint: short(`${head} ${generatedAt} ${told}`), deferrable }
}
