import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PlannedMessage, SendOutcome, Sender } from '../../collector/deliveries/sender.ts'
import { createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import type { Delivery, NewDelivery } from '../../collector/store/delivery-store.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { aNotification, hour, minute } from '../store/builders.ts'

const second = 1_000
let clock: FakeClock
let store: Store
let sent: { channel: string; topics: string[]; keys: string[]; at: number }[]
const stops: (() => Promise<void>)[] = []

beforeEach(async () => {
  clock = fakeClock()
  store = await openSqliteStore(':memory:', { clock })
  sent = []
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await store.close()
})

const answered = new Map<string, (deliveries: readonly Delivery[]) => Promise<SendOutcome>>()
afterEach(() => answered.clear())

const aSender = (channel: string, more: Partial<Sender> = {}): Sender => ({
  channel,
  concurrency: 1,
  perSecond: null,
  ahead: 0,
  plan: (deliveries) => Promise.resolve(deliveries.map((one) => aMessage(channel, [one]))),
  ...more,
})

const aMessage = (channel: string, deliveries: readonly Delivery[]): PlannedMessage => ({
  deliveries,
  async attempt() {
    const outcome = await (answered.get(channel)?.(deliveries) ?? { outcome: 'sent' as const })
    if (outcome.outcome === 'sent')
      sent.push({
        channel,
        topics: deliveries.map(({ topic }) => topic),
        keys: deliveries.flatMap(({ notifications }) => notifications),
        at: clock.now(),
      })
    return outcome
  },
})

const refuse =
  (error: string, more: Partial<Extract<SendOutcome, { outcome: 'refused' }>> = {}) =>
  () =>
    Promise.resolve({ outcome: 'refused' as const, permanent: false, error, retryAfter: null, ...more })

const failures: [string, string, boolean][] = []
afterEach(() => void failures.splice(0))

/** A worker that tells every channel of every notification. */
function aWorker(senders: readonly Sender[], holder = 'one', of: Store = store) {
  const worker = createDeliveryWorker({
    store: of,
    clock,
    holder,
    random: () => 0.999_9,
    senders,
    audience: ({ topic, dueAt }) =>
      Promise.resolve({
        cursor: null,
        deliveries: senders.map(({ channel }): NewDelivery => ({ channel, recipient: '', topic, dueAt })),
      }),
    onFailure: (...failure) => void failures.push(failure),
    onSent: () => {},
    onTrouble: (error) => {
      throw error
    },
  })
  stops.push(async () => {
    const stopped = worker.stop()
    await clock.advance(10 * second)
    await stopped
  })
  return worker
}

/** Let time pass with the ticks that a collector makes. */
async function pass(ms: number, ...workers: { tick(): void }[]): Promise<void> {
  const step = ms > hour ? second : Math.min(ms, 250)
  for (let passed = 0; passed < ms; passed += step) {
    for (const worker of workers) worker.tick()
    await clock.advance(step)
  }
}

const owe = (key: string, more: Partial<Parameters<typeof aNotification>[0]> = {}) =>
  store.commit({
    notifications: [aNotification({ key, topic: `incident/${key}`, dueAt: clock.now(), ...more })],
  })

const states = async () => (await store.deliveries({ limit: 100 })).map(({ state }) => state)

describe('what people are owed', () => {
  test('is sent once, by every channel', async () => {
    const worker = aWorker([aSender('email'), aSender('slack')])
    await owe('a')
    await pass(second, worker)
    await pass(second, worker)
    expect(sent.map(({ channel, keys }) => [channel, ...keys])).toEqual([
      ['email', 'a'],
      ['slack', 'a'],
    ])
    expect(await states()).toEqual(['sent', 'sent'])
  })

  test('is not sent before it is due', async () => {
    const worker = aWorker([aSender('email')])
    await owe('a', { dueAt: clock.now() + 2 * second })
    await pass(1_750, worker)
    expect(sent).toEqual([])
    await pass(second, worker)
    expect(sent).toHaveLength(1)
  })

  test('is written by a collector that owes nothing not at all', async () => {
    const worker = aWorker([aSender('email')])
    await pass(minute, worker)
    expect(await store.acquireLease('deliver', 'other', clock.now(), second)).toMatchObject({ generation: 1 })
  })

  test('is one message where the channel tells together what happens together', async () => {
    const worker = aWorker([
      aSender('slack', { ahead: 5, plan: (all) => Promise.resolve([aMessage('slack', all)]) }),
    ])
    for (const key of ['a', 'b', 'c']) await owe(key)
    await pass(second, worker)
    expect(sent.map(({ topics }) => topics)).toEqual([['incident/a', 'incident/b', 'incident/c']])
  })

  test('is sent by one of two collectors, and by the other once that is gone', async () => {
    const first = aWorker([aSender('email')], 'one')
    const other = aWorker([aSender('email')], 'two')
    await owe('a')
    await pass(second, first, other)
    expect(sent).toHaveLength(1)
    await owe('b')
    await pass(16 * second, other)
    expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['b']])
  })
})

