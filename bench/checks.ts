import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher } from 'undici'
import { systemClock } from '../collector/app/system-clock.ts'
import { createMonitorStates } from '../collector/core/monitoring/monitor-states.ts'
import type { ActiveMonitor } from '../collector/core/monitoring/monitor.ts'
import { probe } from '../collector/probes/index.ts'
import { createMetrics } from '../collector/server/metrics.ts'
import { createRecorder } from '../collector/monitoring/recorder.ts'
import { runCheck } from '../collector/monitoring/run-check.ts'
import { openSqliteStore } from '../collector/store/sqlite/open.ts'
import { authority } from '../tests/probes/certificates.ts'
import { type Bench, type Family, perSecond, ratio } from './figure.ts'
import { median, noise } from './numbers.ts'
import { configOf, httpMonitors } from './site.ts'
import { type Target, startTarget } from './target.ts'

/** Checks under way at once. */
const abreast = 32
/** Measured rounds of each of the two, in turns, after `warmUp` of each. */
const rounds = 9
const warmUp = 2

/** One round: every monitor is looked at once. Resolves when all that follows from it is done. */
type Round = () => Promise<void>

/**
 * Checks per CPU-second of this process: the whole pipeline against bare undici. Both open a fresh connection for each
 * check to the same server, which runs on the other core; the rounds alternate, so that whatever else the machine does
 * falls on both.
 */
export const checks: Family = {
  figures: {
    checks_per_cpu_second: perSecond,
    undici_checks_per_cpu_second: perSecond,
    check_ratio: ratio,
    https_check_ratio: ratio,
  },
  async measure(bench) {
    if (bench.wants('checks_per_cpu_second', 'undici_checks_per_cpu_second', 'check_ratio')) {
      const target = await startTarget()
      bench.later(target.close)
      const { ours, theirs, pairs } = await race(bench, 'http', target, 4_000)
      bench.report('checks_per_cpu_second', median(ours))
      bench.report('undici_checks_per_cpu_second', median(theirs))
      bench.report('check_ratio', median(pairs))
    }
    if (bench.wants('https_check_ratio')) {
      const signer = authority()
      if (!signer) return bench.say('https needs the openssl program to make a certificate')
      bench.later(signer.close)
      const target = await startTarget(signer.sign('IP:127.0.0.1', 30))
      bench.later(target.close)
      const { pairs } = await race(bench, 'https', target, 1_000, signer.ca)
      bench.report('https_check_ratio', median(pairs))
    }
  },
}

/** Checks per CPU-second, round by round, of both, and their ratio in each pair of rounds. */
async function race(bench: Bench, what: string, target: Target, count: number, ca?: string) {
  const own = await pipeline(bench, target.url, count, ca)
  const bare = undici(bench, target.url, count, ca)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = -warmUp; round < rounds; round++) {
    bench.say(`${what}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}`)
    const [a, b] = [await rate(own, target, count), await rate(bare, target, count)]
    if (round < 0) continue
    ours.push(a)
    theirs.push(b)
  }
  const pairs = ours.map((a, i) => a / theirs[i]!)
  bench.say(
    `${what}: ${median(ours).toFixed(0)} checks per CPU-second (middle half within ${(noise(ours) * 100).toFixed(1)} %), bare undici ${median(theirs).toFixed(0)} (${(noise(theirs) * 100).toFixed(1)} %), ratio ${median(pairs).toFixed(3)} (${(noise(pairs) * 100).toFixed(1)} %)`,
  )
  return { ours, theirs, pairs }
}

async function rate(round: Round, target: Target, count: number): Promise<number> {
  const before = await target.seen()
  await sleep(50)
  const start = process.cpuUsage()
  await round()
  const { user, system } = process.cpuUsage(start)
  const after = await target.seen()
  const connections = after.connections - before.connections
  const requests = after.requests - before.requests
  if (connections !== count || requests !== count)
    throw new Error(`${count} checks made ${connections} connections and ${requests} requests`)
  return count / ((user + system) / 1e6)
}

/** Have every item worked on, `abreast` at a time. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

/** All that happens to a check in the running collector: probe, evaluate, count, record in a database on disk. */
async function pipeline(bench: Bench, url: string, count: number, ca?: string): Promise<Round> {
  const config = configOf(httpMonitors(url, { components: count / 10, monitors: 10 }))
  const store = await openSqliteStore(join(await bench.folder(), 'status.db'), { timezone: 'Europe/Paris' })
  bench.later(() => store.close())
  const clock = systemClock()
  const states = createMonitorStates(config, '', new Map(), [])
  const metrics = createMetrics()
  const record = createRecorder({
    store,
    states: states,
    region: '',
    onChange: ({ transitions }) => {
      for (const { health } of transitions) metrics.transition(health)
    },
    onTrouble(error) {
      if (error) throw error
    },
  })
  bench.later(record.stop)
  const checkDeps = {
    clock,
    region: '',
    probe: (monitor: ActiveMonitor) => probe(monitor, ca === undefined ? {} : { ca: [ca] }),
    isConnected: () => Promise.resolve(true),
    stalledSince: () => false,
    record: record.record,
    checkStarted: states.checkStarted,
    hasUnconfirmedChange: states.hasUnconfirmedChange,
    onOutcome(monitor: ActiveMonitor, outcome: Awaited<ReturnType<typeof probe>>) {
      if (outcome.health !== 'up') throw new Error(`a check failed: ${outcome.fault?.detail}`)
      metrics.check(monitor.kind, outcome)
    },
  }
  const monitors = config.components.flatMap((component) => component.monitors) as readonly ActiveMonitor[]
  return async () => {
    await each(monitors, (monitor) => runCheck(monitor, checkDeps))
    await record.flush()
  }
}

/** The least that undici can do: one dispatcher, a fresh connection each time, the body read and let go. */
function undici(bench: Bench, url: string, count: number, ca?: string): Round {
  // Neither resumes TLS sessions: that would not be a fresh look.
  const agent = new Agent(ca === undefined ? {} : { connect: { ca, maxCachedSessions: 0 } })
  bench.later(() => agent.close())
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
  return () => each(all, request)
}
