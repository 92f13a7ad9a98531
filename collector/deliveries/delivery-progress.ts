import type { Clock } from '../core/time/clock.ts'
import type { DeliveryReader } from '../store/delivery-store.ts'

/** How often what waits is counted, ms. */
const countInterval = 15_000
/** So many waiting messages are worth a line in the log. */
const worthTelling = 100

/** Tells how far a flood of messages has come. */
export type DeliveryProgress = {
  /** Count what waits if it is time to; returns at once. */
  tick(onTrouble: (error: unknown) => void): void
}

/** @returns what counts waiting messages for the metrics, and says in the log how many there are while there are many */
export function createDeliveryProgress({
  store,
  clock,
  log,
  metrics,
}: {
  readonly store: Pick<DeliveryReader, 'deliveryCounts'>
  readonly clock: Clock
  readonly log: { info(text: string): void }
  readonly metrics: { setDeliveries(waiting: ReadonlyMap<string, number>): void }
}): DeliveryProgress {
  let countedAt = -Infinity
  let before = new Map<string, number>()

  async function count(): Promise<void> {
    const counts = await store.deliveryCounts()
    const waiting = new Map(
      counts.filter(({ state }) => state === 'pending').map((one) => [one.channel, one.count] as const),
    )
    metrics.setDeliveries(waiting)
    for (const channel of new Set([...before.keys(), ...waiting.keys()])) {
      const left = waiting.get(channel) ?? 0
      if (left >= worthTelling) log.info(`channel ${channel}: ${left} messages are still to be sent`)
      else if ((before.get(channel) ?? 0) >= worthTelling)
        log.info(`channel ${channel}: through with the many messages there were`)
    }
    before = waiting
  }

  return {
    tick(onTrouble) {
      if (clock.monotonic() < countedAt + countInterval) return
      countedAt = clock.monotonic()
      count().catch(onTrouble)
    },
  }
}
