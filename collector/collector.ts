import { join } from 'node:path'
import { type Terminal, lateProgressBar } from './cli/terminal.ts'
import { systemClock, tellJump } from './clock.ts'
import type { Check, Outcome } from './core/check.ts'
import { assemble } from './core/assemble.ts'
import { withSameDays } from './core/reuse.ts'
import type { Snapshot } from './core/snapshot.ts'
import type { Clock } from './core/clock.ts'
import type { Config } from './core/config.ts'
import { isOpen } from './core/incident.ts'
import type { ActiveMonitor, HeartbeatMonitor } from './core/monitor.ts'
import type { Renderer } from './core/renderer.ts'
import { openLedger, themeFiles } from './house.ts'
import type { Log } from './log.ts'
import { isConnected } from './probes/connectivity.ts'
import { probe } from './probes/index.ts'
import { openFolder } from './publishers/folder.ts'
import { openHooks } from './publishers/hooks.ts'
import { writeSite } from './publishers/site.ts'
import { type Metrics, createMetrics } from './server/metrics.ts'
import { connectivity } from './steps/connectivity.ts'
import { watchOthers } from './steps/foreign.ts'
import { gatherer } from './steps/gather.ts'
import { heartbeats } from './steps/heartbeats.ts'
import { keepLookout } from './steps/look.ts'
import { pulse } from './steps/pulse.ts'
import { prune } from './steps/prune.ts'
import { type PublishLoop, publishLoop } from './steps/publish.ts'
import { type Recorder, recorder } from './steps/record.ts'
import { storyteller } from './steps/tell.ts'
import { watch } from './steps/watch.ts'
import type { Store } from './store/store.ts'

/** Which collector this is; there is one, until several share a store. */
export const region = ''

/** How many probes may be under way at once: slow targets wait in the network, not on our cores. */
const concurrency = 512
/** How often time is let pass in the ledger, and strangers' writes are looked for, ms. */
const tick = 250
const hour = 3_600_000

/** What a collector is made of before it runs. */
export type Parts = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly renderer: Renderer
  readonly log: Log
  readonly demo: boolean
  /** It only publishes what is stored, perhaps beside a collector that runs: it records nothing. */
  readonly publishing?: boolean
}

/** A collector at work. */
export type Collector = {
  readonly metrics: Metrics
  readonly site: string
  readonly clock: Clock
  /** What keeps it from its work now, in words; empty when nothing does. */
  troubles(): readonly string[]
  /** A beat for a heartbeat monitor; resolves when it is durable, rejects when the store refused. */
  beat(monitor: HeartbeatMonitor, what: 'ok' | 'start' | 'fail'): Promise<void>
  /** Look at everything once, now. */
  lookOnce(): Promise<void>
  /** Begin to look on schedule; resolves once the page was published for the first time, or could not be. */
  begin(): Promise<void>
  /** Publish what is known and wait for it. */
  publish(): Promise<void>
  /** Write the whole site into a folder of its own. */
  publishTo(dir: string): Promise<void>
  stop(): Promise<void>
}

