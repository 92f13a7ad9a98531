import { sleep } from '../../core/time/clock.ts'
import type { AgentWork, DeliveredCheck } from '../../regions/agent-protocol.ts'
import { createAgentStates } from '../../regions/agent/agent-states.ts'
import { AgentRefusal } from '../../regions/agent/collector-client.ts'
import { createCollectorClock } from '../../regions/agent/collector-clock.ts'
import { createDeliverer } from '../../regions/agent/deliverer.ts'
import type { AgentJournal } from '../../regions/agent/journal.ts'
import { CliError } from '../errors.ts'
import type { Log } from '../log.ts'
import { packageVersion } from '../version.ts'
import type { AgentContext } from './agent-context.ts'
import { startWatching } from './start-watching.ts'

/** Waits between attempts to fetch the work, ms. */
const [firstWait, longestWait] = [1_000, 30_000]

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
