import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Audience, joinAudiences } from '../../collector/deliveries/expand-notifications.ts'
import { subscriberAudience } from '../../collector/deliveries/subscriber-audience.ts'
import type { NewDelivery } from '../../collector/store/delivery-store.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { aMaintenance } from '../core/builders.ts'
import { aNotification, aSubscriber, anIncident, start } from '../store/builders.ts'

let store: Store
beforeEach(async () => {
  store = await openSqliteStore(':memory:')
})
afterEach(() => store.close())

/** Everybody whom a notification is owed to, gone through as the worker does. */
async function everybody(
  audience: Audience,
  notification = aNotification(),
): Promise<readonly NewDelivery[]> {
  const all: NewDelivery[] = []
  let cursor: string | null = null
  do {
    const recipients = await audience({ ...notification, sequence: 1, cursor }, cursor)
    all.push(...recipients.deliveries)
    cursor = recipients.cursor
  } while (cursor !== null)
  return all
}

const news = aNotification({
  subject: { kind: 'incident', id: 'abcdef012345', update: 'u', automatic: false, reopened: false },
})
const active = (id: string, more = {}) =>
  aSubscriber({ id, address: `${id}@example.com`, state: 'active', ...more })
const recipients = (all: readonly NewDelivery[]) => all.map(({ recipient }) => recipient)

test('subscribers are owed what they asked for, once confirmed and while their address works', async () => {
  await store.commit({ incidents: [anIncident()], silent: true })
  await store.putSubscribers([
    active('all'),
    active('api', { components: ['api'] }),
    active('web', { components: ['web'] }),
    active('reports', { kinds: ['reports'] }),
    aSubscriber({ id: 'new', address: 'new@example.com' }),
    active('dead', { state: 'paused' }),
    active('hook', { kind: 'webhook' }),
  ])
  const all = await everybody(subscriberAudience(store, new Set(['email'])), news)
  expect(recipients(all)).toEqual(['all', 'api'])
  expect(all[0]).toEqual({ channel: 'subscribers/email', recipient: 'all', topic: news.topic, dueAt: start })
  expect(await everybody(subscriberAudience(store, new Set()), news)).toEqual([])
})

test('a subscriber of one component is owed the maintenance of it', async () => {
  await store.commit({
    maintenances: [aMaintenance({ id: 'window000001', components: ['api'] })],
    silent: true,
  })
  await store.putSubscribers([active('api', { components: ['api'] }), active('web', { components: ['web'] })])
  const subject = { kind: 'maintenance', id: 'window000001', moment: 'announced', update: null } as const
  const notification = aNotification({ subject: { ...subject, window: { from: start, to: start + 1 } } })
  const all = await everybody(subscriberAudience(store, new Set(['email'])), notification)
  expect(recipients(all)).toEqual(['api'])
})

test('the bare status of a component is for programs', async () => {
  await store.putSubscribers([
    active('mail'),
    active('hook', { kind: 'webhook' }),
    active('other', { kind: 'webhook', components: ['web'] }),
  ])
  const notification = aNotification({ subject: { kind: 'component_status', component: 'api', at: start } })
  const all = await everybody(subscriberAudience(store, new Set(['email', 'webhook'])), notification)
  expect(all.map(({ channel, recipient }) => [channel, recipient])).toEqual([['subscribers/webhook', 'hook']])
})

test('many subscribers are gone through to the last', async () => {
  await store.commit({ incidents: [anIncident()], silent: true })
  const names = Array.from({ length: 1_203 }, (_, n) => `s${String(n).padStart(5, '0')}`)
  await store.putSubscribers(names.map((id) => active(id)))
  expect(recipients(await everybody(subscriberAudience(store, new Set(['email'])), news))).toEqual(names)
})

test('audiences follow one another, each from its own beginning', async () => {
  const pages =
    (name: string, count: number): Audience =>
    (_, cursor) => {
      const page = Number(cursor ?? 1)
      const delivery = { channel: name, recipient: `${page}`, topic: 't', dueAt: start }
      return Promise.resolve({ deliveries: [delivery], cursor: page < count ? `${page + 1}` : null })
    }
  const all = await everybody(joinAudiences([pages('a', 2), pages('b', 1), pages('c', 3)]))
  expect(all.map(({ channel, recipient }) => channel + recipient)).toEqual([
    'a1',
    'a2',
    'b1',
    'c1',
    'c2',
    'c3',
  ])
})
