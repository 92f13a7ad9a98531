import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { createHostGate } from '../../../collector/deliveries/host-gate.ts'
import type { SendOutcome } from '../../../collector/deliveries/sender.ts'
import { createWebhookSecrets, createWebhookSender } from '../../../collector/deliveries/webhook-sender.ts'
import type { Delivery } from '../../../collector/store/delivery-store.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { statuspageFiles } from '../../../src/statuspage/files.ts'
import { aMaintenance } from '../../core/builders.ts'
import { fakeClock } from '../../fake-clock.ts'
import { aComponent, aSnapshot, anOpenIncident, now } from '../../src/snapshots.ts'
import { aNotification, aSubscriber } from '../../store/builders.ts'
import { type StrangersRequest, aStranger, canServe } from './stranger.ts'

const incident = anOpenIncident()
const delivery = (more: Partial<Delivery> = {}): Delivery => ({
  id: 7,
  channel: 'subscribers/webhook',
  recipient: 'subscriber01',
  topic: `incident/${incident.id}`,
  notifications: ['n1'],
  state: 'pending',
  createdAt: now,
  dueAt: now,
  failures: 0,
  firstTriedAt: null,
  finishedAt: null,
  error: null,
  ...more,
})

/** A sender with a store in which a subscriber waits for news of an incident, and a stranger's server. */
async function sending(
  answer: (request: StrangersRequest, response: ServerResponse) => void = (_, response) => response.end('ok'),
  snapshot: Snapshot = aSnapshot({ incidents: [incident] }),
) {
  const clock = fakeClock(now)
  const store = await openSqliteStore(':memory:', { clock })
  onTestFinished(() => store.close())
  const stranger = await aStranger(answer)
  const hook = aSubscriber({ kind: 'webhook', address: `${stranger.url}/hook?a=b`, owner: 'ada@example.com' })
  const subscriber = { ...hook, state: 'active' as const }
  await store.putSubscribers([subscriber])
  const { id } = incident
  await store.commit({
    incidents: [{ ...incident, version: 1 }],
    silent: true,
    notifications: [
      aNotification({
        key: 'n1',
        subject: { kind: 'incident', id, update: incident.updates[0]!.id, automatic: false, reopened: false },
      }),
    ],
  })
  const secrets = createWebhookSecrets(store)
  const sender = createWebhookSender({
    store,
    clock,
    dispatcher: stranger.dispatcher,
    gate: createHostGate(4),
    snapshot: () => Promise.resolve(snapshot),
    links: { leave: (one) => Promise.resolve(`https://status.example.com/unsubscribe?token=${one}.x`) },
    secrets,
    absolute: (path) => `https://status.example.com${path}`,
  })
  const attempt = async (one = delivery(), signal = new AbortController().signal): Promise<SendOutcome> => {
    const [message] = await sender.plan([one])
    return message!.attempt(signal)
  }
  const bodies = () => stranger.requests.map(({ body }) => JSON.parse(body.toString()) as Record<string, any>)
  return { ...stranger, attempt, bodies, clock, secrets, sender, store, subscriber }
}

