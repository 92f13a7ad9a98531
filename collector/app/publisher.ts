import { join } from 'node:path'
import { type Terminal, createDelayedProgressBar } from './terminal.ts'
import { type Clock, sleep } from '../core/time/clock.ts'
import { assembleSnapshot } from '../core/snapshot/assemble-snapshot.ts'
import type { Config } from '../core/config/config.ts'
import { isOpen } from '../core/incident/incident.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { type ThemeFiles, themeFiles } from './theme-files.ts'
import { openFolder } from '../publishing/release/folder-publisher.ts'
import { createHooks } from '../publishing/hooks.ts'
import { writeSite } from '../publishing/release/write-site.ts'
import type { CollectorMetrics } from '../server/collector-metrics.ts'
import type { SnapshotSource } from '../publishing/gather/snapshot-source.ts'
import { createWebSubPublisher } from '../publishing/websub.ts'
import { createPublishLoop } from '../publishing/publish-loop.ts'
import { createSnapshotMaker, nextChangeAt } from '../publishing/snapshot-maker.ts'
import type { AppContext } from './context.ts'

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
  /** How long ago it was published, ms. */
  age(): number
  stop(): Promise<void>
}

/** How long one who publishes and leaves waits for a hub, ms. */
const hubTimeout = 10_000

/** Wire the publication together. */
export async function createPublisher(
  parts: AppContext,
  initial: SnapshotSource,
  clock: Clock,
  metrics: CollectorMetrics,
): Promise<Publisher> {
  const { terminal, renderer, log } = parts
  const current = await initialSettings(parts, initial)
  const { folder, hub, hooks, close } = await openOutputs(parts, () => current.config, clock)
  const maker = createSnapshotMaker()
  let hasPublished = false
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
      withProgressBar({ interactive: terminal.interactive && !hasPublished }, (progress) =>
        folder.publish(snapshot, renderer, { scope, extra: current.theme, progress, isInterrupted }),
      ),
    every: () => current.config.publish.every,
    onPublished({ changed, removed, written, isComplete, took }, snapshot) {
      if (trouble) log.info('publishing works again')
      hasPublished ||= isComplete
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
      const message = (error as Error).message
      metrics.recordPublishFailure()
      tried()
      if (trouble === null || withoutFileNames(trouble) !== withoutFileNames(message))
        log.error(`publishing failed, the last release stays: ${message}`)
      trouble = message
    },
  })

  return {
    site: join(terminal.data, 'site'),
    snapshot: async () => maker.last ?? gather(),
    snapshotSince: createRecentSnapshots(gather, () => maker.last),
    request: loop.request,
    tick(now) {
      if (now < boundaryAt) return
      boundaryAt = Infinity
      loop.request()
    },
    firstAttempt: () => new Promise<void>((resolve) => (tried = resolve)),
    async publish() {
      await loop.now()
      await hooks.settled()
      await settledWithin(clock, hub.settled(), hubTimeout)
    },
    async publishTo(dir) {
      const snapshot = await gather()
      await withProgressBar(terminal, (progress) =>
        writeSite(dir, snapshot, renderer, current.theme, progress),
      )
    },
    reconfigure: (config, facts, theme) => void Object.assign(current, { config, facts, theme }),
    trouble() {
      const late = clock.monotonic() - publishedAt > 2 * current.config.publish.every + 60_000
      return trouble ?? (late ? 'the page has not been published in time' : null)
    },
    age: () => clock.monotonic() - publishedAt,
    async stop() {
      await loop.stop()
      await close()
    },
  }
}

/** What publications are made by; another configuration changes it as a whole. */
type PublisherSettings = { config: Config; facts: SnapshotSource; theme: ThemeFiles }

const initialSettings = async (
  { config, terminal }: AppContext,
  facts: SnapshotSource,
): Promise<PublisherSettings> => ({
  config,
  facts,
  theme: await themeFiles(terminal.data, config.page.theme),
})

function recordPublication(metrics: CollectorMetrics, snapshot: Snapshot, took: number): void {
  metrics.recordPublication(took)
  metrics.setOpenIncidents(snapshot.incidents.filter(isOpen).length)
  metrics.setComponents(snapshot.components)
}

/** Where publications go: the folder, the operator's hooks, the WebSub hub. */
async function openOutputs({ terminal, log, demo }: AppContext, config: () => Config, clock: Clock) {
  const folder = await openFolder(terminal.data, { clock, durable: !demo })
  const hub = createWebSubPublisher({
    hub: () => config().publish.hub,
    page: () => config().page.url,
    clock,
    log,
  })
  const hooks = createHooks({ after: () => config().publish.after, hold: folder.hold, clock, log })
  return {
    folder,
    hub,
    hooks,
    async close(): Promise<void> {
      await hooks.stop()
      await hub.stop()
      await folder.close()
    },
  }
}

/** Finds a snapshot that shows all that was stored by an instant: the published one, else one made for a message, else a new one. */
function createRecentSnapshots(
  gather: () => Promise<Snapshot>,
  published: () => Snapshot | null,
): (at: number) => Promise<Snapshot> {
  let made: Snapshot | null = null
  return async (at) => {
    const recent = [published(), made].find((one) => one !== null && one.generatedAt > at)
    return recent ?? (made = await gather())
  }
}

/** A failure is logged once: the names of the files it happened to differ each time. */
const withoutFileNames = (text: string): string => text.replaceAll(/'[^']*'/g, '')

/** Publish with a progress bar on the terminal, should it take long. */
async function withProgressBar<T>(
  terminal: Pick<Terminal, 'interactive'>,
  publish: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const show = createDelayedProgressBar(terminal, 'publishing')
  const made = await publish((done, total) => show(done / total))
  show(1)
  return made
}

/** Wait for some work, for so many ms at most. */
async function settledWithin(clock: Clock, work: Promise<void>, ms: number): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([work, sleep(clock, ms, waiting.signal)])
  waiting.abort()
}
