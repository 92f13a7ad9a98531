import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher } from 'undici'
import { systemClock } from '../collector/time/system-clock.ts'
import { createMonitorStates } from '../collector/core/evaluation/monitor-states.ts'
import type { ActiveMonitor } from '../collector/core/monitoring/monitor.ts'
import { probe } from '../collector/probes/index.ts'
import { createCollectorMetrics } from '../collector/server/collector-metrics.ts'
import { createRecorder } from '../collector/monitoring/recorder.ts'
import { runCheck } from '../collector/monitoring/run-check.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { certificateAuthority } from '../tests/probes/certificates.ts'
import { type BenchContext, type MeasurementGroup, perSecond, speedRatio } from './measurement.ts'
import { median, relativeSpread } from './statistics.ts'
import { configOf, httpMonitors } from './generated-config.ts'
import { type BenchTarget, startTarget } from './target-server.ts'

/** Checks under way at once. */
const concurrency = 32
/** Measured rounds of each of the two, in turns, after `warmUp` of each. */
const rounds = 9
const warmUp = 2

/** One round: every monitor is looked at once. Resolves when all that follows from it is done. */
type BenchRound = () => Promise<void>

/**
 * Checks per CPU-second of this process: the whole pipeline against bare undici. Both open a fresh connection for each
 * check to the same server, which runs on the other core; the rounds alternate, so that whatever else the machine does
 * falls on both.
 */
export const checks: MeasurementGroup = {
  measurements: {
    checks_per_cpu_second: perSecond,
    undici_checks_per_cpu_second: perSecond,
    check_ratio: speedRatio,
    https_check_ratio: speedRatio,
  },
  async measure(bench) {
    if (bench.isRequested('checks_per_cpu_second', 'undici_checks_per_cpu_second', 'check_ratio')) {
      const target = await startTarget()
      bench.onClose(target.close)
      const { ours, theirs, pairs } = await compareThroughput(bench, 'http', target, 4_000)
      bench.report('checks_per_cpu_second', median(ours))
      bench.report('undici_checks_per_cpu_second', median(theirs))
      bench.report('check_ratio', median(pairs))
    }
    if (bench.isRequested('https_check_ratio')) {
      const signer = certificateAuthority()
      if (!signer) return bench.log('https needs the openssl program to make a certificate')
      bench.onClose(signer.close)
      const target = await startTarget(signer.sign('IP:127.0.0.1', 30))
      bench.onClose(target.close)
      const { pairs } = await compareThroughput(bench, 'https', target, 1_000, signer.ca)
      bench.report('https_check_ratio', median(pairs))
    }
  },
}

/** Checks per CPU-second, round by round, of both, and their ratio in each pair of rounds. */
async function compareThroughput(
  bench: BenchContext,
  what: string,
  target: BenchTarget,
  count: number,
  ca?: string,
) {
  const own = await pipeline(bench, target.url, count, ca)
  const bare = bareUndici(bench, target.url, count, ca)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = -warmUp; round < rounds; round++) {
    bench.log(`${what}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}`)
    const [a, b] = [await rate(own, target, count), await rate(bare, target, count)]
    if (round < 0) continue
    ours.push(a)
    theirs.push(b)
  }
  const pairs = ours.map((a, i) => a / theirs[i]!)
  bench.log(
    `${what}: ${median(ours).toFixed(0)} checks per CPU-second (middle half within ${(relativeSpread(ours) * 100).toFixed(1)} %), bare undici ${median(theirs).toFixed(0)} (${(relativeSpread(theirs) * 100).toFixed(1)} %), ratio ${median(pairs).toFixed(3)} (${(relativeSpread(pairs) * 100).toFixed(1)} %)`,
  )
  return { ours, theirs, pairs }
}

async function rate(round: BenchRound, target: BenchTarget, count: number): Promise<number> {
  const before = await target.counts()
  await sleep(50)
  const start = process.cpuUsage()
  await round()
  const { user, system } = process.cpuUsage(start)
  const after = await target.counts()
  const connections = after.connections - before.connections
  const requests = after.requests - before.requests
  if (connections !== count || requests !== count)
    throw new Error(`${count} checks made ${connections} connections and ${requests} requests`)
  return count / ((user + system) / 1e6)
}

/** Have every item worked on, `abreast` at a time. */
async function forEachConcurrently<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

/** All that happens to a check in the running collector: probe, evaluate, count, record in a database on disk. */
async function pipeline(bench: BenchContext, url: string, count: number, ca?: string): Promise<BenchRound> {
  const config = configOf(httpMonitors(url, { components: count / 10, monitors: 10 }))
  const store = await openSqliteStore(join(await bench.temporaryFolder(), 'status.db'), {
    timezone: 'Europe/Paris',
  })
  bench.onClose(() => store.close())
  const clock = systemClock()
  const states = createMonitorStates(config, '', new Map(), [])
  const metrics = createCollectorMetrics()
  const record = createRecorder({
    stateRevisions: new Map(),
    store,
    clock,
    states,
    onStored: (change) => {
      if (change.kind !== 'monitoring') return
      for (const { health } of change.transitions) metrics.recordTransition(health)
    },
    onTrouble(error) {
      if (error) throw error
    },
  })
  bench.onClose(record.stop)
  const checkDeps = {
    clock,
    region: '',
    probe: (monitor: ActiveMonitor) => probe(monitor, ca === undefined ? {} : { ca: [ca] }),
    reachability: { isConnected: () => Promise.resolve(true), stalledSince: () => false },
    states,
    recorder: record,
    onOutcome(monitor: ActiveMonitor, outcome: Awaited<ReturnType<typeof probe>>) {
      if (outcome.health !== 'up') throw new Error(`a check failed: ${outcome.fault?.detail}`)
      metrics.recordCheck(monitor.kind, outcome)
    },
  }
  const monitors = config.components.flatMap((component) => component.monitors) as readonly ActiveMonitor[]
  return async () => {
    await forEachConcurrently(monitors, (monitor) => runCheck(monitor, checkDeps))
    await record.flush()
  }
}

/** The least that undici can do: one dispatcher, a fresh connection each time, the body read and let go. */
function bareUndici(bench: BenchContext, url: string, count: number, ca?: string): BenchRound {
  // Neither resumes TLS sessions: that would not be a fresh look.
  const agent = new Agent(ca === undefined ? {} : { connect: { ca, maxCachedSessions: 0 } })
  bench.onClose(() => agent.close())
  const { origin, pathname: path } = new URL(url)
  const request = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData() {},
        onResponseEnd: () => resolve(),
        onResponseError: (_, error) => reject(error),
      }
      agent.dispatch({ origin, path, method: 'GET', reset: true }, handler)
    })
  const all = Array.from({ length: count })
  return () => forEachConcurrently(all, request)
}
