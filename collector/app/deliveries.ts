import { randomUUID } from 'node:crypto'
import { createMailer } from '../channels/email/mailer.ts'
import { createNotifier } from '../channels/index.ts'
import { type Clock, sleep } from '../core/time/clock.ts'
import { createDeliveryWorker } from '../deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../deliveries/due-notifications.ts'
import { joinAudiences } from '../deliveries/expand-notifications.ts'
import { subscriberAudience } from '../deliveries/subscriber-audience.ts'
import { teamChannels, teamDeliveries } from '../deliveries/team-audience.ts'
import { createTeamSender } from '../deliveries/team-sender.ts'
import { confirmationAudience, createConfirmationSender } from '../subscriptions/confirmation-sender.ts'
import type { AppContext } from './context.ts'
import type { ProblemLog } from './problem-log.ts'
import type { SubscriptionParts } from './subscriptions.ts'
import type { VisitorParts } from './visitors.ts'

/** Owes what comes due, and sends what is owed. */
export type Deliveries = {
  /** Begin what is due; returns at once. */
  tick(): void
  /** Owe and send all that is due now, and wait for it. Rejects with StoreError. */
  deliverDue(): Promise<void>
  stop(): Promise<void>
}

/** How often what comes due by the clock is looked for, ms. */
const dueInterval = 5_000

/** A process that ends afterwards waits for what comes due within this time, ms, but not for ever. */
const roundInterval = 2_000
const maxRounds = 5

/** Connect what is owed with the configured channels. A demonstration sends nothing. */
export function createDeliveries(
  { config, store, log, demo }: Pick<AppContext, 'config' | 'store' | 'log' | 'demo'>,
  clock: Clock,
  problems: ProblemLog,
  subscriptions: SubscriptionParts | null,
  visitors: Pick<VisitorParts, 'senders' | 'kinds' | 'stop'>,
): Deliveries {
  const deps = { now: clock.now, secrets: config.secrets }
  const senders = demo
    ? []
    : config.channels.flatMap((channel) => {
        const notifier = createNotifier(channel, deps)
        return notifier ? [createTeamSender(channel.name, notifier, { store, config, now: clock.now })] : []
      })
  const names = new Set(senders.map(({ channel }) => channel))
  const mailChannel = config.channels.find(({ name }) => name === config.subscriptions.emailChannel)
  const mailer = subscriptions && mailChannel?.kind === 'email' ? createMailer(mailChannel, deps) : null
  const confirmations =
    subscriptions && mailer
      ? [createConfirmationSender({ store, config, mailer, now: clock.now, ...subscriptions })]
      : []
  const onTrouble = problems.report('what people are owed could not be read or written')
  const worker = createDeliveryWorker({
    store,
    clock,
    holder: randomUUID(),
    random: Math.random,
    senders: [...senders, ...confirmations, ...visitors.senders],
    audience: joinAudiences([
      async (notification) => {
        const channels = await teamChannels(notification.subject, config, store)
        const sending = channels.filter((name) => names.has(name))
        return { cursor: null, deliveries: teamDeliveries(sending, notification) }
      },
      ...(confirmations.length > 0 ? [confirmationAudience] : []),
      subscriberAudience(store, new Set(visitors.kinds)),
    ]),
    onFailure(channel, error, isFinal) {
      if (isFinal) log.error(`channel ${channel}: gave up on a message: ${error}; see vigie deliveries list`)
      else log.warn(`channel ${channel}: a message was not sent and is tried again: ${error}`)
    },
    onSent: () => {},
    onTrouble,
  })
  let lookedAt = -Infinity

  return {
    tick() {
      if (clock.monotonic() >= lookedAt + dueInterval) {
        lookedAt = clock.monotonic()
        oweDueNotifications(store, config.notice, clock.now()).catch(onTrouble)
      }
      worker.tick()
    },
    async deliverDue() {
      await oweDueNotifications(store, config.notice, clock.now())
      for (let i = 0; i < maxRounds; i++) {
        await worker.deliverDue()
        if ((await store.dueChannels(clock.now() + roundInterval)).length === 0) return
        // What was seen a moment ago waits for what may fall with it.
        await sleep(clock, roundInterval)
      }
    },
    async stop() {
      await worker.stop()
      await visitors.stop()
      mailer?.close()
    },
  }
}
