import type { ComponentAlertFacts, PointFacts } from '../core/alert/figures.ts'
import { type Sketch, decode, emptySketch, merge, mergeAll } from '../core/availability/latency-sketch.ts'
import type { ComponentConfig, Config } from '../core/config/config.ts'
import type { Check } from '../core/monitoring/check.ts'
import { detectRegression } from '../core/slo/detect-regression.ts'
import type { Interval } from '../core/time/interval.ts'
import { day, hour } from '../core/time/units.ts'
import type { StoreReader } from '../store/store.ts'
import { firstToExpire, heartbeatsOf } from './component-facts.ts'
import type { FactNeeds } from './fact-needs.ts'

/** What of it is needed. */
type PointNeeds = Pick<FactNeeds, 'certificates' | 'heartbeats' | 'regression'>

/** What held of a component at an instant of the past (ms), as far as it is needed. */
export type PointsOf = (component: ComponentConfig, now: number, needs: PointNeeds) => PointFacts

/**
 * What single instants of the past are judged by, as it is stored: certificates as they were seen, heartbeats as they came, and
 * slowdowns by the whole hours of response times. Rejects with StoreError.
 *
 * @param within what is looked at
 */
export async function readPointFacts(
  reader: StoreReader,
  config: Config,
  needs: PointNeeds,
  within: Interval,
): Promise<PointsOf> {
  const certificate = needs.certificates ? await certificatesOf(reader) : () => null
  const heartbeats = needs.heartbeats ? await heartbeatsAt(reader, config, within) : () => null
  const regression = needs.regression ? await regressionsAt(reader, config, within) : () => null
  return (component, now, needed) => ({
    certificate: needed.certificates ? certificate(component, now) : null,
    heartbeats: needed.heartbeats ? heartbeats(component, now) : null,
    regression: needed.regression ? regression(component, now) : null,
  })
}

type PointOf<Key extends keyof PointFacts> = (component: ComponentConfig, now: number) => PointFacts[Key]

/** The last of some rows, in the order of time, that are no later than an instant. */
function lastUntil<Row extends { readonly at: number }>(rows: readonly Row[], now: number): Row | undefined {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]!.at > now) high = middle
    else low = middle + 1
  }
  return rows[low - 1]
}

async function certificatesOf(reader: StoreReader): Promise<PointOf<'certificate'>> {
  const seen = Map.groupBy(await reader.certificates(), ({ monitor }) => monitor)
  return (component, now) => {
    const then = component.monitors.flatMap(({ id }) => lastUntil(seen.get(id) ?? [], now) ?? [])
    return firstToExpire(component, new Map(then.map(({ monitor, expiresAt }) => [monitor, expiresAt])))
  }
}

async function heartbeatsAt(
  reader: StoreReader,
  { components }: Config,
  within: Interval,
): Promise<PointOf<'heartbeats'>> {
  const jobs = new Set(
    components.flatMap(({ monitors }) =>
      monitors.flatMap(({ kind, id }) => (kind === 'heartbeat' ? [id] : [])),
    ),
  )
  const checks: Check[][] = []
  for (const { monitor, region } of await reader.series())
    if (jobs.has(monitor)) checks.push([...(await reader.checks(monitor, region, within))])
  return (component, now) =>
    heartbeatsOf(
      component,
      checks.flatMap((rows) => lastUntil(rows, now) ?? []),
    )
}

/** The last whole hour against the seven days before the day it is in. */
async function regressionsAt(
  reader: StoreReader,
  { components }: Config,
  { from, to }: Interval,
): Promise<PointOf<'regression'>> {
  const hours = new Map<string, ReadonlyMap<number, Sketch>>()
  for (const { id, monitors } of components) {
    const ids = monitors.map((monitor) => monitor.id)
    const sketches = new Map<number, Sketch>()
    if (ids.length > 0)
      for (const { at, sketch } of await reader.rollups('hour', { from: from - 8 * day, to }, ids))
        if (sketch.length > 0) sketches.set(at, merge(sketches.get(at) ?? emptySketch, decode(sketch)))
    hours.set(id, sketches)
  }
  const known = new Map<string, ComponentAlertFacts['regression']>()
  const usual = new Map<string, Sketch>()
  const usualBefore = (id: string, until: number): Sketch => {
    const key = `${id} ${until}`
    const found = usual.get(key)
    if (found) return found
    const before = [...hours.get(id)!].filter(([at]) => at >= until - 7 * day && at < until)
    const sum = mergeAll(before.map(([, sketch]) => sketch))
    usual.set(key, sum)
    return sum
  }
  return ({ id }, now) => {
    const last = Math.floor(now / hour) * hour - hour
    const key = `${id} ${last}`
    if (!known.has(key)) {
      const sketch = hours.get(id)!.get(last) ?? emptySketch
      known.set(key, detectRegression(sketch, usualBefore(id, Math.floor(last / day) * day)))
    }
    return known.get(key)!
  }
}
