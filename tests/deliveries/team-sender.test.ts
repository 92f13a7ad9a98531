import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement } from '../../collector/core/announcement/announcement.ts'
import { finishDeployment, startDeployment } from '../../collector/core/deployment/commands.ts'
import {
  type DecidedVerdict,
  type DeploymentWatch,
  beginWatch,
  extendWatch,
} from '../../collector/core/deployment/deployment-watch.ts'
import type { SendResult, TeamMessage } from '../../collector/core/delivery/message.ts'
import { createDeliveryWorker, type DeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import {
  channelsFor,
  incidentChannels,
  teamChannels,
  teamDeliveries,
} from '../../collector/deliveries/team-audience.ts'
import { createTeamSender } from '../../collector/deliveries/team-sender.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { configOf } from '../config/builders.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { anIncident, anUpdate, minute } from '../store/builders.ts'

const second = 1_000
const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [${Array.from({ length: 20 }, (_, n) => `{ id: c${n}, name: Service ${n} }`).join(', ')}]
priorities: { P1: { response: 15m, resolution: 1h, notify: [sms, hook] }, P2: { response: 1h, resolution: 4h, notify: [phones] }, P3: { response: 4h, resolution: 1d, notify: [hook] } }
channels:
  hook: { kind: webhook, url: 'https://example.com/hook' }
  sms: { kind: sms, provider: twilio, account: a, token: t, from: Acme, to: ['+33612345678'] }
  phones: { kind: sms, provider: twilio, account: a, token: t, from: Acme, to: ['+33612345678', '+33600000000'], news: [incidents] }
  social: { kind: mastodon, server: 'https://social.example', token: secret, news: [announcements] }
  pager: { kind: pagerduty, routing_key: secret, news: [alerts] }
`)

let clock: FakeClock
let store: Store
let worker: DeliveryWorker
let messages: { channel: string; message: TeamMessage; at: number; to: string | undefined }[]
let resultFor: (to: string | undefined) => SendResult

beforeEach(async () => {
  clock = fakeClock()
  store = await openSqliteStore(':memory:', { clock })
  messages = []
  resultFor = () => ({ outcome: 'sent' })
  createWorker()
})

/** A worker that knows nothing but what is stored, as after a restart. */
function createWorker(): void {
  worker = createDeliveryWorker({
    store,
    clock,
    holder: 'one',
    random: () => 1,
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
        {
          ...(channel === 'pager' && { oneTopicEach: true }),
          send(message, _signal, to): Promise<SendResult> {
            messages.push({ channel, message, at: clock.now(), to })
            return Promise.resolve(resultFor(to))
          },
        },
        { store, config, now: clock.now, acknowledgeLinks: null },
      ),
    ),
    onFailure: () => {},
    onSent: () => {},
    onTrouble: (error) => {
      throw error
    },
  })
}
afterEach(async () => {
  const stopped = worker.stop()
  await clock.advance(minute)
  await stopped
  await store.close()
})

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    worker.tick()
    await clock.advance(250)
  }
}

const anOutage = (n = 0) =>
  anIncident({
    id: `outage${String(n).padStart(6, '0')}`,
    title: `Service ${n}: unavailable`,
    about: `c${n}`,
    startedAt: clock.now(),
    detectedAt: clock.now(),
    updates: [
      anUpdate({
        id: `first${n}`,
        at: clock.now(),
        body: 'No answer.',
        components: { [`c${n}`]: 'major_outage' },
      }),
    ],
  })

type Outage = ReturnType<typeof anOutage>
const withUpdate = (incident: Outage, id: string, more: Partial<Outage['updates'][number]>): Outage => ({
  ...incident,
  updates: [...incident.updates, anUpdate({ id, at: clock.now(), ...more })],
  version: incident.version + 1,
})
const titles = (channel = 'hook') =>
  messages.filter((one) => one.channel === channel).map(({ message }) => message.title)

test('an outage is told to the channels of its priority within seconds, with what matters first', async () => {
  await store.commit({ incidents: [anOutage()] })
  await pass(3 * second)
  expect(messages.map(({ channel }) => channel).toSorted()).toEqual(['hook', 'sms'])
  expect(messages[0]!.message).toMatchObject({
    severity: 'critical',
    action: 'trigger',
    title: 'P1 · Service 0: unavailable – Investigating',
    paragraphs: ['No answer.'],
    link: 'https://status.example.com/incidents/outage000000/',
    locale: 'en',
  })
})

test('components that fall together are one message for each channel', async () => {
  for (let n = 0; n < 20; n++) {
    await store.commit({ incidents: [anOutage(n)] })
    await pass(50)
  }
  await pass(10 * second)
  expect(titles()).toEqual([
    '20 incidents: Service 0: unavailable, Service 1: unavailable, Service 2: unavailable, Service 3: unavailable and 16 more',
  ])
  expect(titles('sms')).toHaveLength(1)
})

describe('components that fall one after the other, as each is checked', () => {
  test('are one message more for each channel after the first, with all of them', async () => {
    for (let n = 0; n < 20; n++) {
      await store.commit({ incidents: [anOutage(n)] })
      await pass(1_250)
    }
    await pass(minute)
    expect(titles()).toHaveLength(2)
    expect(titles().at(-1)).toMatch(/^1\d incidents: /)
  })

  test('are told at once where they are graver than what was told', async () => {
    const minor = { ...anOutage(1), impact: 'minor' as const, priority: 'P3' as const }
    await store.commit({ incidents: [minor] })
    await pass(5 * second)
    await store.commit({ incidents: [anOutage(2)] })
    await pass(5 * second)
    expect(titles()).toHaveLength(2)
  })
})

describe('one that comes and goes', () => {
  test('is sent at most once in ten minutes', async () => {
    let incident = anOutage()
    await store.commit({ incidents: [incident] })
    for (let n = 0; n < 20; n++) {
      await pass(30 * second)
      const isUp = n % 2 === 0
      const words = isUp
        ? ({ status: 'resolved', components: { c0: 'operational' } } as const)
        : ({ status: 'investigating', components: { c0: 'major_outage' } } as const)
      incident = withUpdate(incident, `flap${n}`, { ...words, body: '' })
      await store.commit({ incidents: [incident] })
    }
    await pass(10 * minute)
    const times = messages.filter(({ channel }) => channel === 'hook').map(({ at }) => at)
    for (const [index, at] of times.entries())
      if (index > 0) expect(at - times[index - 1]!).toBeGreaterThanOrEqual(10 * minute)
    expect(times.length).toBeGreaterThanOrEqual(2)
    expect(messages.at(-1)!.message.paragraphs.join()).toMatch(/Failed again \d+ times/)
  })

  test('is told to be over once it has been for a minute', async () => {
    const incident = anOutage()
    await store.commit({ incidents: [incident] })
    await pass(3 * minute)
    await store.commit({
      incidents: [withUpdate(incident, 'over', { status: 'resolved', components: { c0: 'operational' } })],
    })
    await pass(59 * second)
    expect(titles()).toHaveLength(1)
    await pass(3 * second)
    expect(messages.at(-1)!.message).toMatchObject({ severity: 'good', action: 'resolve' })
  })
})

describe('several addresses of one channel', () => {
  const numbers = () => messages.filter(({ channel }) => channel === 'phones').map(({ to }) => to)

  test('are told one by one: what one does not take is sent again to nobody else, nor after a restart', async () => {
    resultFor = (to) =>
      to === '+33600000000'
        ? { outcome: 'refused', permanent: false, error: 'busy', retryAfter: null }
        : { outcome: 'sent' }
    await store.commit({ incidents: [{ ...anOutage(), priority: 'P2' }] })
    await pass(4 * second)
    expect(numbers()).toEqual(['+33612345678', '+33600000000'])
    await worker.stop()
    createWorker()
    await pass(30 * second)
    expect(new Set(numbers().slice(2))).toEqual(new Set(['+33600000000']))
    resultFor = () => ({ outcome: 'sent' })
    await pass(30 * second)
    expect(await store.deliveries({ channel: 'phones', states: ['sent'], limit: 9 })).toHaveLength(2)
    const [first, second_] = messages.filter(({ channel }) => channel === 'phones')
    expect(second_!.message.id).toBe(first!.message.id)
  })

  test('that the configuration no longer names are told nothing', async () => {
    await store.commit({ incidents: [{ ...anOutage(), priority: 'P2' }] })
    await worker.stop()
    const [notification] = await store.pendingNotifications(1)
    await store.expandNotification({
      notification: notification!.key,
      deliveries: [{ channel: 'phones', recipient: 'anotherphone', topic: 'incident/a', dueAt: clock.now() }],
      cursor: null,
      at: clock.now(),
    })
    createWorker()
    await pass(8 * second)
    expect(numbers()).toEqual([])
    expect(await store.deliveries({ channel: 'phones', limit: 9 })).toMatchObject([
      { state: 'dropped', error: 'the configuration no longer names whom it was for' },
    ])
  })
})

test('what a person writes is sent at once, and what waits with it', async () => {
  const incident = { ...anOutage(), priority: 'P3' as const }
  await store.commit({ incidents: [incident] })
  await pass(5 * second)
  await store.commit({ incidents: [withUpdate(incident, 'word', { author: 'ada', body: 'We know why.' })] })
  await pass(second)
  expect(messages.map(({ channel }) => channel)).toEqual(['hook', 'hook'])
  expect(messages[1]!.message).toMatchObject({ action: 'update', paragraphs: ['We know why.'] })
})

test('what was written in Markdown is read without its marks', async () => {
  const incident = anOutage()
  const body = 'We **look** at [it](https://example.com/x).'
  await store.commit({
    incidents: [{ ...incident, updates: [{ ...incident.updates[0]!, body }] }],
  })
  await pass(3 * second)
  expect(messages[0]!.message.paragraphs).toEqual(['We look at it (https://example.com/x).'])
})

test('what was taken off the page before it was told is not told', async () => {
  const incident = anOutage()
  await store.commit({ incidents: [incident] })
  await store.commit({
    incidents: [{ ...incident, version: 2, withdrawn: { at: clock.now(), by: 'ada' } }],
  })
  await pass(5 * second)
  expect(messages).toEqual([])
  expect((await store.deliveries({ limit: 9 })).map(({ state }) => state)).toEqual(['dropped', 'dropped'])
})

test('what was opened without notifying, or imported, is never told', async () => {
  const quiet = anOutage(1)
  await store.commit({
    incidents: [
      { ...anOutage(0), silent: true },
      { ...quiet, updates: [{ ...quiet.updates[0]!, notify: false }] },
    ],
  })
  await pass(5 * second)
  expect(messages).toEqual([])
})

const anAnnouncement = (more: Partial<Announcement> = {}): Announcement => ({
  id: 'news00000001',
  title: 'New address',
  body: 'This page has a new address.',
  until: null,
  pinned: false,
  publishedAt: clock.now(),
  author: 'ada',
  version: 1,
  ...more,
})

describe('an announcement', () => {
  test('is sent once to the channels that want it, whatever is corrected in it', async () => {
    await store.commit({ announcements: [anAnnouncement()] })
    await pass(second)
    await store.commit({ announcements: [anAnnouncement({ version: 2, title: 'New addresses' })] })
    await pass(second)
    expect(messages.map(({ channel }) => channel).toSorted()).toEqual(['hook', 'social'])
    expect(messages[0]!.message).toMatchObject({
      title: 'Announcement: New address',
      paragraphs: ['This page has a new address.'],
      action: 'inform',
      link: 'https://status.example.com/announcements/news00000001/',
      data: { type: 'announcement.published', data: { announcements: [{ id: 'news00000001' }] } },
    })
  })

  test('that is quiet, imported, dated days ago or taken off again is not told', async () => {
    await store.commit({
      announcements: [
        anAnnouncement({ notify: false }),
        anAnnouncement({ id: 'news00000002', publishedAt: clock.now() - 25 * 60 * minute }),
      ],
    })
    await store.commit({ announcements: [anAnnouncement({ id: 'news00000003' })], silent: true })
    await store.commit({ announcements: [anAnnouncement({ id: 'news00000004' })] })
    await store.commit({
      announcements: [
        anAnnouncement({ id: 'news00000004', version: 2, withdrawn: { at: clock.now(), by: 'ada' } }),
      ],
    })
    await pass(5 * second)
    expect(messages).toEqual([])
  })
})

test('a service that keeps one alert for each topic is told of each by itself', async () => {
  await store.commit({ incidents: [anOutage(0), anOutage(1)] })
  const sender = createTeamSender(
    'pager',
    { oneTopicEach: true, send: () => Promise.resolve({ outcome: 'sent' }) },
    { store, config, now: () => clock.now() + minute, acknowledgeLinks: null },
  )
  await pass(5 * second)
  const deliveries = (await store.deliveries({ channel: 'hook', limit: 9 })).toSorted((a, b) => a.id - b.id)
  expect((await sender.plan(deliveries)).map((message) => message.deliveries.length)).toEqual([1, 1])
})

describe('who is told', () => {
  test('of an incident are the channels of its priority and the public ones, else all that want it', () => {
    const { channels, escalations } = configOf(`
page: { name: Acme }
components: [{ id: api, name: API }]
priorities: { P1: { response: 15m, resolution: 1h, notify: [sms] } }
channels:
  chat: { kind: discord, webhook: 'https://discord.example/x' }
  sms: { kind: sms, provider: twilio, account: a, token: t, from: Acme, to: ['+33612345678'] }
  quiet: { kind: gotify, url: 'https://g.example', token: secret, news: [alerts] }
  social: { kind: mastodon, server: 'https://social.example', token: secret }
`)
    expect(incidentChannels('P1', { channels, escalations })).toEqual(['sms', 'social'])
    expect(incidentChannels('P2', { channels, escalations })).toEqual(['chat', 'sms', 'social'])
    expect(incidentChannels(null, { channels, escalations })).toEqual(['chat', 'sms', 'social'])
    expect(channelsFor('maintenance', { channels })).toEqual(['chat', 'social'])
    expect(channelsFor('alerts', { channels })).toEqual(['chat', 'sms', 'quiet'])
  })

  test('in public is told nothing of how the team works', async () => {
    const social = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: c0, name: Service 0 }]
channels: { social: { kind: mastodon, server: 'https://social.example', token: secret } }
`)
    await store.commit({ incidents: [anOutage()] })
    await pass(5 * second)
    const [delivery] = await store.deliveries({ channel: 'hook', limit: 1 })
    const sent: TeamMessage[] = []
    const sender = createTeamSender(
      'social',
      {
        send(message) {
          sent.push(message)
          return Promise.resolve({ outcome: 'sent' })
        },
      },
      { store, config: social, now: () => clock.now() + minute, acknowledgeLinks: null },
    )
    for (const { attempt } of await sender.plan([delivery!])) await attempt(new AbortController().signal)
    expect(sent[0]).toMatchObject({
      title: 'Service 0: unavailable – Investigating',
      details: [{ label: 'Services', value: 'Service 0' }],
      acknowledgeLink: null,
    })
  })
})

