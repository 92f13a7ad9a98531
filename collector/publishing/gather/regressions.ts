import { setImmediate as breathe } from 'node:timers/promises'
import type { Config } from '../../core/config/config.ts'
import { type Sketch, addTo, decode, emptySketch, merge } from '../../core/availability/latency-sketch.ts'
import { detectRegression } from '../../core/slo/detect-regression.ts'
import type { Regression } from '../../core/slo/regression.ts'
import type { ChangeReader } from '../../store/changes.ts'
import type { CheckReader } from '../../store/check-store.ts'

const hour = 3_600_000
const week = 7 * 24 * hour
/** How old an answer may be, ms: nobody is told to the second that answers became slower. */
const fresh = 60_000

/**
 * How much slower than usual each component answers: P95 of the checks of the last hour against that of the seven days
 * before, in whole hours (UTC). Worked out at most once a minute, the seven days once an hour.
 *
 * @returns a function of reads of one instant and of now (ms since the epoch); it rejects with StoreError
 */
export function createRegressionReader(
  config: Pick<Config, 'components'>,
): (reader: CheckReader & ChangeReader, now: number) => Promise<ReadonlyMap<string, Regression>> {
  let known: ReadonlyMap<string, Regression> = new Map()
  let knownAt = -Infinity
  let usual = new Map<string, Sketch>()
  let usualTo = -Infinity
  /** How often timelines had been replaced when these were worked out. */
  let revision = -1

  /** The seven days before an instant, by component. A few components at a time, so that no probe waits. */
  async function readBaselines(reader: CheckReader, to: number): Promise<void> {
    const baselines = new Map<string, Sketch>()
    for (const component of config.components) {
      const monitors = component.monitors.map((monitor) => monitor.id)
      if (monitors.length === 0) continue
      let sum = emptySketch
      for (const { sketch } of await reader.rollups('hour', { from: to - week, to }, monitors))
        if (sketch.length > 0) sum = sum === emptySketch ? decode(sketch) : merge(sum, decode(sketch))
      baselines.set(component.id, sum)
      await breathe()
    }
    usual = baselines
    usualTo = to
  }

  return async (reader, now) => {
    const { history } = await reader.changeCounts()
    if (history !== revision) knownAt = usualTo = -Infinity
    revision = history
    if (now >= knownAt && now - knownAt < fresh) return known
    const to = Math.floor((now - hour) / hour) * hour
    if (to !== usualTo) await readBaselines(reader, to)
    const found = new Map<string, Regression>()
    const regions = Map.groupBy(await reader.series(), (one) => one.monitor)
    for (const component of config.components) {
      const took: number[] = []
      for (const { id } of component.monitors)
        for (const { region } of regions.get(id) ?? [])
          for (const check of await reader.checks(id, region, { from: now - hour + 1, to: now + 1 }))
            if ((check.health === 'up' || check.health === 'degraded') && check.took !== null)
              took.push(check.took)
      // Many checks: what comes of them may go before the next component's come.
      await breathe()
      found.set(
        component.id,
        detectRegression(addTo(emptySketch, took), usual.get(component.id) ?? emptySketch),
      )
    }
    known = found
    knownAt = now
    return found
  }
}