describe('a channel that refuses', () => {
  test('is tried again after growing delays, then given up after four hours', async () => {
    const worker = aWorker([aSender('email')])
    const attempts: number[] = []
    answered.set('email', () => {
      attempts.push(clock.now())
      return refuse('451 try later')()
    })
    await owe('a')
    await pass(5 * hour, worker)
    const waits = attempts.slice(1).map((at, index) => Math.round((at - attempts[index]!) / second))
    expect(waits.slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 320, 640])
    expect(Math.max(...waits)).toBeLessThanOrEqual(901)
    expect(attempts.at(-1)! - attempts[0]!).toBeLessThan(4 * hour)
    expect(await store.deliveries({ limit: 1 })).toMatchObject([{ state: 'dead', error: '451 try later' }])
    expect(failures.at(-1)).toEqual(['email', '451 try later', true])
  })

  test('is never asked before it said it may be', async () => {
    const worker = aWorker([aSender('email')])
    answered.set('email', refuse('429', { retryAfter: 10 * minute }))
    await owe('a')
    await pass(second, worker)
    answered.delete('email')
    await pass(9 * minute, worker)
    expect(sent).toEqual([])
    await pass(minute, worker)
    expect(sent).toHaveLength(1)
  })

  test('for good is not tried again', async () => {
    const worker = aWorker([aSender('email')])
    answered.set('email', refuse('550 no such user', { permanent: true }))
    await owe('a')
    await pass(second, worker)
    expect(await states()).toEqual(['dead'])
  })

  test('or does not answer delays no other', async () => {
    const worker = aWorker([aSender('email'), aSender('slack')])
    answered.set('email', () => new Promise(() => {}))
    await owe('a')
    await pass(second, worker)
    expect(sent.map(({ channel }) => channel)).toEqual(['slack'])
    await pass(30 * second, worker)
    expect(failures).toEqual([['email', 'internal: no answer in 30 s', false]])
  })
})

describe('deliveries to many', () => {
  test('wait for their turn, so many a second', async () => {
    const worker = aWorker([aSender('email', { perSecond: 10, concurrency: 5 })])
    for (let n = 0; n < 40; n++) await owe(`n${n}`)
    await pass(10 * second, worker)
    const busiest = sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + second).length)
    expect(sent).toHaveLength(40)
    expect(Math.max(...busiest)).toBeLessThanOrEqual(11)
  })

  test('under a claim that another process took over are left to it', async () => {
    const worker = aWorker([aSender('email')])
    answered.set('email', () => new Promise(() => {}))
    await owe('a')
    await pass(second, worker)
    clock.set(clock.now() + 2 * minute)
    const taken = await store.claimDeliveries({
      token: 'other',
      channel: 'email',
      now: clock.now(),
      until: clock.now() + minute,
      limit: 1,
      ahead: 0,
    })
    expect(taken).toHaveLength(1)
    await pass(30 * second, worker)
    expect(await store.delivery(taken[0]!.id)).toMatchObject({ state: 'pending', failures: 0 })
  })
})

test('nothing is kept of messages that were sent', async () => {
  const signals: WeakRef<AbortSignal>[] = []
  const worker = aWorker([
    aSender('slack', {
      plan: (deliveries) =>
        Promise.resolve(
          deliveries.map((delivery) => ({
            deliveries: [delivery],
            attempt(signal) {
              signals.push(new WeakRef(signal))
              return Promise.resolve({ outcome: 'sent' as const })
            },
          })),
        ),
    }),
  ])
  for (let n = 0; n < 50; n++) await owe(`message${n}`)
  await pass(5 * second, worker)
  expect(signals).toHaveLength(50)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await vi.waitFor(() => {
    collect()
    expect(signals.filter((one) => one.deref() !== undefined).length).toBeLessThan(5)
  })
})
