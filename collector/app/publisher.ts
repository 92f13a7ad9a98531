import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../core/time/clock.ts'
import { assembleSnapshot } from '../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../core/config/config.ts'
import { isOpen } from '../core/incident/incident.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { type ThemeFiles, themeFiles } from './theme/theme-files.ts'
import { writeSite } from '../publishing/release/write-site.ts'
import type { CollectorMetrics } from '../server/collector-metrics.ts'
import type { SnapshotSource } from '../publishing/gather/snapshot-source.ts'
import { createPublishLoop } from '../publishing/publish-loop.ts'
import { createSnapshotMaker, nextChangeAt } from '../publishing/snapshot-maker.ts'
import type { AppContext } from './context.ts'
import { logPublishFailure } from './publishing/log-failure.ts'
import { createRecentSnapshots } from './publishing/recent-snapshots.ts'
import { openOutputs } from './publishing/outputs.ts'
import { withProgressBar } from './publishing/progress-bar.ts'

/** All that makes the page public: the loop, the folder, the operator's files and hooks. */
export type Publisher = {
  /** The snapshot that was published last, or one of now where none was. Rejects with StoreError. */
  snapshot(): Promise<Snapshot>
  /** A snapshot that shows all that was stored by an instant, ms, made where none is recent enough. Rejects with StoreError. */
  snapshotSince(at: number): Promise<Snapshot>
  /** Folder of the current release. */
  readonly site: string
  /** There is news. */
  request(): void
  /** Time has passed, ms since the epoch: a window that begins, ends or is to be announced is news. */
  tick(now: number): void
  /** Resolves once the page was published, or could not be. */
  firstAttempt(): Promise<void>
  /** Publish all of it, hooks included. Rejects when it failed. */
  publish(): Promise<void>
  /** Write the whole site into a folder of its own. */
  publishTo(dir: string): Promise<void>
  /** Publish by another configuration from the next publication on, with the theme files it names. */
  reconfigure(config: Config, facts: SnapshotSource, theme: ThemeFiles): void
  /** Why the page is not what it should be, in words; null when it is. */
  trouble(): string | null
  /** Whether this process has published what was stored before it began: what it acknowledged and then died of included. */
  hasCaughtUp(): boolean
  /** How long ago it was published, ms. */
  age(): number
  stop(): Promise<void>
}

/** Wire the publication together. */
export async function createPublisher(
  parts: AppContext,
  initial: SnapshotSource,
  clock: Clock,
  metrics: CollectorMetrics,
): Promise<Publisher> {
  const { terminal, renderer, log } = parts
  const current = await initialSettings(parts, initial)
  const { folder, hub, hooks, settled, close } = await openOutputs(parts, () => current.config, clock)
  const maker = createSnapshotMaker()
  let shown: 'nothing' | 'present' | 'all' = 'nothing'
  /** When the planned work next changes what the page says, ms since the epoch. */
  let boundaryAt = Infinity
  let trouble: string | null = null
  let publishedAt = clock.monotonic()
  let tried = (): void => {}
  const gather = async (): Promise<Snapshot> => assembleSnapshot(await current.facts.gather(clock.now()))
  const loop = createPublishLoop({
    clock,
    make: (cause) => maker[cause](current.facts, clock.now()),
    publish: ({ snapshot, scope }, isInterrupted) =>
      // Only the first may be long: it makes the whole site.
      withProgressBar({ interactive: terminal.interactive && shown !== 'all' }, (progress) =>
        folder.publish(snapshot, renderer, { scope, extra: current.theme, progress, isInterrupted }),
      ),
    every: () => current.config.publish.every,
    onPublished({ changed, removed, written, isComplete, took }, snapshot) {
      if (trouble) log.info('publishing works again')
      shown = isComplete || shown === 'all' ? 'all' : 'present'
      boundaryAt = nextChangeAt(snapshot)
      trouble = null
      publishedAt = clock.monotonic()
      tried()
      recordPublication(metrics, snapshot, took)
      if (changed.length + removed.length > 0) hooks.request()
      hub.published(changed)
      if (written > 0) log.debug({ changed: changed.length, took }, 'published')
    },
    onFailed(error) {
      const { message } = error as Error
      metrics.recordPublishFailure()
      tried()
      logPublishFailure(log, message, trouble)
      trouble = message
    },
  })

  const site = join(terminal.data, 'site')
  const isTakenAway = (): boolean => shown !== 'nothing' && !existsSync(join(site, 'index.html'))
  return {
    site,
    snapshot: async () => maker.last ?? gather(),
    snapshotSince: createRecentSnapshots(gather, () => maker.last),
    request: loop.request,
    tick(now) {
      // What failed is tried again by the loop, which waits in between.
      if (now < boundaryAt && (trouble !== null || !isTakenAway())) return
      boundaryAt = Infinity
      loop.request()
    },
    firstAttempt: () => new Promise<void>((resolve) => (tried = resolve)),
    async publish() {
      await loop.now()
      await settled()
    },
    async publishTo(dir) {
      await withProgressBar(terminal, async (progress) =>
        writeSite(dir, await gather(), renderer, current.theme, progress),
      )
    },
    reconfigure: (config, facts, theme) => void Object.assign(current, { config, facts, theme }),
    trouble: () =>
      clock.monotonic() - publishedAt > 2 * current.config.publish.every + 60_000
        ? (trouble ?? 'the page has not been published in time')
        : (trouble ??
          (isTakenAway() ? 'the page was taken away from site/ and is being published again' : null)),
    hasCaughtUp: () => shown !== 'nothing',
    age: () => clock.monotonic() - publishedAt,
    async stop() {
      await loop.stop()
      await close()
    },
  }
}

/** What publications are made by; another configuration changes it as a whole. */
type PublisherSettings = { config: Config; facts: SnapshotSource; theme: ThemeFiles }

async function initialSettings(parts: AppContext, facts: SnapshotSource): Promise<PublisherSettings> {
  const { config, terminal } = parts
  return { config, facts, theme: await themeFiles(terminal.data, config.page.theme) }
}

function recordPublication(metrics: CollectorMetrics, snapshot: Snapshot, took: number): void {
  metrics.recordPublication(took)
  metrics.setOpenIncidents(snapshot.incidents.filter(isOpen).length)
  metrics.setComponents(snapshot.components)
}
