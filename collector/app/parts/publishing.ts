import { join } from 'node:path'
import type { Config } from '../../core/config/config.ts'
import type { Clock } from '../../core/time/clock.ts'
import type { Connectivity } from '../../monitoring/connectivity.ts'
import { type SnapshotSource, createSnapshotSource } from '../../publishing/gather/snapshot-source.ts'
import type { CollectorMetrics } from '../../server/collector-metrics.ts'
import type { ChangeSource } from '../change-source.ts'
import type { AppContext } from '../context.ts'
import type { ProblemLog } from '../problem-log.ts'
import { createPublisher } from '../publisher.ts'
import { createReportTexts } from '../../reports/report-texts.ts'
import { createReportArchiver } from '../report-archiver.ts'

/** What makes pages and reports of what is stored. */
export async function createPublishingParts(
  context: AppContext,
  {
    clock,
    metrics,
    network,
    changes,
    problems,
  }: {
    readonly clock: Clock
    readonly metrics: CollectorMetrics
    readonly network: Connectivity
    readonly changes: ChangeSource
    readonly problems: ProblemLog
  },
) {
  const { config, store, log } = context
  const snapshotSourceOf = (of: Config): SnapshotSource =>
    createSnapshotSource(
      store,
      of,
      () => ({
        cutOff: network.isCutOff(),
        demo: context.demo,
        runsEvery: context.runsEvery ?? null,
      }),
      !context.publishOnly,
    )
  const publisher = await createPublisher(context, snapshotSourceOf(config), clock, metrics)
  network.subscribe(() => publisher.request())
  const reportArchiver = createReportArchiver(
    store,
    config,
    createReportTexts(join(context.terminal.data, 'reports'), config.page, log),
    log,
    changes.emit,
    problems.report('reports could not be frozen'),
  )
  return { publisher, reportArchiver, snapshotSourceOf }
}