describe.skipIf(!canServe)('a webhook of a visitor', () => {
  test('gets the incident as Statuspage sends it, with the bytes of the API', async () => {
    const { attempt, bodies, requests } = await sending()
    expect(await attempt()).toEqual({ outcome: 'sent' })
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/hook?a=b' })
    expect(requests[0]!.headers['content-type']).toBe('application/json')
    const [body] = bodies()
    const files = statuspageFiles(aSnapshot({ incidents: [incident] }))
    const fromApi = JSON.parse(files.get('incidents.json')!) as { page: { id: string }; incidents: object[] }
    expect(body!['meta']).toEqual({
      unsubscribe: 'https://status.example.com/unsubscribe?token=subscriber01.x',
      documentation: 'https://status.example.com/subscribe/',
    })
    const { status } = JSON.parse(files.get('status.json')!) as { status: Record<string, string> }
    expect(body!['page']).toEqual({
      id: fromApi.page.id,
      status_indicator: status['indicator'],
      status_description: status['description'],
    })
    const { updated_at: _, shortlink: __, ...sent } = body!['incident']
    const { updated_at: ___, shortlink: ____, ...wanted } = fromApi.incidents[0] as Record<string, unknown>
    expect(sent).toMatchObject(wanted)
    expect(sent).toMatchObject({ scheduled_for: null, scheduled_until: null, postmortem_body: null })
    // Every name that Statuspage documents, and `components` and `started_at` that it sends besides.
    const names =
      'backfilled created_at impact impact_override monitoring_at name organization_id postmortem_body postmortem_body_last_updated_at postmortem_ignored postmortem_notified_subscribers postmortem_notified_twitter postmortem_published_at resolved_at scheduled_auto_transition scheduled_for scheduled_remind_prior scheduled_reminded_at scheduled_until shortlink status updated_at id incident_updates components started_at'
    for (const name of names.split(' ')) expect(Object.keys(body!['incident'])).toContain(name)
    const updateNames =
      'body created_at display_at status twitter_updated_at updated_at wants_twitter_update id incident_id'
    for (const name of updateNames.split(' '))
      expect(Object.keys(body!['incident'].incident_updates[0])).toContain(name)
  })

  test('is signed with the secret that its owner was shown, and with the same id at every attempt', async () => {
    const { attempt, requests, secrets, subscriber } = await sending()
    await attempt()
    await attempt()
    const secret = await secrets(subscriber.id)
    expect(secret).not.toBe(await secrets('subscriber02'))
    const ids = requests.map(({ headers, body }) => {
      const head = headers as Record<string, string>
      const at = new Date(Number(head['webhook-timestamp']) * 1000)
      const id = head['webhook-id']!
      expect(head['webhook-signature']).toBe(new Webhook(secret).sign(id, at, body.toString()))
      return id
    })
    expect(new Set(ids).size).toBe(1)
  })

  test('gets the change of a component as Statuspage sends it, and nothing where nothing changed', async () => {
    const changedAt = now - 60_000
    const down: ComponentView = {
      ...aComponent('pay', 'Payments'),
      status: 'major_outage',
      evidence: {
        firstAt: now - 86_400_000,
        goneAt: null,
        slices: [
          { from: now - 86_400_000, to: changedAt, status: 'operational' },
          { from: changedAt, to: now, status: 'major_outage' },
        ],
        windows: [],
      },
    }
    const { attempt, bodies, store } = await sending(
      undefined,
      aSnapshot({ components: [down], incidents: [] }),
    )
    const subject = { kind: 'component_status', component: 'pay', at: changedAt } as const
    const early = { ...subject, at: changedAt - 3_600_000 }
    await store.commit({
      notifications: [
        aNotification({ key: 'c1', subject }),
        aNotification({ key: 'c2', subject: early }),
        aNotification({ key: 'c3', subject: { ...subject, component: 'gone' } }),
        aNotification({ key: 'c4', subject: { ...subject, at: now } }),
      ],
    })
    expect(await attempt(delivery({ notifications: ['c1'] }))).toEqual({ outcome: 'sent' })
    expect(bodies()[0]!['component_update']).toMatchObject({
      new_status: 'major_outage',
      old_status: 'operational',
      created_at: new Date(changedAt).toISOString(),
    })
    const { component, component_update: update } = bodies()[0]!
    expect(component).toMatchObject({ id: update.component_id, status: 'major_outage' })
    expect(await attempt(delivery({ notifications: ['c2', 'c1'] }))).toEqual({ outcome: 'sent' })
    expect(bodies()[1]!['component_update']).toMatchObject({ old_status: 'operational' })
    for (const key of ['c3', 'c4'])
      expect(await attempt(delivery({ notifications: [key] }))).toMatchObject({ outcome: 'dropped' })
  })

  test('gets planned work as an incident with its window', async () => {
    const planned = aMaintenance({ id: 'window000001', version: 1 })
    const { attempt, bodies, store } = await sending(undefined, aSnapshot({ maintenances: [planned] }))
    const window = { from: planned.scheduledFor, to: planned.scheduledUntil }
    const subject = {
      kind: 'maintenance',
      id: planned.id,
      moment: 'announced',
      update: null,
      window,
    } as const
    await store.commit({
      maintenances: [planned],
      silent: true,
      notifications: [aNotification({ key: 'm1', subject })],
    })
    expect(await attempt(delivery({ notifications: ['m1'] }))).toEqual({ outcome: 'sent' })
    expect(bodies()[0]!['incident']).toMatchObject({
      impact: 'maintenance',
      scheduled_for: new Date(planned.scheduledFor).toISOString(),
    })
  })

  test('who has left meanwhile, or is paused, is sent nothing', async () => {
    const { attempt, requests, store, subscriber } = await sending()
    await store.putSubscribers([{ ...subscriber, state: 'paused' }])
    expect(await attempt()).toMatchObject({ outcome: 'dropped' })
    await store.eraseSubscribers([subscriber.id])
    expect(await attempt()).toMatchObject({ outcome: 'dropped' })
    expect(requests).toEqual([])
  })

  test.each([
    [500, false],
    [503, false],
    [429, false],
    [404, true],
    [307, true],
  ])('an answer of %d is permanent: %s', async (status, permanent) => {
    const { attempt, requests } = await sending((_, response) =>
      response.writeHead(status, { location: '/elsewhere', 'retry-after': '7' }).end('secret words'),
    )
    const outcome = await attempt()
    expect(outcome).toMatchObject({ outcome: 'refused', permanent, retryAfter: 7_000 })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(requests).toHaveLength(1)
  })

  test('one that says that it is gone is paused at once, one that refuses after three times', async () => {
    let status = 410
    const { attempt, store, subscriber } = await sending((_, response) => response.writeHead(status).end())
    const state = async () => (await store.subscriber(subscriber.id))?.state
    await attempt()
    expect(await state()).toBe('paused')
    await store.putSubscribers([{ ...subscriber, bounces: 0 }])
    status = 404
    await attempt()
    await attempt()
    expect(await state()).toBe('active')
    await attempt()
    expect(await state()).toBe('paused')
  })

  test('an endless answer is cut off', async () => {
    const { attempt } = await sending((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await attempt()).toEqual({ outcome: 'sent' })
  })

  test('one that hangs is given up, and its host is left alone while others are sent theirs', async () => {
    const hanging: ServerResponse[] = []
    const { attempt, clock, requests, store, subscriber, url } = await sending((request, response) =>
      request.headers.host?.startsWith('slow') ? void hanging.push(response) : response.end(),
    )
    const slowUrl = url.replace('hooks', 'slow.hooks')
    await store.putSubscribers([{ ...subscriber, id: 'subscriber02', address: `${slowUrl}/` }])
    const slow = delivery({ id: 8, recipient: 'subscriber02' })
    const first = attempt(slow)
    await expect.poll(() => hanging.length).toBe(1)
    expect(await attempt()).toEqual({ outcome: 'sent' })
    await clock.advance(10_000)
    expect(await first).toMatchObject({ outcome: 'refused', permanent: false, error: 'no answer in 10 s' })
    expect(await attempt(slow)).toEqual({ outcome: 'released', dueAt: clock.now() + 60_000 })
    expect(await attempt()).toEqual({ outcome: 'sent' })
    expect(requests).toHaveLength(3)
  })

  test('no host is sent more than a few at once', async () => {
    const waiting: ServerResponse[] = []
    const { attempt, clock } = await sending((_, response) => void waiting.push(response))
    const all = Array.from({ length: 6 }, (_, n) => attempt(delivery({ id: n })))
    await expect.poll(() => waiting.length).toBe(4)
    for (const response of waiting) response.end()
    const outcomes = await Promise.all(all)
    expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(4)
    expect(outcomes.at(-1)).toEqual({ outcome: 'released', dueAt: clock.now() + 1_000 })
  })
})