describe('the verdict on a deployment', () => {
  const begun = (id: string) => beginWatch(id, clock.now() - 5 * minute, 30 * minute)
  const deployment = (id: string) =>
    finishDeployment(
      startDeployment({ id, version: '2.14.0', components: ['c1'], url: null }, 0),
      'succeeded',
      1,
    )!
  const decided = (id: string, verdict: DecidedVerdict): DeploymentWatch => ({
    ...begun(id),
    version: 2,
    verdict,
    decidedAt: clock.now(),
    findings: [
      {
        trigger: 'error_rate',
        component: 'c1',
        state: 'exceeded',
        reason: null,
        measured: 0.12,
        limit: 0.05,
      },
      { trigger: 'component_down', component: 'c1', state: 'kept', reason: null, measured: 0, limit: 0 },
    ],
  })

  test('to roll back reaches the channels that want deployments once, with what speaks for it', async () => {
    await store.commit({ deployments: [deployment('d1')], deploymentWatches: [begun('d1')] })
    await pass(minute)
    expect(messages).toEqual([])
    await store.commit({ deploymentWatches: [decided('d1', 'roll_back')] })
    await pass(minute)
    await store.commit({ deploymentWatches: [{ ...decided('d1', 'roll_back'), version: 3 }] })
    await pass(minute)
    expect(messages.map(({ channel }) => channel)).toEqual(['hook'])
    const { message } = messages[0]!
    expect(message).toMatchObject({
      severity: 'critical',
      title: 'Roll back 2.14.0: beyond a limit',
      topic: 'deployment/d1',
      details: [{ label: 'Service 1, Errors', value: '12% (limit 5%) – exceeded' }],
      link: 'https://status.example.com/components/c1/',
    })
    expect(message.data).toMatchObject({
      type: 'deployment.roll_back',
      data: {
        deployments: [
          {
            deployment: 'd1',
            version: '2.14.0',
            verdict: 'roll_back',
            triggers: [{ trigger: 'error_rate', state: 'exceeded', measured: 0.12, limit: 0.05 }, {}],
          },
        ],
      },
    })
  })

  test('that no longer holds by the time it is sent is not told', async () => {
    await store.commit({ deployments: [deployment('d1')], deploymentWatches: [begun('d1')] })
    await store.commit({ deploymentWatches: [decided('d1', 'passed')] })
    await store.commit({ deploymentWatches: [extendWatch(decided('d1', 'passed'), clock.now() + minute)] })
    await pass(minute)
    expect(messages).toEqual([])
  })
})
