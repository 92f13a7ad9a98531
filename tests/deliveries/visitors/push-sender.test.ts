import { describe, expect, onTestFinished, test } from 'vitest'
import { createHostGate } from '../../../collector/deliveries/host-gate.ts'
import { createVapidKeys } from '../../../collector/deliveries/push-request.ts'
import { createPushSender } from '../../../collector/deliveries/push-sender.ts'
import type { SendOutcome } from '../../../collector/deliveries/sender.ts'
import type { Delivery } from '../../../collector/store/delivery-store.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { configOf } from '../../config/builders.ts'
import { aNotification, aSubscriber, anIncident, anUpdate } from '../../store/builders.ts'
import { aBrowser, readVapid } from './push-reader.ts'
import { aStranger, canServe } from './stranger.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, locales: [en, fr] }
components: [{ id: api, name: API }]
`)
const incident = anIncident({
  automatic: false,
  priority: 'P1',
  impact: 'critical',
  title: { en: 'Payments are down', fr: 'Paiements en panne' },
  updates: [anUpdate({ author: 'ada', body: { en: 'We are looking.', fr: 'Nous regardons.' } })],
})
const delivery: Delivery = {
  id: 1,
  channel: 'subscribers/push',
  recipient: 'subscriber01',
  topic: `incident/${incident.id}`,
  notifications: ['n1'],
  state: 'pending',
  createdAt: 0,
  dueAt: 0,
  failures: 0,
  firstTriedAt: null,
  finishedAt: null,
  error: null,
}

async function pushing(status = 201, headers = {}) {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const service = await aStranger((_, response) =>
    response.writeHead(status, headers).end('words of a stranger'),
  )
  const browser = aBrowser()
  const push = aSubscriber({
    kind: 'push',
    address: `${service.url}/send/abc`,
    keys: browser.keys,
    locale: 'fr',
  })
  await store.putSubscribers([{ ...push, state: 'active' }])
  const subject = { kind: 'incident', id: incident.id, update: incident.updates[0]!.id } as const
  await store.commit({
    incidents: [incident],
    silent: true,
    notifications: [aNotification({ key: 'n1', subject: { ...subject, automatic: false, reopened: false } })],
  })
  const vapid = createVapidKeys(store)
  const sender = createPushSender({
    store,
    config,
    pageUrl: 'https://status.example.com',
    vapid,
    clock: systemClock(),
    dispatcher: service.dispatcher,
    gate: createHostGate(20),
  })
  const attempt = async (): Promise<SendOutcome> => {
    const [message] = await sender.plan([delivery])
    return message!.attempt(new AbortController().signal)
  }
  return { ...service, attempt, browser, store, vapid }
}

describe.skipIf(!canServe)('a browser', () => {
  test('reads the news in its own language, and nobody else does', async () => {
    const { attempt, browser, requests } = await pushing()
    expect(await attempt()).toEqual({ outcome: 'sent' })
    const { body, headers } = requests[0]!
    expect(headers['content-encoding']).toBe('aes128gcm')
    expect(browser.read(body)).toEqual({
      title: 'Paiements en panne – En cours d’analyse',
      body: 'Nous regardons.',
      url: `https://status.example.com/fr/incidents/${incident.id}/`,
      tag: delivery.topic,
      lang: 'fr',
    })
    expect(() => aBrowser().read(body)).toThrow()
    expect(body.length).toBeLessThanOrEqual(4096)
  })

  test('is reached with a signed key that is the same for ever, for this push service and at most a day', async () => {
    const { attempt, requests, url, vapid, store } = await pushing()
    await attempt()
    const { claims, key } = readVapid(requests[0]!.headers.authorization!)
    expect(claims['aud']).toBe(url)
    expect(claims['sub']).toBe('https://status.example.com')
    expect(Number(claims['exp']) * 1000 - Date.now()).toBeLessThanOrEqual(86_400_000)
    expect(Number(claims['exp']) * 1000).toBeGreaterThan(Date.now())
    expect(key).toBe((await vapid()).publicKey)
    expect(await createVapidKeys(store)()).toEqual(await vapid())
  })

  test('is kept waiting for a day at most; a later message of the same notice takes the place of one that waits', async () => {
    const { attempt, requests } = await pushing()
    await attempt()
    await attempt()
    const [first, second] = requests.map(({ headers }) => headers)
    expect(first).toMatchObject({ ttl: '86400', urgency: 'high', topic: second!['topic'] })
    expect(first!['topic']).toMatch(/^[\w-]{32}$/)
    expect(first!['topic']).not.toContain(incident.id)
  })

  test.each([404, 410])('that unsubscribed (%d) is forgotten', async (status) => {
    const { attempt, store } = await pushing(status)
    expect(await attempt()).toMatchObject({ outcome: 'dropped' })
    expect(await store.subscriber('subscriber01')).toBeNull()
    expect(await attempt()).toMatchObject({ outcome: 'dropped' })
  })

  test.each([
    [413, true],
    [403, true],
    [429, false],
    [500, false],
  ])(
    'whose push service answers %d is tried again unless that is for good (%s)',
    async (status, permanent) => {
      const { attempt, store } = await pushing(status, { 'retry-after': '30' })
      const outcome = await attempt()
      expect(outcome).toEqual({
        outcome: 'refused',
        permanent,
        error: `the push service answered ${status}`,
        retryAfter: 30_000,
      })
      expect((await store.subscriber('subscriber01'))?.bounces).toBe(permanent ? 1 : 0)
    },
  )
})
