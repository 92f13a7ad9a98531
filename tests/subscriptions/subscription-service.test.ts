import { expect, test } from 'vitest'
import {
  type SubscriptionWish,
  createSubscriptionService,
} from '../../collector/subscriptions/subscription-service.ts'
import { aSubscriptionService, tokenIn } from './fixture.ts'

const hour = 3_600_000
const wish = (more: Partial<SubscriptionWish> = {}): SubscriptionWish => ({
  kind: 'email',
  address: 'ada@example.com',
  owner: null,
  components: ['api'],
  kinds: ['incidents'],
  locale: 'en',
  ...more,
})

test('a wish is a mail with a link, and the link makes a subscriber, once', async () => {
  const { service, deliver, store, clock } = await aSubscriptionService()
  await service.request(wish())
  const [mail] = await deliver()
  expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Please confirm: news of Example' })
  const token = tokenIn(mail!.text)
  expect(mail!.text).toContain(`https://collector.example/subscribe/confirm?token=${token}`)
  expect(mail!.html).toContain(token)
  expect(await service.pending(token)).toMatchObject({ before: { state: 'unconfirmed' } })
  // Looking changes nothing.
  expect(await store.subscriberByAddress('email', 'ada@example.com')).toMatchObject({ state: 'unconfirmed' })
  clock.stall(47 * hour)
  expect(await service.confirm(token)).toMatchObject({ state: 'active', components: ['api'], locale: 'en' })
  expect(await service.confirm(token)).toBeNull()
  expect(await service.pending(token)).toBeNull()
})

test('a link is over after two days, and who never confirmed is forgotten', async () => {
  const { service, deliver, store, clock } = await aSubscriptionService()
  await service.request(wish())
  const [mail] = await deliver()
  clock.stall(48 * hour)
  expect(await service.confirm(tokenIn(mail!.text))).toBeNull()
  expect(await store.pruneUnconfirmed(clock.now() - 48 * hour + 1)).toBe(1)
})

test('a mail that was owed is sent by the next process, and nothing in the store is the token', async () => {
  const { service, deliver, store, tokens } = await aSubscriptionService()
  await service.request(wish())
  const [owed] = await store.pendingNotifications(9)
  const [mail] = await deliver()
  const token = tokenIn(mail!.text)
  expect(JSON.stringify(owed)).not.toContain(token)
  expect(owed!.subject.kind === 'confirmation' && (await tokens.confirmation(owed!.subject.id))).toBe(token)
  expect(await deliver()).toEqual([])
})

test('what an active subscriber chose changes by the form only after a confirmation', async () => {
  const { service, deliver, store } = await aSubscriptionService()
  await service.request(wish())
  const before = await service.confirm(tokenIn((await deliver())[0]!.text))
  await service.request(wish({ components: null, kinds: ['reports'] }))
  expect(await store.subscriber(before!.id)).toEqual(before)
  const [mail] = await deliver()
  expect(mail!.text).toContain('Nothing changes before you confirm')
  expect(await service.confirm(tokenIn(mail!.text))).toMatchObject({ id: before!.id, kinds: ['reports'] })
})

test('nobody is sent more than three links a day, for all who ask, under every spelling', async () => {
  const { service, deliver, clock } = await aSubscriptionService()
  for (let i = 0; i < 6; i++) {
    await service.request(wish({ address: `ada+${i}@example.com` }))
    await service.request(
      wish({ kind: 'webhook', address: `https://example.com/${i}`, owner: 'Ada@example.com' }),
    )
  }
  expect(await deliver()).toHaveLength(3)
  await service.request(wish({ address: 'bob@example.com' }))
  expect(await deliver()).toHaveLength(1)
  clock.stall(24 * hour)
  await service.request(wish())
  expect(await deliver()).toHaveLength(1)
})

test('the limit of an address holds after a restart', async () => {
  const subscriptions = await aSubscriptionService()
  for (let i = 0; i < 3; i++) {
    await subscriptions.service.request(wish())
    await subscriptions.deliver()
  }
  const restarted = createSubscriptionService({
    ...subscriptions,
    now: subscriptions.clock.now,
    id: () => 'restarted001',
  })
  await restarted.request(wish())
  expect(await subscriptions.deliver()).toEqual([])
})

test('the same is read and written for an address, subscribed or not, and limited or not', async () => {
  const { service, deliver, store, calls } = await aSubscriptionService()
  const work = async (more: Partial<SubscriptionWish> = {}): Promise<readonly string[]> => {
    calls.length = 0
    await service.request(wish(more))
    return [...calls]
  }
  const unknown = await work()
  expect(unknown).toEqual(['subscriberByAddress', 'confirmationsSince', 'requestConfirmation'])
  expect(await work()).toEqual(unknown)
  const active = await service.confirm(tokenIn((await deliver())[0]!.text))
  expect(await work()).toEqual(unknown)
  await store.putSubscribers([{ ...active!, state: 'paused' }])
  for (let i = 0; i < 4; i++) expect(await work()).toEqual(unknown)
})

test('links to manage and to leave work for what they were signed for, and for nobody else', async () => {
  const { service, deliver, links, tokens } = await aSubscriptionService()
  await service.request(wish())
  const { id } = (await service.confirm(tokenIn((await deliver())[0]!.text)))!
  const [manage, leave] = [tokenIn(await links.manage(id)), tokenIn(await links.leave(id))]
  expect(await service.linked('manage', manage)).toMatchObject({ subscriber: { id } })
  expect(await service.linked('leave', leave)).toMatchObject({ subscriber: { id } })
  const [name, signature] = manage.split('.') as [string, string]
  const badTokens = [
    leave,
    '',
    '.',
    name,
    `${name}.`,
    `.${signature}`,
    `${name}.${signature}A`,
    `${name}.${signature.slice(0, -1)}`,
    `other0000001.${signature}`,
    `${name}.${'A'.repeat(43)}`,
    `${name}.${'é'.repeat(43)}`,
    'x'.repeat(10_000),
  ]
  for (const token of badTokens) expect(await service.linked('manage', token)).toBeNull()
  expect(await tokens.subscriberOf('leave', manage)).toBeNull()

  expect(await service.change(id, { components: null, kinds: ['reports'], locale: 'fr' })).toMatchObject({
    kinds: ['reports'],
  })
  await service.leave(id)
  await service.leave(id)
  expect(await service.linked('leave', leave)).toEqual({ subscriber: null })
  expect(await service.change(id, { components: null, kinds: ['reports'], locale: 'fr' })).toBeNull()
})

test('who was paused is told again once they say so', async () => {
  const { service, deliver, store } = await aSubscriptionService()
  await service.request(wish())
  const active = (await service.confirm(tokenIn((await deliver())[0]!.text)))!
  await store.putSubscribers([{ ...active, state: 'paused', bounces: 3 }])
  expect(await service.change(active.id, active)).toMatchObject({ state: 'active', bounces: 0 })
})

test('an address that is subscribed twice at the same instant is one subscriber', async () => {
  const { service, deliver, store } = await aSubscriptionService()
  await Promise.all([service.request(wish()), service.request(wish())])
  await deliver()
  expect(await store.subscribers({ limit: 9 })).toHaveLength(1)
})
