import { join } from 'node:path'
import { type Archive, openArchive } from './report-archiver.ts'
import { type Board, type Changed, openBoard } from './notice-sync.ts'
import { systemClock, tellJump } from './system-clock.ts'
import type { Check, Outcome } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import type { MetricPoint } from '../core/metric/metric.ts'
import type { ActiveMonitor, HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import { openLedger } from './bootstrap.ts'
import { noticeReader } from '../notices/files/parse-file.ts'
import type { Parts } from './context.ts'
import { type Press, openPress } from './publisher.ts'
import { isConnected } from '../probes/connectivity-probe.ts'
import { probe } from '../probes/index.ts'
import { pullFigure } from '../metrics/sources/pull-metric.ts'
import { type Metrics, createMetrics } from '../server/metrics.ts'
import { connectivity } from '../monitoring/connectivity.ts'
import { watchOthers } from '../monitoring/external-changes.ts'
import { gatherer } from '../publishing/gather.ts'
import { heartbeats } from '../monitoring/heartbeats.ts'
import { keepLookout } from '../monitoring/scheduler.ts'
import { pulse } from '../monitoring/stall-detector.ts'
import { prune } from '../monitoring/retention.ts'
import { figures } from '../metrics/metric-pulls.ts'
import { type Recorder, recorder } from '../monitoring/recorder.ts'
import { storyteller } from '../monitoring/health-log.ts'
import { watch } from '../monitoring/run-check.ts'
import type { Receipt } from '../store/store.ts'

/** Which collector this is; there is one, until several share a store. */
export const region = ''

/** How many probes may be under way at once: slow targets wait in the network, not on our cores. */
const concurrency = 512
/** How often time is let pass in the ledger, and strangers' writes are looked for, ms. */
const tick = 250
const hour = 3_600_000

/** A collector at work. */
export type Collector = {
  readonly metrics: Metrics
  readonly site: string
  readonly clock: Clock
  /** What keeps it from its work now, in words; empty when nothing does. */
  troubles(): readonly string[]
  /** A beat for a heartbeat monitor; resolves when it is durable, rejects when the store refused. */
  beat(monitor: HeartbeatMonitor, what: 'ok' | 'start' | 'fail'): Promise<void>
  /** Take points of metrics with what they are answered; resolves when both are durable. */
  push(points: readonly MetricPoint[], receipts: readonly Receipt[]): Promise<void>
  /** This process has written notices: they are to be public. */
  noticed(changed: Changed): void
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
  const { config, store, log } = parts
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
  await store.commit({ configured: { at: clock.now(), components: config.components, region } })

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
      press.request()
    },
  )
  const facts = gatherer(
    store,
    config,
    () => ({ cutOff: network.cutOff(), demo: parts.demo }),
    !parts.publishing,
  )
  const press: Press = await openPress(parts, facts, clock, metrics)
  let complained = ''
  const complain =
    (what: string) =>
    (error: unknown): void => {
      const message = `${what}: ${(error as Error).message}`
      if (message !== complained) log.error(message)
      complained = message
    }

  const archive: Archive = openArchive(
    store,
    config,
    log,
    () => {
      facts.forgetReports()
      press.request()
    },
    complain('reports could not be frozen'),
  )

  const record: Recorder = recorder({
    store,
    ledger: book,
    region,
    onChange({ transitions, incidents }) {
      facts.learn({ incidents })
      // What the collector says of an outage may end one that began in a month that is frozen.
      if (incidents.length > 0) archive.changed('notices')
      for (const { health } of transitions) metrics.transition(health)
      for (const { level, text } of tell(transitions)) log[level](text)
      press.request()
    },
    onTrouble(error) {
      metrics.storeError()
      if (error) log.error(`the database cannot be written, checks are kept in memory: ${error.message}`)
      else log.info('the database can be written again, nothing was lost')
    },
  })
  const outside = figures({
    store,
    metrics: config.metrics,
    clock,
    pull: (pull, signal) => pullFigure(pull, signal, config.secrets),
    tell: (level, text) => log[level](text),
    onNews(past) {
      if (past) facts.forgetMetrics()
      press.request()
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

  function noticed(changed: Changed): void {
    facts.learn(changed)
    archive.changed('notices')
    // What a person says in an incident the collector opened, the collector must know of.
    if (changed.incidents?.some(({ automatic }) => automatic))
      void store.incidents().then(book.adopt, complain('what people have written could not be read'))
    press.request()
  }

  if (!parts.publishing) {
    // Whatever happened while no collector ran is unknown from the first publication on.
    record.pass(clock.now())
    await record.flush()
  }

  const board: Board = await openBoard({
    store,
    config,
    clock,
    log,
    onChange: noticed,
    notices: join(parts.terminal.data, 'notices'),
    readNotice: noticeReader(config),
    onProgramme() {
      facts.forgetNotices()
      press.request()
    },
  })
  // One that only passes by takes over what lies there; one that stays goes on watching from `begin` on.
  if (parts.publishing) await board.readFiles()

  let lookout: ReturnType<typeof keepLookout> | null = null
  let ticking: NodeJS.Timeout | null = null
  let noticing: Promise<void> | null = null
  let pruning: Promise<unknown> | null = null
  let prunedAt = -Infinity

  function everyTick(): void {
    void beats.pass()
    record.pass(clock.now())
    board.pass()
    press.pass(clock.now())
    archive.pass(clock.now())
    if (network.cutOff()) void network.connected()
    metrics.load(lookout?.load() ?? { running: 0, waiting: 0 }, record.backlog(), press.age() / 1000)
    noticing ??= others
      .notice()
      .then((something) => {
        complained = ''
        if (something === 'nothing') return
        if (something === 'history') facts.forget()
        else facts.forgetNotices()
        archive.changed()
        press.request()
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
    site: press.site,
    troubles() {
      const { waiting } = lookout?.load() ?? { waiting: 0 }
      return [
        ...(record.trouble() ? [`storing: ${record.trouble()!.message}`] : []),
        ...(press.trouble() ? [`publishing: ${press.trouble()}`] : []),
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
    push: outside.push,
    noticed,
    async lookOnce() {
      await board.readFiles()
      const queue = [...active]
      const pulled = outside.pullOnce()
      // Told below, once everything has been looked at.
      pulled.catch(() => {})
      await Promise.all(
        Array.from({ length: Math.min(concurrency, queue.length) }, async () => {
          for (let monitor = queue.shift(); monitor; monitor = queue.shift()) await look(monitor)
        }),
      )
      await beats.pass()
      record.pass(clock.now())
      await record.flush()
      await pulled
      const trouble = record.trouble()
      if (trouble) throw trouble
    },
    begin() {
      const first = press.tried()
      lookout = keepLookout(active, { clock, look, concurrency, onStart: metrics.startedLate })
      outside.begin()
      ticking = setInterval(everyTick, tick)
      void board.watchFiles().catch(complain('the folder of notices cannot be watched'))
      press.request()
      return first
    },
    async publish() {
      await archive.settle(clock.now())
      await press.now()
    },
    async publishTo(dir) {
      await archive.settle(clock.now())
      await press.to(dir)
    },
    async stop() {
      if (ticking) clearInterval(ticking)
      // What a probe cut short would tell is of us, not of its target: nothing is recorded from here on.
      leaving.abort()
      attention.stop()
      await Promise.all([lookout?.stop(), outside.stop()])
      await board.stop()
      await archive.stop()
      await Promise.allSettled([noticing, pruning])
      await record.stop()
      if (record.backlog() > 0)
        log.error(`${record.backlog()} checks could not be stored before leaving, and are lost`)
      await press.stop()
    },
  }
}
