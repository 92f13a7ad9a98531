import { type AlertEvaluator, createAlertEvaluator } from '../../collector/alerts/alert-evaluator.ts'
import type { Config } from '../../collector/core/config/config.ts'
import type { Notifier, SendResult, TeamMessage } from '../../collector/core/delivery/message.ts'
import type { Check } from '../../collector/core/monitoring/check.ts'
import { createAcknowledgeLinks } from '../../collector/deliveries/acknowledge-links.ts'
import { type DeliveryWorker, createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { teamChannels, teamDeliveries } from '../../collector/deliveries/team-audience.ts'
import { createTeamSender } from '../../collector/deliveries/team-sender.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** Alert rules judged on a store of their own, and what channels are sent of them. */
export type AlertBench = {
  readonly clock: FakeClock
  readonly store: Store
  readonly sent: { readonly channel: string; readonly message: TeamMessage }[]
  readonly evaluator: () => AlertEvaluator
  /** A monitor sees a certificate that expires then, ms. */
  see(monitor: string, expiresAt: number): Promise<void>
  troubles: readonly string[]
  /** Let time pass, judging and delivering as a collector does. */
  pass(ms: number): Promise<void>
  /** The process is gone and another one begins on the same store, with another configuration if one is given. */
  restart(config?: Config): void
  /** What became of one monitor from now on. */
  turn(monitor: string, health: 'up' | 'down'): Promise<void>
  /** Titles that a channel, or any, was sent. */
  titles(channel?: string): readonly string[]
  close(): Promise<void>
}

/**
 * @param config as it is read; its components exist since a day before
 * @param notifiers of channels that send to real servers; the others keep what they are sent in `sent`
 */
export async function alertBench(
  config: Config,
  file = ':memory:',
  notifiers: Readonly<Record<string, Notifier>> = {},
): Promise<AlertBench> {
  const clock = fakeClock()
  const store = await openSqliteStore(file, { clock })
  const sent: AlertBench['sent'] = []
  /** Requests to real sockets, which no test clock moves. */
  const inFlight = new Set<Promise<unknown>>()
  const overSockets = (notifier: Notifier): Notifier => ({
    ...notifier,
    send(...sending) {
      const result = notifier.send(...sending)
      const settled = result.finally(() => inFlight.delete(settled))
      inFlight.add(settled)
      return settled
    },
  })
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet++) {
      await clock.advance(0)
      if (inFlight.size > 0) quiet = 0
      await Promise.all(inFlight)
    }
  }
  const kept = Object.fromEntries(Object.entries(notifiers).map(([name, one]) => [name, overSockets(one)]))
  await store.commit({
    configuration: { at: clock.now() - day, components: config.components, region: '' },
    components: config.components.map(({ id }) => ({ component: id, firstAt: clock.now() - day })),
  })
  const monitors = config.components.flatMap((component) => component.monitors)
  await store.commit({
    checks: monitors.map(({ id }) => aCheck(id, clock.now() - day)),
    transitions: monitors.map(({ id }) => ({
      monitor: id,
      region: '',
      at: clock.now() - day,
      seenAt: clock.now() - day,
      health: 'up' as const,
    })),
  })

  const open = (current: Config): { evaluator: AlertEvaluator; worker: DeliveryWorker } => ({
    evaluator: createAlertEvaluator({
      store,
      config: current,
      clock,
      live: () => ({ troubles: bench.troubles }),
      log: { warn: () => {}, info: () => {} },
      metrics: { recordAlerts: () => {} },
      onTrouble(error) {
        throw error
      },
    }),
    worker: createDeliveryWorker({
      store,
      clock,
      holder: 'one',
      random: () => 1,
      audience: async (notification) => ({
        cursor: null,
        deliveries: teamDeliveries(
          await teamChannels(notification.subject, current, store),
          current,
          notification,
        ),
      }),
      senders: current.channels.map(({ name }) =>
        createTeamSender(
          name,
          kept[name] ?? {
            send(message): Promise<SendResult> {
              sent.push({ channel: name, message })
              return Promise.resolve({ outcome: 'sent' })
            },
          },
          {
            store,
            config: current,
            now: clock.now,
            acknowledgeLinks: createAcknowledgeLinks('https://collector.example', store),
          },
        ),
      ),
      onFailure: (channel, error) => {
        throw new Error(`${channel}: ${error}`)
      },
      onSent: () => {},
      onTrouble(error) {
        throw error
      },
    }),
  })
  let parts: ReturnType<typeof open>
  const bench: AlertBench = {
    clock,
    store,
    sent,
    see: (monitor, expiresAt) => store.commit({ certificates: [{ monitor, at: clock.now(), expiresAt }] }),
    troubles: [],
    evaluator: () => parts.evaluator,
    async pass(ms) {
      const step = ms > 10 * minute ? 30 * second : 10 * second
      for (let passed = 0; passed < ms; passed += step) {
        parts.evaluator.tick()
        parts.worker.tick()
        if (Object.keys(kept).length > 0) await settle()
        await clock.advance(step)
      }
    },
    restart(next = config) {
      void parts.worker.stop()
      parts = open(next)
    },
    async turn(monitor, health) {
      const at = clock.now()
      await store.commit({ transitions: [{ monitor, region: '', at, seenAt: at, health }] })
      parts.evaluator.onStored({ kind: 'monitoring', transitions: [], faults: new Map(), incidents: [] })
    },
    titles: (channel) =>
      sent
        .filter((one) => channel === undefined || one.channel === channel)
        .map(({ message }) => message.title.replaceAll('\u00a0', ' ')),
    async close() {
      await parts.evaluator.stop()
      const stopped = parts.worker.stop()
      await clock.advance(minute)
      await stopped
      await store.close()
    },
  }
  parts = open(config)
  return bench
}

/** A check that answered in some ms. */
export const aCheck = (monitor: string, at: number, took = 50): Check => ({
  monitor,
  region: '',
  at,
  health: 'up',
  took,
})
