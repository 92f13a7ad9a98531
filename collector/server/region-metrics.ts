import { Gauge, type Registry } from 'prom-client'
import type { KnownHealth } from '../core/monitoring/health.ts'

/** What one region says of one monitor now. */
export type RegionReading = {
  readonly monitor: string
  readonly region: string
  readonly health: KnownHealth
  /** When it last looked, ms; null before the first time. */
  readonly lastAt: number | null
}

/** Prometheus metrics of the regions that watch. */
export type RegionMetrics = {
  /** From now on every scrape tells what this reads. */
  readRegionsFrom(read: () => readonly RegionReading[]): void
}

/** Health as a number; what is not known is absent. */
const healthValue = { up: 1, degraded: 0.5, down: 0 } as const

/** Gauges by monitor and region, read when they are asked for. Empty where the configuration lists no regions. */
export function createRegionMetrics(registers: Registry[]): RegionMetrics {
  let read: () => readonly RegionReading[] = () => []
  const gauge = (name: string, help: string, valueOf: (reading: RegionReading) => number | null): void => {
    const made: Gauge<'monitor' | 'region'> = new Gauge({
      name,
      help,
      labelNames: ['monitor', 'region'],
      registers,
      collect() {
        made.reset()
        for (const reading of read()) {
          const value = valueOf(reading)
          if (value !== null) made.set({ monitor: reading.monitor, region: reading.region }, value)
        }
      },
    })
  }
  gauge(
    'vigie_region_health',
    'What a region says of a monitor: 1 up, 0.5 degraded, 0 down; absent while unknown.',
    ({ health }) => (health === 'unknown' ? null : healthValue[health]),
  )
  gauge(
    'vigie_region_last_check_timestamp_seconds',
    'When a monitor was last checked from a region.',
    ({ lastAt }) => (lastAt === null ? null : lastAt / 1000),
  )
  return {
    readRegionsFrom(source) {
      read = source
    },
  }
}
