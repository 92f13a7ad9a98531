import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OutgoingMail } from '../../collector/core/delivery/mailer.ts'
import type { TeamMessage } from '../../collector/core/delivery/message.ts'
import { teamMail } from '../../collector/core/delivery/team-mail.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import { createDeliveryWorker, type DeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../../collector/deliveries/due-notifications.ts'
import { createEmailSender } from '../../collector/deliveries/email-sender.ts'
import { joinAudiences } from '../../collector/deliveries/expand-notifications.ts'
import { subscriberAudience } from '../../collector/deliveries/subscriber-audience.ts'
import { teamChannels, teamDeliveries } from '../../collector/deliveries/team-audience.ts'
import { createTeamSender } from '../../collector/deliveries/team-sender.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { createDailyReports } from '../../collector/reports/daily-report.ts'
import { createFreezer } from '../../collector/reports/freezer.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { configOf } from '../config/builders.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { aSubscriber, hour, minute } from '../store/builders.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, locales: [en, fr], timezone: Europe/Paris }
components:
  - { id: api, name: API, monitors: [{ id: api-tcp, kind: tcp, host: localhost, port: 1, every: 30m }] }
channels:
  email: { kind: email, smtp: 'smtp://127.0.0.1:1', from: status@example.com, to: [team@example.com] }
  chat: { kind: slack, webhook: 'https://hooks.example.com/x' }
subscriptions: { email: { channel: email, per_second: 1000 } }
`)
const [{ monitors }] = config.components as [(typeof config.components)[0]]

let clock: FakeClock
let store: Store
let worker: DeliveryWorker
let mails: OutgoingMail[]
let messages: { channel: string; message: TeamMessage }[]

const noon = (date: string): number => Date.parse(`${date}T11:00:00Z`)

beforeEach(async () => {
  clock = fakeClock(noon('2026-11-22'))
  store = await openSqliteStore(':memory:', { clock, timezone: 'Europe/Paris' })
  mails = []
  messages = []
  worker = aWorker()
  await store.putSubscribers([
    aSubscriber({ id: 'ada000000001', address: 'ada@example.com', state: 'active', kinds: ['reports'] }),
    aSubscriber({
      id: 'bob000000001',
      address: 'bob@example.com',
      state: 'active',
      kinds: ['reports'],
      locale: 'fr',
    }),
    aSubscriber({ id: 'eve000000001', address: 'eve@example.com', state: 'active', kinds: ['incidents'] }),
  ])
})
afterEach(async () => {
  await stop(worker)
  await store.close()
})

async function stop(one: DeliveryWorker): Promise<void> {
  const stopped = one.stop()
  await clock.advance(minute)
  await stopped
}

function aWorker(): DeliveryWorker {
  const news = { ...store, dailyReport: createDailyReports(store, config, clock.now) }
  return createDeliveryWorker({
    store,
    clock,
    holder: 'one',
    random: () => 1,
    audience: joinAudiences([
      async (notification) => ({
        cursor: null,
        deliveries: teamDeliveries(
          await teamChannels(notification.subject, config, store),
          config,
          notification,
        ),
      }),
      subscriberAudience(store, new Set(['email'])),
    ]),
    senders: [
      createEmailSender({
        store: news,
        config,
        now: clock.now,
        mailer: {
          send(mail) {
            mails.push(mail)
            return Promise.resolve({ outcome: 'sent' })
          },
        },
        links: null,
        onPaused: () => {},
      }),
      ...config.channels.map(({ name: channel }) =>
        createTeamSender(
          channel,
          {
            send(message) {
              messages.push({ channel, message })
              return Promise.resolve({ outcome: 'sent' })
            },
          },
          { store: news, config, now: clock.now, acknowledgeLinks: null },
        ),
      ),
    ],
    onFailure: (_channel, error) => {
      throw new Error(error)
    },
    onSent: () => {},
    onTrouble: (error) => {
      throw error
    },
  })
}

/** The collector knows its components from now on. */
const install = () =>
  store.commit({ configuration: { at: clock.now(), components: config.components, region: '' } })

/** A check every half an hour of some days, all of them good. */
const watch = (from: string, days: number) =>
  backfill(
    store,
    monitors[0]!,
    '',
    Array.from({ length: days * 48 }, (_, index) => ({
      monitor: 'api-tcp',
      region: '',
      at: noon(from) + (index * hour) / 2,
      health: 'up' as const,
      took: 120,
    })),
  )

async function pass(ms: number): Promise<void> {
  const step = 5 * minute
  for (let passed = 0; passed < ms; passed += step) {
    await oweDueNotifications(store, config, clock.now())
    worker.tick()
    await clock.advance(step)
  }
}

test('the report of a day is sent once it is over and settled, to readers and channels that want reports, each in their language', async () => {
  await install()
  await watch('2026-11-22', 3)
  await pass(12 * hour)
  expect(mails).toEqual([])
  await pass(3 * hour)
  expect(mails.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual([
    expect.stringMatching(/^ada@example\.com: .*November 22, 2026/),
    expect.stringMatching(/^bob@example\.com: .*22 novembre 2026/),
  ])
  expect(mails[0]!.text).toContain('https://status.example.com/reports/2026-11-22/')
  expect(mails[0]!.html).toContain('<table')
  expect(messages.map(({ channel }) => channel)).toEqual(['email'])
  expect(messages[0]!.message.data).toMatchObject({
    type: 'report.published',
    data: { reports: [{ kind: 'daily', period: '2026-11-22' }] },
  })
  const mail = teamMail(
    messages[0]!.message,
    { from: 'status@example.com', to: ['team@example.com'] },
    wordsOf('en').messages,
  )
  expect(mail.html.match(/<h1/g)).toHaveLength(1)
  expect(mail.html).toContain('<table')
  await pass(24 * hour)
  expect(mails).toHaveLength(4)
})

test('a restart and a clock that jumps send no report again, and none of days that nobody saw', async () => {
  await install()
  await watch('2026-11-22', 2)
  await pass(15 * hour)
  expect(mails).toHaveLength(2)
  await stop(worker)
  worker = aWorker()
  await pass(hour)
  clock.set(noon('2026-11-22'))
  await pass(2 * hour)
  clock.set(noon('2027-03-01'))
  await pass(hour)
  clock.set(noon('2026-11-23'))
  await pass(hour)
  expect(mails).toHaveLength(2)
})

test('a first start with imported history sends nothing of it, whatever months it freezes', async () => {
  clock.set(noon('2026-12-02'))
  await watch('2026-08-10', 114)
  await install()
  const freezer = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  while (await freezer.pass(clock.now()));
  expect((await store.reportHeads()).map(({ period }) => period)).toEqual([
    '2026-08',
    '2026-09',
    '2026-10',
    '2026-11',
  ])
  await pass(2 * hour)
  expect([mails, messages]).toEqual([[], []])
})

test('the month is sent once it is frozen, beside the report of its last day', async () => {
  await install()
  await watch('2026-11-22', 12)
  clock.set(Date.parse('2026-12-01T00:30:00Z'))
  const freezer = createFreezer({ store, config, log: { info: () => {}, error: () => {} } })
  while (await freezer.pass(clock.now()));
  worker.tick()
  await clock.advance(minute)
  expect(mails.map(({ subject }) => subject)).toEqual([
    expect.stringContaining('November 2026'),
    expect.stringContaining('novembre 2026'),
  ])
  await pass(hour)
  expect(mails.filter(({ subject }) => /30/.test(subject))).toHaveLength(2)
  expect(mails).toHaveLength(4)
})
