/** Sends the subscribers of a store what they are owed, through a mail server, until it is killed or nothing is owed. */
import { createMailer } from '../../collector/channels/email/mailer.ts'
import { sleep } from '../../collector/core/time/clock.ts'
import { createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { createEmailSender } from '../../collector/deliveries/email-sender.ts'
import { subscriberAudience } from '../../collector/deliveries/subscriber-audience.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { configOf } from '../config/builders.ts'

const [file = '', port = '', offset = '0'] = process.argv.slice(2)
const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: api, name: API }]
channels: { email: { kind: email, smtp: 'smtp://127.0.0.1:${port}', from: status@example.com } }
subscriptions: { email: { channel: email, per_second: 1000 } }
`)
const [channel] = config.channels
if (channel?.kind !== 'email') throw new Error('no channel')
// Each life begins later than the claims and the lease of the one before it end.
const machine = systemClock(0, () => {})
const clock = { ...machine, now: () => machine.now() + Number(offset) }
const store = await openSqliteStore(file, { clock })
const worker = createDeliveryWorker({
  store,
  clock,
  holder: `life/${offset}`,
  random: Math.random,
  audience: subscriberAudience(store, new Set(['email'])),
  senders: [
    createEmailSender({
      store,
      config,
      now: clock.now,
      mailer: createMailer(channel, { secrets: [] }),
      links: null,
      onPaused: () => {},
    }),
  ],
  onFailure: (_, error) => process.stderr.write(`${error}\n`),
  onSent: () => {},
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
})
for (;;) {
  await worker.deliverDue()
  const counts = await store.deliveryCounts()
  const news = await store.pendingNotifications(1)
  if (news.length === 0 && counts.every(({ state }) => state !== 'pending')) break
  await sleep(clock, 20)
}
process.exit(0)