/** Wire the steps together. Nothing is probed before `begin` or `lookOnce`. */
export async function collect(parts: Parts): Promise<Collector> {
  const { terminal, config, store, renderer, log } = parts
  const monitors = config.components.flatMap((component) => component.monitors)
  const others = await watchOthers({
    store,
    monitors,
    region,
    flush: () => record.flush(),
    ledger: () => book,
  })
  const latest = Math.max(0, ...(await store.latestChecks()).map((check) => check.at))
  const clock = systemClock(latest, (jump) => log.warn(tellJump(jump)))
  const attention = pulse(clock, (lasted) =>
    log.warn(
      `the collector stood still for ${(lasted / 1000).toFixed(1)} s; what failed meanwhile blames nobody`,
    ),
  )
  const active = monitors.filter((monitor): monitor is ActiveMonitor => monitor.kind !== 'heartbeat')
  const passive = monitors.filter((monitor): monitor is HeartbeatMonitor => monitor.kind === 'heartbeat')
  const metrics = createMetrics()
  const book = await openLedger(store, config, region)
  const tell = storyteller(
    new Map(monitors.map(({ id }) => [id, book.state(id).before ?? 'unknown'] as const)),
  )
  if (!parts.publishing)
    await store.commit({
      components: config.components.map((component) => ({ component: component.id, firstAt: clock.now() })),
    })

  const network = connectivity(
    () =>
      config.connectivity.length === 0 ? Promise.resolve(true) : isConnected(config.connectivity, 3_000),
    clock,
    (cutOff) => {
      if (cutOff)
        log.error(
          'the network is gone: none of the connectivity addresses answers; what we see is unknown, nobody is blamed',
        )
      else log.info('the network is back')
      publishing.request()
    },
  )
  const facts = gatherer(
    store,
    config,
    () => ({ cutOff: network.cutOff(), demo: parts.demo }),
    !parts.publishing,
  )
  const folder = await openFolder(terminal.data, { durable: !parts.demo })
  const extra = await themeFiles(terminal, config)
  const hooks = openHooks({ after: config.publish.after, hold: folder.hold, log })
  /** Publish with a bar for whoever watches, should it take long. */
  async function withBar<T>(
    publish: (progress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const show = lateProgressBar(terminal, 'publishing')
    const made = await publish((done, total) => show(done / total))
    show(1)
    return made
  }
  let shown: Snapshot | null = null
  let published = false
  let publishTrouble: string | null = null
  let tried = (): void => {}
  let publishedAt = clock.monotonic()
  const publishing: PublishLoop = publishLoop({
    gather: async () => (shown = withSameDays(assemble(await facts.gather(clock.now())), shown)),
    renderer,
    async publish(snapshot, templates, hurried) {
      // Only the first may be long: it makes the whole site.
      if (published) return folder.publish(snapshot, templates, extra, undefined, hurried)
      return withBar((progress) => folder.publish(snapshot, templates, extra, progress, hurried))
    },
    every: config.publish.every,
    onPublished({ changed, removed, written, took }, snapshot) {
      if (publishTrouble) log.info('published again')
      published = true
      publishTrouble = null
      publishedAt = clock.monotonic()
      tried()
      metrics.published(took)
      metrics.openIncidents(snapshot.incidents.filter(isOpen).length)
      if (changed.length + removed.length > 0) hooks.request()
      if (written > 0) log.debug({ changed: changed.length, took }, 'published')
    },
    onFailed(error) {
      const message = (error as Error).message
      metrics.publishFailed()
      tried()
      // Told once: the names of the files it happened to differ each time.
      const gist = (text: string | null): string | undefined => text?.replaceAll(/'[^']*'/g, '')
      if (gist(publishTrouble) !== gist(message))
        log.error(`the page could not be published, the last one stays: ${message}`)
      publishTrouble = message
    },
  })
  const record: Recorder = recorder({
    store,
    ledger: book,
    region,
    onChange({ transitions, incidents }) {
      facts.learn(incidents)
      for (const { health } of transitions) metrics.transition(health)
      for (const { level, text } of tell(transitions)) log[level](text)
      publishing.request()
    },
    onTrouble(error) {
      metrics.storeError()
      if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
      else log.info('the database can be written again, nothing was lost')
    },
  })
  const beats = heartbeats(passive, {
    clock,
    region,
    state: book.state,
    take: record.take,
    reachable: async (since) =>
      !attention.stoodStill(clock.monotonic() - 5_000, 1_000) && (await network.connected(since)),
  })
  const leaving = new AbortController()
  const looking = {
    clock,
    region,
    probe: (monitor: ActiveMonitor): Promise<Outcome> =>
      probe(monitor, { signal: leaving.signal, secrets: config.secrets }),
    connected: network.connected,
    stoodStill: attention.stoodStill,
    take: (check: Check, seenAt: number): void => {
      if (!leaving.signal.aborted) record.take(check, seenAt)
    },
    looking: book.looking,
    unconfirmed: book.unconfirmed,
    onOutcome: (monitor: ActiveMonitor, outcome: Outcome) => metrics.check(monitor.kind, outcome),
  }
  const look = (monitor: ActiveMonitor): Promise<boolean> => watch(monitor, looking)

  if (!parts.publishing) {
    // Whatever happened while no collector ran is unknown from the first publication on.
    record.pass(clock.now())
    await record.flush()
  }

  let lookout: ReturnType<typeof keepLookout> | null = null
  let ticking: NodeJS.Timeout | null = null
  let noticing: Promise<void> | null = null
  let pruning: Promise<unknown> | null = null
  let prunedAt = -Infinity

  let complained = ''
  const complain =
    (what: string) =>
    (error: unknown): void => {
      const message = `${what}: ${(error as Error).message}`
      if (message !== complained) log.error(message)
      complained = message
    }

  function everyTick(): void {
    void beats.pass()
    record.pass(clock.now())
    if (network.cutOff()) void network.connected()
    metrics.load(
      lookout?.load() ?? { running: 0, waiting: 0 },
      record.backlog(),
      (clock.monotonic() - publishedAt) / 1000,
    )
    noticing ??= others
      .notice()
      .then((something) => {
        complained = ''
        if (!something) return
        facts.forget()
        publishing.request()
      })
      .catch(complain('what others have written to the database could not be taken over'))
      .finally(() => (noticing = null))
    if (clock.monotonic() - prunedAt > hour && !pruning)
      pruning = prune(store, config, clock.now())
        .then((more) => {
          if (!more) prunedAt = clock.monotonic()
        })
        .catch((error: unknown) => {
          prunedAt = clock.monotonic()
          complain('old checks could not be pruned')(error)
        })
        .finally(() => (pruning = null))
  }

  return {
    metrics,
    clock,
    site: join(terminal.data, 'site'),
    troubles() {
      const late = clock.monotonic() - publishedAt > 2 * config.publish.every + 60_000
      const { waiting } = lookout?.load() ?? { waiting: 0 }
      return [
        ...(record.trouble() ? [`storing: ${record.trouble()!.message}`] : []),
        ...(publishTrouble
          ? [`publishing: ${publishTrouble}`]
          : late
            ? ['publishing: the page has not been published in time']
            : []),
        ...(network.cutOff()
          ? ['probing: the network is gone']
          : waiting > concurrency
            ? [`probing: ${waiting} probes wait for a place`]
            : []),
      ]
    },
    async beat(monitor, what) {
      beats.beat(monitor, what)
      await record.flush()
      const trouble = record.trouble()
      if (trouble) throw trouble
    },
    async lookOnce() {
      const queue = [...active]
      await Promise.all(
        Array.from({ length: Math.min(concurrency, queue.length) }, async () => {
          for (let monitor = queue.shift(); monitor; monitor = queue.shift()) await look(monitor)
        }),
      )
      await beats.pass()
      record.pass(clock.now())
      await record.flush()
      const trouble = record.trouble()
      if (trouble) throw trouble
    },
    begin() {
      const first = new Promise<void>((resolve) => (tried = resolve))
      lookout = keepLookout(active, { clock, look, concurrency, onStart: metrics.startedLate })
      ticking = setInterval(everyTick, tick)
      publishing.request()
      return first
    },
    async publish() {
      await publishing.now()
      await hooks.settled()
    },
    async publishTo(dir) {
      const snapshot = assemble(await facts.gather(clock.now()))
      await withBar((progress) => writeSite(dir, snapshot, renderer, extra, progress))
    },
    async stop() {
      if (ticking) clearInterval(ticking)
      // What a probe cut short would tell is of us, not of its target: nothing is recorded from here on.
      leaving.abort()
      attention.stop()
      await lookout?.stop()
      await Promise.allSettled([noticing, pruning])
      await record.stop()
      if (record.backlog() > 0)
        log.error(`${record.backlog()} checks could not be stored before leaving, and are lost`)
      await publishing.stop()
      await hooks.stop()
      await folder.close()
    },
  }
}
