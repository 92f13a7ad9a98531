import type { SnapshotInput } from '../../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../core/config/config.ts'
import type { QuietMinute } from '../../core/snapshot/bring-forward.ts'
import type { Deployment } from '../../core/deployment/deployment.ts'
import { openMonths } from '../../core/snapshot/snapshot-window.ts'
import type { ChangeCounts, ChangeKind } from '../../store/changes.ts'
import type { ConsistentReader } from '../../store/store.ts'
import { createMetricCache } from '../../metrics/metric-cache.ts'
import { checkedAtOf, componentFacts, isWatched } from './component-facts.ts'
import { createDateMemo } from './date-memo.ts'
import { emptyMemory } from './gather-memory.ts'
import { chartSpan, readStored } from './read-stored.ts'
import { regionInstants } from './region-facts.ts'
import { createRegressionReader } from './regressions.ts'
import { responseReader } from './response-times.ts'

/**
 * Reads what a snapshot is made of, all of it at one instant of the store, and remembers what cannot change any more. What
 * it remembers is held against the counts of changes of that very instant: nobody has to tell it what was written.
 */
export type SnapshotSource = {
  /** Rejects with StoreError. */
  gather(now: number): Promise<GatheredInput>
  /**
   * What has come since a gathering, if that is nothing but checks and points of metrics; else null, and all is to be
   * gathered. Rejects with StoreError.
   */
  quietMinute(since: GatheredInput, now: number): Promise<QuietMinute | null>
}

/** What a snapshot is made of, and how much had been changed when it was read. */
export type GatheredInput = SnapshotInput & {
  readonly counts: ChangeCounts
  /** Every series is being watched by this very process: as long as nothing is written, each is as it was. */
  readonly isWatched: boolean
}

/** What of a store a page shows besides checks and points of metrics. */
const shownKinds = [
  'transitions',
  'history',
  'notices',
  'metric_history',
  'reports',
  'deployments',
  'configuration',
] as const satisfies readonly ChangeKind[]

/**
 * @param live what only the running collector knows
 * @param collecting a collector keeps the timelines of this very process up to now
 */
export function createSnapshotSource(
  store: ConsistentReader,
  config: Config,
  live: () => Pick<SnapshotInput, 'cutOff' | 'demo' | 'runsEvery'>,
  collecting = true,
): SnapshotSource {
  const readRegressions = createRegressionReader(config)
  const metricCache = createMetricCache(config)
  const dates = createDateMemo(config.page)
  let memory = emptyMemory

  return {
    async gather(now) {
      const before = memory
      const { stored, regressions, metrics } = await store.read(async (reader) => {
        const rows = await readStored(reader, config, before, now)
        return {
          stored: rows,
          regressions: await readRegressions(reader, now),
          metrics: await metricCache.read(reader, now, rows.months),
        }
      })
      // Where another gathering has ended meanwhile its memory stays: each is right for the counts it was read at.
      if (memory === before) memory = stored.memory
      dates.shrink()
      const { days, hours, incidents, maintenances, announcements, reports, mixed } = stored.memory
      return {
        now,
        config,
        facts: componentFacts(stored, config, dates, now, collecting),
        incidents,
        maintenances,
        announcements,
        recurringMaintenance: stored.recurringMaintenance,
        response: responseReader({ days, hours, mixed }, dates, now, now - chartSpan),
        regressions,
        metrics,
        deployments: shownDeployments(stored.deployments, stored.from),
        reports,
        ...live(),
        counts: stored.memory.counts!,
        isWatched: collecting && isWatched(stored, config, now),
      }
    },
    quietMinute: (since, now) =>
      store.read(async (reader) => {
        const counts = await reader.changeCounts()
        const isQuiet =
          since.isWatched &&
          since.cutOff === live().cutOff &&
          shownKinds.every((kind) => counts[kind] === since.counts[kind])
        if (!isQuiet) return null
        const checks = await reader.latestChecks()
        const metrics =
          config.metrics.length === 0
            ? since.metrics
            : await metricCache.read(reader, now, openMonthsOf(since, now))
        return {
          now,
          metrics,
          checkedAt: checkedAtOf(config, checks),
          regionsCheckedAt: regionInstants(config, checks),
        }
      }),
  }
}

const openMonthsOf = ({ reports, config }: SnapshotInput, now: number): readonly string[] => {
  const frozen = new Set(reports.map((report) => report.period))
  return openMonths(now, config.page.timezone, (month) => frozen.has(month))
}

/** Those that touch the time since an instant; null where none was ever recorded. */
const shownDeployments = (all: readonly Deployment[], from: number): readonly Deployment[] | null =>
  all.length === 0 ? null : all.filter((one) => (one.finishedAt ?? Infinity) >= from)
