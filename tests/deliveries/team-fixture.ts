import { onTestFinished } from 'vitest'
import type { Config } from '../../collector/core/config/config.ts'
import type { Notifier, SendResult, TeamMessage } from '../../collector/core/delivery/message.ts'
import {
  type AcknowledgeLinks,
  createAcknowledgeLinks,
} from '../../collector/deliveries/acknowledge-links.ts'
import { createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../../collector/deliveries/due-notifications.ts'
import { teamChannels, teamDeliveries } from '../../collector/deliveries/team-audience.ts'
import { createTeamSender } from '../../collector/deliveries/team-sender.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'

/** A message that a channel was sent, and when, ms. */
type SentMessage = { readonly channel: string; readonly message: TeamMessage; readonly at: number }

/** A team with a store and a worker that owes and sends, on a clock that a test moves. */
export type Team = {
  readonly clock: FakeClock
  readonly store: Store
  readonly messages: SentMessage[]
  readonly links: AcknowledgeLinks
  /** Let time pass, a step at a time, and send what is due. */
  pass(ms: number, step?: number): Promise<void>
  /** The process ends without a word, and another one takes over. */
  restart(): Promise<void>
  /** What the channels were sent so far: `channel: title`, and forget it. */
  taken(): readonly string[]
}

/** How a test's channel answers; null for never. */
type Answer = (channel: string, message: TeamMessage) => SendResult | null

/** A text with plain spaces. */
export const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

/** @param notifiers what sends by some of its channels; the others keep what they are sent */
export async function aTeam(
  config: Config,
  answer: Answer = () => ({ outcome: 'sent' }),
  notifiers: Readonly<Record<string, Notifier>> = {},
): Promise<Team> {
  const clock = fakeClock()
  const store = await openSqliteStore(':memory:', { clock })
  const messages: SentMessage[] = []
  const links = createAcknowledgeLinks('https://status.example.com', store)
  let holders = 0
  const createWorker = () =>
    createDeliveryWorker({
      store,
      clock,
      holder: `holder-${++holders}`,
      random: () => 0,
      audience: async (notification) => ({
        cursor: null,
        deliveries: teamDeliveries(
          await teamChannels(notification.subject, config, store),
          config,
          notification,
        ),
      }),
      senders: config.channels.map(({ name: channel }) =>
        createTeamSender(
          channel,
          notifiers[channel] ?? {
            send(message): Promise<SendResult> {
              const result = answer(channel, message)
              if (result === null) return new Promise(() => {})
              if (result.outcome === 'sent') messages.push({ channel, message, at: clock.now() })
              return Promise.resolve(result)
            },
          },
          { store, config, now: clock.now, acknowledgeLinks: links },
        ),
      ),
      onFailure: () => {},
      onSent: () => {},
      onTrouble: (error) => {
        throw error
      },
    })
  let worker = createWorker()
  let lookedAt = -Infinity
  onTestFinished(async () => {
    const stopped = worker.stop()
    await clock.advance(60_000)
    await stopped
    await store.close()
  })
  return {
    clock,
    store,
    messages,
    links,
    async pass(ms, step = 250) {
      for (let passed = 0; passed < ms; passed += step) {
        if (clock.now() >= lookedAt + 2_000) {
          lookedAt = clock.now()
          await oweDueNotifications(store, config, clock.now())
        }
        worker.tick()
        await clock.advance(step)
      }
    },
    restart() {
      // The one before is never heard of again: its lease and its claims end by themselves.
      worker = createWorker()
      lookedAt = -Infinity
      return Promise.resolve()
    },
    taken: () => messages.splice(0).map(({ channel, message }) => plain(`${channel}: ${message.title}`)),
  }
}
