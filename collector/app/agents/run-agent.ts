import { type Clock, sleep } from '../../core/time/clock.ts'
import { createConnectivity } from '../../monitoring/connectivity.ts'
import { startScheduler } from '../../monitoring/scheduler.ts'
import { startStallDetector } from '../../monitoring/stall-detector.ts'
import { isConnected } from '../../probes/connectivity-probe.ts'
import type { AgentWork, DeliveredCheck } from '../../regions/agent-protocol.ts'
import { type AgentStates, createAgentStates } from '../../regions/agent/agent-states.ts'
import { AgentRefusal, type CollectorClient } from '../../regions/agent/collector-client.ts'
import { createCollectorClock } from '../../regions/agent/collector-clock.ts'
import { createDeliverer } from '../../regions/agent/deliverer.ts'
import type { AgentJournal } from '../../regions/agent/journal.ts'
import { createBrokenProbes } from '../broken-probes.ts'
import { createCheckRunner, maxConcurrentProbes } from '../check-runner.ts'
import { CliError } from '../errors.ts'
import type { Log } from '../log.ts'
import { packageVersion } from '../version.ts'

/** How long the connectivity addresses may take to answer, ms. */
const connectivityTimeout = 3_000
/** Waits between attempts to fetch the work, ms. */
const [firstWait, longestWait] = [1_000, 30_000]

/** What an agent works with. */
export type AgentContext = {
  readonly client: CollectorClient
  readonly journal: AgentJournal
  /** This machine's. */
  readonly machine: Clock
  /** What the log must not contain; the secrets of the work are added. */
  readonly secrets: string[]
  /** The region it is meant to watch from; null takes the token's. */
  readonly region: string | null
  readonly log: Log
  /** Ends it. */
  readonly signal: AbortSignal
}

/**
 * Watch from another place until told to stop: fetch the work, probe as a collector does, and deliver what was seen. The work
 * is kept in memory alone, for it holds secrets. Rejects with CliError when the token is of another region.
 */
export async function runAgent(context: AgentContext): Promise<void> {
  const { machine, client, journal, log, signal } = context
  const clock = createCollectorClock(machine)
  const first = await fetchWork(context, clock)
  if (!first) return
  requireRegion(first, context.region)
  const holder = { work: first }
  context.secrets.push(...first.secrets)
  const count = `${first.monitors.length} ${first.monitors.length === 1 ? 'monitor' : 'monitors'}`
  log.info(`watching ${count} from ${first.region}`)

  const states = createAgentStates()
  states.watch(first.monitors)
  let isTakingOver = false
  const deliverer = createDeliverer({
    clock,
    journal,
    client,
    version: packageVersion(),
    machineNow: machine.now,
    random: Math.random,
    onConfiguration(configuration) {
      if (configuration === holder.work.configuration || isTakingOver) return
      isTakingOver = true
      void takeOver().finally(() => (isTakingOver = false))
    },
    log,
  })
  const keep = createKeeper(journal, log)
  const watching = startWatching(context, clock, holder, states, (check) => {
    keep(check)
    deliverer.notify(states.apply(check))
  })

  /** Fetch the work again and watch by it; what stays keeps its schedule. */
  async function takeOver(): Promise<void> {
    const next = await fetchWork(context, clock)
    if (!next) return
    holder.work = next
    context.secrets.push(...next.secrets.filter((secret) => !context.secrets.includes(secret)))
    states.watch(next.monitors)
    watching.update(next)
    log.info(`the work has changed: ${next.monitors.length} monitors`)
  }

  await aborted(signal)
  await watching.stop()
  await deliverer.stop()
}

/** Keeps checks in the journal. While the disk refuses they are lost, which the log says once, and probing goes on. */
function createKeeper(journal: AgentJournal, log: Log): (check: DeliveredCheck) => void {
  let isRefused = false
  return (check) => {
    try {
      journal.append(check)
      if (isRefused) log.info('the journal takes checks again')
      isRefused = false
    } catch (error) {
      if (!isRefused) log.error(`checks cannot be kept and are lost: ${(error as Error).message}`)
      isRefused = true
    }
  }
}

/** Probe by the work as a collector does. `onCheck` is called with every check, dated after those before it. */
function startWatching(
  { log }: AgentContext,
  clock: Clock,
  holder: { readonly work: AgentWork },
  states: AgentStates,
  onCheck: (check: DeliveredCheck) => void,
) {
  const stallDetector = startStallDetector(clock, (lasted) =>
    log.warn(`stalled for ${(lasted / 1000).toFixed(1)} s: failures during it are recorded as unknown`),
  )
  const network = createConnectivity(() => {
    const { connectivity } = holder.work
    return connectivity.length === 0 ? Promise.resolve(true) : isConnected(connectivity, connectivityTimeout)
  }, clock)
  const brokenProbes = createBrokenProbes({
    error: (line) => log.error(line),
    info: (line) => log.info(line),
  })
  const checks = createCheckRunner(
    {
      clock,
      region: holder.work.region,
      reachability: { isConnected: network.isConnected, stalledSince: stallDetector.stalledSince },
      states: { checkStarted: () => {}, hasUnconfirmedChange: states.hasUnconfirmedChange },
      recorder: {
        record({ monitor, at, health, took, fault, every }) {
          onCheck({
            monitor,
            at: states.dateOf(monitor, at),
            health,
            took,
            ...(fault && { fault }),
            ...(every !== undefined && { every }),
          })
        },
      },
      onOutcome: () => {},
      onProbed: brokenProbes.observe,
    },
    () => holder.work.secrets,
  )
  const scheduler = startScheduler(holder.work.monitors, {
    clock,
    check: checks.check,
    concurrency: maxConcurrentProbes,
  })
  return {
    update({ monitors }: AgentWork): void {
      brokenProbes.keepOnly(monitors)
      scheduler.update(monitors)
    },
    async stop(): Promise<void> {
      checks.stop()
      stallDetector.stop()
      await scheduler.stop()
    },
  }
}

/** The work, asked for until the collector gives it; null when the agent is to stop meanwhile. */
async function fetchWork(
  { client, log, machine, signal }: AgentContext,
  clock: ReturnType<typeof createCollectorClock>,
): Promise<AgentWork | null> {
  let lastReason = ''
  for (let wait = firstWait; !signal.aborted; wait = Math.min(longestWait, wait * 2)) {
    const askedAt = machine.monotonic()
    try {
      const work = await client.fetchWork()
      clock.synchronise(work.now, askedAt)
      return work
    } catch (error) {
      if (!(error instanceof AgentRefusal)) throw error
      if (signal.aborted) break
      if (error.message !== lastReason) log.warn(`there is no work yet: ${error.message}`)
      lastReason = error.message
      await sleep(machine, (error.isLasting ? longestWait : wait) * (1 - Math.random() / 2), signal)
    }
  }
  return null
}

/** @throws CliError */
function requireRegion(work: AgentWork, region: string | null): void {
  if (region !== null && region !== work.region)
    throw new CliError(
      `the token is for ${work.region}, not for ${region}. Make another with: vigie token create --scope agent --region ${region}`,
    )
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
