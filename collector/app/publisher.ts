import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lateProgressBar } from '../cli/io/terminal.ts'
import type { Clock } from '../core/time/clock.ts'
import { assemble } from '../core/snapshot/assemble-snapshot.ts'
import { isOpen } from '../core/incident/incident.ts'
import { nextBoundary } from '../core/maintenance/maintenance.ts'
import { withSameDays } from '../core/snapshot/reuse-days.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { themeFiles } from './bootstrap.ts'
import { openFolder } from '../publishing/release/folder-publisher.ts'
import { openHooks } from '../publishing/hooks.ts'
import { writeSite } from '../publishing/release/write-site.ts'
import type { Metrics } from '../server/metrics.ts'
import type { Gatherer } from '../publishing/gather.ts'
import { hubPing } from '../publishing/websub.ts'
import { publishLoop } from '../publishing/publish-loop.ts'
import type { Parts } from './context.ts'

/** All that makes the page public: the loop, the folder, the operator's files and hooks. */
export type Press = {
  /** Folder of the current release. */
  readonly site: string
  /** There is news. */
  request(): void
  /** Time has passed, ms since the epoch: a window that begins, ends or is to be announced is news. */
  pass(now: number): void
  /** Resolves once the page was published, or could not be. */
  tried(): Promise<void>
  /** Publish all of it, hooks included. Rejects when it failed. */
  now(): Promise<void>
  /** Write the whole site into a folder of its own. */
  to(dir: string): Promise<void>
  /** Why the page is not what it should be, in words; null when it is. */
  trouble(): string | null
  /** How long ago it was published, ms. */
  age(): number
  stop(): Promise<void>
}

/** How long one who publishes and leaves waits for a hub, ms. */
const hubPatience = 10_000

/** Wire the publication together. */
export async function openPress(
  parts: Parts,
  facts: Gatherer,
  clock: Clock,
  metrics: Metrics,
): Promise<Press> {
  const { terminal, config, renderer, log } = parts
  const folder = await openFolder(terminal.data, { durable: !parts.demo })
  const extra = await themeFiles(terminal, config)
  const hub = hubPing({ hub: config.publish.hub, page: config.page.url, log })
  const hooks = openHooks({ after: config.publish.after, hold: folder.hold, log })
  let shown: Snapshot | null = null
  let whole = false
  /** When the planned work next changes what the page says, ms since the epoch. */
  let boundaryAt = Infinity
  let trouble: string | null = null
  let publishedAt = clock.monotonic()
  let tried = (): void => {}

  /** Publish with a bar for whoever watches, should it take long. */
  async function withBar<T>(
    publish: (progress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const show = lateProgressBar(terminal, 'publishing')
    const made = await publish((done, total) => show(done / total))
    show(1)
    return made
  }

  const loop = publishLoop({
    gather: async () => (shown = withSameDays(assemble(await facts.gather(clock.now())), shown)),
    renderer,
    async publish(snapshot, templates, hurried) {
      // Only the first may be long: it makes the whole site.
      if (whole) return folder.publish(snapshot, templates, extra, undefined, hurried)
      return withBar((progress) => folder.publish(snapshot, templates, extra, progress, hurried))
    },
    every: config.publish.every,
    onPublished({ changed, removed, written, took }, snapshot) {
      if (trouble) log.info('published again')
      whole = true
      boundaryAt = nextBoundary(snapshot.maintenances, snapshot.notice, snapshot.generatedAt) ?? Infinity
      trouble = null
      publishedAt = clock.monotonic()
      tried()
      metrics.published(took)
      metrics.openIncidents(snapshot.incidents.filter(isOpen).length)
      metrics.components(snapshot.components)
      if (changed.length + removed.length > 0) hooks.request()
      hub.published(changed)
      if (written > 0) log.debug({ changed: changed.length, took }, 'published')
    },
    onFailed(error) {
      const message = (error as Error).message
      metrics.publishFailed()
      tried()
      // Told once: the names of the files it happened to differ each time.
      const gist = (text: string | null): string | undefined => text?.replaceAll(/'[^']*'/g, '')
      if (gist(trouble) !== gist(message))
        log.error(`the page could not be published, the last one stays: ${message}`)
      trouble = message
    },
  })

  return {
    site: join(terminal.data, 'site'),
    request: loop.request,
    pass(now) {
      if (now < boundaryAt) return
      boundaryAt = Infinity
      loop.request()
    },
    tried: () => new Promise<void>((resolve) => (tried = resolve)),
    async now() {
      await loop.now()
      await hooks.settled()
      await Promise.race([hub.settled(), sleep(hubPatience, undefined, { ref: false })])
    },
    async to(dir) {
      const snapshot = assemble(await facts.gather(clock.now()))
      await withBar((progress) => writeSite(dir, snapshot, renderer, extra, progress))
    },
    trouble() {
      const late = clock.monotonic() - publishedAt > 2 * config.publish.every + 60_000
      return trouble ?? (late ? 'the page has not been published in time' : null)
    },
    age: () => clock.monotonic() - publishedAt,
    async stop() {
      await loop.stop()
      await hooks.stop()
      await hub.stop()
      await folder.close()
    },
  }
}
