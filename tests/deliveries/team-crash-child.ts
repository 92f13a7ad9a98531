/** Owes a team what nobody has answered for, and sends it, until it is killed or nothing is owed. */
import { createNotifier } from '../../collector/channels/index.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import { sleep } from '../../collector/core/time/clock.ts'
import { createAcknowledgeLinks } from '../../collector/deliveries/acknowledge-links.ts'
import { createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../../collector/deliveries/due-notifications.ts'
import { teamChannels, teamDeliveries } from '../../collector/deliveries/team-audience.ts'
import { createTeamSender } from '../../collector/deliveries/team-sender.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { configOf } from '../config/builders.ts'

const [file = '', url = '', offset = '0'] = process.argv.slice(2)
const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: api, name: API }]
priorities: { P1: { notify: [chat], escalate_to: [{ after: 5m, notify: [boss] }, { after: 10m, notify: [owner] }] } }
channels:
  chat: { kind: webhook, url: '${url}/chat' }
  boss: { kind: webhook, url: '${url}/boss' }
  owner: { kind: webhook, url: '${url}/owner' }
`)
// Each life begins later than the claims and the lease of the one before it end.
const machine = systemClock(0, () => {})
const clock = { ...machine, now: () => machine.now() + Number(offset) }
const store = await openSqliteStore(file, { clock })
const acknowledgeLinks = createAcknowledgeLinks('https://status.example.com', store)
const channelDeps = { now: clock.now, secrets: [], words: wordsOf('en').messages }
const worker = createDeliveryWorker({
  store,
  clock,
  holder: `life/${offset}`,
  random: Math.random,
  audience: async (notification) => ({
    cursor: null,
    deliveries: teamDeliveries(await teamChannels(notification.subject, config, store), config, notification),
  }),
  senders: config.channels.map((channel) =>
    createTeamSender(channel.name, createNotifier(channel, channelDeps)!, {
      store,
      config,
      now: clock.now,
      acknowledgeLinks,
    }),
  ),
  onFailure: (_, error) => process.stderr.write(`${error}\n`),
  onSent: () => {},
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
})
for (;;) {
  await oweDueNotifications(store, config, clock.now())
  await worker.deliverDue()
  const counts = await store.deliveryCounts()
  const news = await store.pendingNotifications(1)
  if (news.length === 0 && counts.every(({ state }) => state !== 'pending')) break
  await sleep(clock, 20)
}
process.exit(0)
