import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { type Sketch, addTo, decode, emptySketch, merge } from '../core/availability/latency-sketch.ts'
import type { ComponentConfig, Config } from '../core/config/config.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import type { MeasuredComponent } from '../core/deployment/judge-deployment.ts'
import { availabilityAt, createWindowCounter, evidenceOf, historyOf } from '../core/explain/evidence.ts'
import { exclusionsOf } from '../core/explain/explain.ts'
import { incidentsByComponent } from '../core/incident/incident-index.ts'
import { maintenanceByComponent } from '../core/maintenance/component-maintenance.ts'
import { componentTimelines } from '../core/monitoring/component-timelines.ts'
import { hourFloor } from '../core/time/calendar.ts'
import { type Interval, subtract } from '../core/time/interval.ts'
import { week } from '../core/time/units.ts'
import type { Series } from '../store/check-store.ts'
import type { StoreReader } from '../store/store.ts'

/** The parts of the configuration that say what is measured. */
export type MeasurementConfig = Pick<Config, 'components' | 'notice' | 'uptime' | 'deployments'>

/**
 * Measures the components that a deployment concerns over its watch so far (ms), from what is stored: those it names, all
 * where it names none, and those that are critical whatever is deployed. Rejects with StoreError.
 *
 * @param now ms; what nobody looked at until then is unknown
 */
export type MeasureDeployment = (
  reader: StoreReader,
  deployment: Deployment,
  watch: Interval,
  now: number,
) => Promise<readonly MeasuredComponent[]>

/** @returns what measures by a configuration, and remembers the seven days before each deployment */
export function createDeploymentMeasurement(config: MeasurementConfig): MeasureDeployment {
  const baselines = new Map<string, Sketch>()

  /** Latencies of the seven days before an instant: whole hours, then the checks of the hour it lies in. */
  async function baselineOf(
    reader: StoreReader,
    series: readonly Series[],
    deployment: string,
    component: ComponentConfig,
    to: number,
  ): Promise<Sketch> {
    const key = `${deployment} ${component.id}`
    const known = baselines.get(key)
    if (known) return known
    const monitors = component.monitors.map(({ id }) => id)
    let sum = emptySketch
    const hours = { from: hourFloor(to) - week, to: hourFloor(to) }
    if (monitors.length > 0)
      for (const { sketch } of await reader.rollups('hour', hours, monitors)) sum = merge(sum, decode(sketch))
    const { latency } = await checksOf(reader, series, { from: hourFloor(to), to }, [])
    const baseline = merge(sum, latency)
    baselines.set(key, baseline)
    return baseline
  }

  return async (reader, deployment, watch, now) => {
    const { critical } = config.deployments.rollback
    const isDeployed = ({ id }: ComponentConfig): boolean =>
      deployment.components.length === 0 || deployment.components.includes(id)
    const concerned = config.components.filter((one) => isDeployed(one) || critical?.includes(one.id))
    const transitions = Map.groupBy(
      await reader.transitions(
        { from: watch.from, to: now + 1 },
        concerned.flatMap(({ monitors }) => monitors.map(({ id }) => id)),
      ),
      ({ monitor }) => monitor,
    )
    const seriesOf = Map.groupBy(await reader.series(), ({ monitor }) => monitor)
    const incidents = incidentsByComponent((await reader.incidents(watch)).filter((one) => !one.withdrawn))
    const work = maintenanceByComponent(await reader.maintenances(watch), watch, true)
    const count = createWindowCounter(config)
    const measured: MeasuredComponent[] = []
    for (const component of concerned) {
      // Many checks: what comes of them may go before the next component's come, and probes get their turn.
      await yieldToEventLoop()
      const series = component.monitors.flatMap(({ id }) => seriesOf.get(id) ?? [])
      // What time itself says of those who no longer look holds for this process, too.
      const life = componentTimelines(
        component,
        series,
        (id) => transitions.get(id) ?? [],
        now,
        () => false,
      )
      const history = historyOf(component, life, incidents.get(component.id) ?? [], [], watch, now)
      const evidence = evidenceOf(history, (work.get(component.id) ?? []).map(count), watch)
      const excluded = exclusionsOf(evidence)
      measured.push({
        component: component.id,
        deployed: isDeployed(component),
        hasMonitors: component.monitors.length > 0,
        ...(await checksOf(reader, series, watch, excluded)),
        baseline: await baselineOf(reader, series, deployment.id, component, watch.from),
        availability: availabilityAt(evidence, watch, now, config.uptime.weights),
        outages: subtract(
          evidence.slices.filter(({ status }) => status === 'major_outage'),
          excluded,
        ),
      })
    }
    return measured
  }
}

/** Checks of some series in an interval (ms), those inside others left out: how many, how many failed, and their latencies. */
async function checksOf(
  reader: StoreReader,
  series: readonly Series[],
  within: Interval,
  excluded: readonly Interval[],
): Promise<Pick<MeasuredComponent, 'checks' | 'failed' | 'latency'>> {
  const took: number[] = []
  let checks = 0
  let failed = 0
  for (const { monitor, region } of series)
    for (const check of await reader.checks(monitor, region, within)) {
      if (check.health === 'unknown') continue
      if (excluded.some(({ from, to }) => check.at >= from && check.at < to)) continue
      checks++
      if (check.health === 'down') failed++
      else if (check.took !== null) took.push(check.took)
    }
  return { checks, failed, latency: addTo(emptySketch, took) }
}
