import type { Clock } from '../core/time/clock.ts'
import type { DeliveryCount, DeliveryReader } from '../store/delivery-store.ts'

/** How often what waits is counted, ms. */
const countInterval = 15_000
/** So many waiting messages are worth a line in the log. */
const worthTelling = 100

/** How many messages of a channel wait and were given up, and since when (ms) the oldest of those that wait is owed. */
export type ChannelBacklog = {
  readonly channel: string
  readonly waiting: number
  readonly dead: number
  readonly oldestAt: number | null
}

/** Tells how far a flood of messages has come, and what was given up. */
export type DeliveryProgress = {
  /** Count what waits if it is time to; returns at once. */
  tick(onTrouble: (error: unknown) => void): void
  /** What somebody should look at: the messages that were given up, in words, by channel. */
  warnings(): readonly string[]
}

/** @returns what counts messages for the metrics, and says in the log how many wait while there are many */
export function createDeliveryProgress({
  store,
  clock,
  log,
  metrics,
}: {
  readonly store: Pick<DeliveryReader, 'deliveryCounts'>
  readonly clock: Clock
  readonly log: { info(text: string): void }
  readonly metrics: { setDeliveries(backlogs: readonly ChannelBacklog[], now: number): void }
}): DeliveryProgress {
  let countedAt = -Infinity
  let before: readonly ChannelBacklog[] = []

  async function count(): Promise<void> {
    const backlogs = backlogsOf(await store.deliveryCounts())
    metrics.setDeliveries(backlogs, clock.now())
    for (const { channel, waiting } of backlogs) {
      const last = before.find((one) => one.channel === channel)?.waiting ?? 0
      if (waiting >= worthTelling) log.info(`channel ${channel}: ${waiting} messages are still to be sent`)
      else if (last >= worthTelling) log.info(`channel ${channel}: through with the many messages there were`)
    }
    before = backlogs
  }

  return {
    tick(onTrouble) {
      if (clock.monotonic() < countedAt + countInterval) return
      countedAt = clock.monotonic()
      count().catch(onTrouble)
    },
    warnings: () =>
      before
        .filter(({ dead }) => dead > 0)
        .map(
          ({ channel, dead }) =>
            `channel ${channel}: gave up on ${dead === 1 ? '1 message' : `${dead} messages`}; see vigie deliveries list --state dead`,
        ),
  }
}

/** The counts of each channel together. */
function backlogsOf(counts: readonly DeliveryCount[]): readonly ChannelBacklog[] {
  return [...new Set(counts.map(({ channel }) => channel))].map((channel) => {
    const own = (state: DeliveryCount['state']): DeliveryCount | undefined =>
      counts.find((one) => one.channel === channel && one.state === state)
    return {
      channel,
      waiting: own('pending')?.count ?? 0,
      dead: own('dead')?.count ?? 0,
      oldestAt: own('pending')?.oldestAt ?? null,
    }
  })
}
