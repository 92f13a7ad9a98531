import type { Timer } from '../../core/time/clock.ts'
import { type AgentDelivery, agentProtocol, maxDelivery } from '../agent-protocol.ts'
import { AgentRefusal, type CollectorClient } from './collector-client.ts'
import type { CollectorClock } from './collector-clock.ts'
import type { AgentJournal } from './journal.ts'

/** Brings what the journal holds to the collector. */
export type Deliverer = {
  /** There is something: deliver it soon, or at once where it matters. */
  notify(isUrgent: boolean): void
  /** Try once more to deliver all that waits, and stop. */
  stop(): Promise<void>
}

/** What a deliverer works with. */
export type DelivererDeps = {
  readonly clock: CollectorClock
  readonly journal: AgentJournal
  readonly client: Pick<CollectorClient, 'deliver'>
  /** Version of this agent. */
  readonly version: string
  /** What this machine's own clock says, ms since the epoch. */
  readonly machineNow: () => number
  /** 0 to 1, for the jitter of retries. */
  readonly random: () => number
  /** The collector has other work than this. */
  readonly onConfiguration: (configuration: string) => void
  readonly log: { info(line: string): void; warn(line: string): void }
}

/** How long a check that changes nothing may wait for others, ms. */
const batchDelay = 2_000
/** How long a check that changes something waits for others, ms. */
const urgentDelay = 50
/** How often the agent says that it is there, ms. */
const idleInterval = 10_000
/** Waits between failed attempts, ms: doubled from the first to the last, and shortened by up to half at random. */
const [firstRetry, lastRetry] = [1_000, 30_000]
/** How long checks are kept that cannot be delivered, ms. */
const longestKept = 86_400_000

export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { clock, journal, client, log } = deps
  let timer: Timer | null = null
  let dueAt = Infinity
  let underWay: Promise<void> | null = null
  let failures = 0
  let lastReason = ''
  let isStopped = false

  function schedule(delay: number): void {
    const due = clock.monotonic() + delay
    if (isStopped || due >= dueAt) return
    timer?.cancel()
    dueAt = due
    timer = clock.after(delay, () => {
      dueAt = Infinity
      timer = null
      void run()
    })
  }

  function run(): Promise<void> {
    underWay ??= deliverAll().finally(() => {
      underWay = null
      if (failures > 0) schedule(retryDelay(failures, deps.random))
      else schedule(journal.size() > 0 ? batchDelay : idleInterval)
    })
    return underWay
  }

  /** Deliver batch after batch until nothing waits or one fails; an empty one says that the agent is there. */
  async function deliverAll(): Promise<void> {
    const dropped = journal.dropBefore(clock.now() - longestKept)
    if (dropped > 0) log.warn(`${dropped} checks older than a day were never delivered and are given up`)
    for (;;) {
      const batch = journal.oldest(maxDelivery)
      const waiting = journal.size() - (batch?.checks.length ?? 0)
      if (!(await deliver({ waiting, checks: batch?.checks ?? [] }))) return
      if (batch) journal.remove(batch.last)
      if (waiting === 0) return
    }
  }

  async function deliver(part: Pick<AgentDelivery, 'waiting' | 'checks'>): Promise<boolean> {
    const askedAt = clock.monotonic()
    try {
      const { version, machineNow } = deps
      const receipt = await client.deliver({ protocol: agentProtocol, version, clock: machineNow(), ...part })
      clock.synchronise(receipt.now, askedAt)
      if (failures > 0) log.info('the collector takes checks again')
      failures = 0
      lastReason = ''
      deps.onConfiguration(receipt.configuration)
      return true
    } catch (error) {
      if (!(error instanceof AgentRefusal)) throw error
      failures++
      // The same trouble is reported once.
      if (error.message !== lastReason)
        log.warn(`checks cannot be delivered and are kept for a day: ${error.message}`)
      lastReason = error.message
      return false
    }
  }

  schedule(0)
  return {
    notify: (isUrgent) => {
      if (failures === 0 && underWay === null) schedule(isUrgent ? urgentDelay : batchDelay)
    },
    async stop() {
      isStopped = true
      timer?.cancel()
      await underWay
      if (failures === 0 && journal.size() > 0) await deliverAll()
    },
  }
}

function retryDelay(failures: number, random: () => number): number {
  const longest = Math.min(lastRetry, firstRetry * 2 ** Math.min(failures - 1, 10))
  return longest * (1 - random() / 2)
}
