import { ValidationError } from '../notices/rules/validation-error.ts'
import type { Delivery, DeliveryFilter, DeliveryReader, DeliveryStore } from '../store/delivery-store.ts'

/** What the team does with messages that are owed: it looks at them, has them tried again, or gives them up. */
export type DeliveryDirectory = {
  /** Newest first. Rejects with StoreError. */
  list(filter: DeliveryFilter): Promise<readonly Delivery[]>
  /** Rejects with ValidationError `not_found`. */
  get(id: string): Promise<Delivery>
  /** Try one again at once. Resolves to it as it is then; rejects with ValidationError `not_found`, or `not_now` when it is over. */
  retry(id: string): Promise<Delivery>
  /** Never send it. Resolves and rejects as `retry` does. */
  drop(id: string): Promise<Delivery>
  /** Try again all that were given up, of one channel where one is named. Resolves to how many. */
  retryDead(channel?: string): Promise<number>
  /** Never send what was given up, of one channel where one is named. Resolves to how many. */
  dropDead(channel?: string): Promise<number>
}

/** How many are changed in one transaction. */
const batch = 500

/** @returns the messages of a store */
export function createDeliveryDirectory(
  store: Pick<DeliveryReader, 'deliveries' | 'delivery'> &
    Pick<DeliveryStore, 'retryDeliveries' | 'dropDeliveries'>,
  now: () => number,
): DeliveryDirectory {
  const get = async (id: string): Promise<Delivery> => {
    const delivery = /^[1-9]\d{0,14}$/.test(id) ? await store.delivery(Number(id)) : null
    if (!delivery)
      throw new ValidationError('not_found', [
        { path: '', message: `There is no delivery ${JSON.stringify(id.slice(0, 40))}.` },
      ])
    return delivery
  }
  const change = async (id: string, apply: typeof store.retryDeliveries): Promise<Delivery> => {
    const before = await get(id)
    if ((await apply([before.id], now())) === 0) throw isOver(await get(id))
    return get(id)
  }
  const changeDead = async (
    channel: string | undefined,
    apply: typeof store.retryDeliveries,
  ): Promise<number> => {
    let count = 0
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const dead = await store.deliveries({
        states: ['dead'],
        limit: batch,
        before,
        ...(channel !== undefined && { channel }),
      })
      if (dead.length === 0) return count
      before = dead.at(-1)!.id
      count += await apply(
        dead.map(({ id }) => id),
        now(),
      )
    }
  }
  return {
    list: (filter) => store.deliveries(filter),
    get,
    retry: (id) => change(id, store.retryDeliveries),
    drop: (id) => change(id, store.dropDeliveries),
    retryDead: (channel) => changeDead(channel, store.retryDeliveries),
    dropDead: (channel) => changeDead(channel, store.dropDeliveries),
  }
}

const isOver = ({ id, state }: Delivery): ValidationError =>
  new ValidationError('not_now', [
    {
      path: '',
      message:
        state === 'pending'
          ? `Delivery ${id} is being sent at this moment. Look at it again in a minute.`
          : `Delivery ${id} is ${state}: only one that waits (pending) or was given up (dead) can be changed.`,
    },
  ])
