import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Subscriber } from '../../../collector/core/subscription/subscriber.ts'
import { Conflict } from '../../../collector/store/store.ts'
import type { Confirmation, ConfirmationRequest } from '../../../collector/store/subscriber-store.ts'
import { aNotification, aSubscriber, day, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const aConfirmation = (more: Partial<Confirmation> = {}): Confirmation => ({
  hash: 'a'.repeat(64),
  subscriber: 'subscriber01',
  createdAt: start,
  expiresAt: start + 2 * day,
  choices: { components: ['api'], kinds: ['incidents'], locale: 'fr' },
  ...more,
})

/** Readers who are told of news. */
export function subscribersContract({ store, location }: StoreUnderTest): void {
  const put = (...list: Subscriber[]) => store().putSubscribers(list)
  const ids = async (filter = {}) => (await store().subscribers({ limit: 9, ...filter })).map(({ id }) => id)

  describe('a subscriber', () => {
    test('is there once under an address of its kind', async () => {
      await put(aSubscriber())
      await expect(put(aSubscriber({ id: 'subscriber02' }))).rejects.toBeInstanceOf(Conflict)
      await put(aSubscriber({ id: 'subscriber02', kind: 'webhook' }), aSubscriber({ locale: 'de' }))
      expect(await store().subscriberByAddress('email', 'ada@example.com')).toEqual(
        aSubscriber({ locale: 'de' }),
      )
      expect(await store().subscriberByAddress('email', 'bob@example.com')).toBeNull()
      expect(await store().subscriber('subscriber02')).toMatchObject({ kind: 'webhook' })
    })

    test('is listed by kind, state and part of the address, page by page', async () => {
      await put(
        aSubscriber({ id: 'a', address: 'Ada@example.com', state: 'active' }),
        aSubscriber({ id: 'b', address: 'bob@example.com', state: 'active' }),
        aSubscriber({ id: 'c', address: 'https://example.com', kind: 'webhook' }),
      )
      expect(await ids()).toEqual(['a', 'b', 'c'])
      expect(await ids({ after: 'a', limit: 1 })).toEqual(['b'])
      expect(await ids({ kind: 'webhook' })).toEqual(['c'])
      expect(await ids({ state: 'active', search: 'ADA' })).toEqual(['a'])
      expect(await store().subscriberCounts()).toEqual([
        { kind: 'email', state: 'active', count: 2 },
        { kind: 'webhook', state: 'unconfirmed', count: 1 },
      ])
    })

    test('is confirmed once, with the choices that were confirmed, before the end', async () => {
      await put(aSubscriber())
      await store().putConfirmation(aConfirmation())
      const { hash } = aConfirmation()
      expect(await store().confirmSubscriber('b'.repeat(64), start)).toBeNull()
      expect(await store().confirmSubscriber(hash, start + 2 * day)).toBeNull()
      expect(await store().confirmationOf(hash, start + 1)).toMatchObject({
        before: { state: 'unconfirmed', locale: 'en' },
        after: { state: 'active', locale: 'fr' },
      })
      expect(await store().confirmSubscriber(hash, start + 1)).toEqual(
        aSubscriber({ state: 'active', confirmedAt: start + 1, ...aConfirmation().choices }),
      )
      expect(await store().confirmSubscriber(hash, start + 2)).toBeNull()
      expect(await store().subscriber('subscriber01')).toMatchObject({ state: 'active' })
    })

    test('is confirmed by one of two that use the same token at once', async () => {
      await put(aSubscriber())
      await store().putConfirmation(aConfirmation())
      const other = await location().open()
      const { hash } = aConfirmation()
      const used = await Promise.all([store(), other].map((one) => one.confirmSubscriber(hash, start)))
      expect(used.filter((one) => one !== null)).toHaveLength(1)
    })

    test('and its confirmation and the mail that brings it are stored together, or not at all', async () => {
      const subscriber = aSubscriber()
      const request = (more: Partial<ConfirmationRequest> = {}) =>
        store().requestConfirmation({
          subscriber,
          confirmation: aConfirmation(),
          notification: aNotification({ key: 'confirmation/1' }),
          ...more,
        })
      await request()
      expect((await store().pendingNotifications(9)).map(({ key }) => key)).toEqual(['confirmation/1'])
      const confirmed = await store().confirmSubscriber(aConfirmation().hash, start)
      // Another wish of one that is there leaves it as it is until it is confirmed.
      await request({
        confirmation: aConfirmation({ hash: 'b' }),
        notification: aNotification({ key: 'confirmation/2' }),
      })
      expect(await store().subscriber(subscriber.id)).toEqual(confirmed)
      await expect(
        request({
          subscriber: aSubscriber({ id: 'subscriber02' }),
          confirmation: aConfirmation({ hash: 'c', subscriber: 'subscriber02' }),
          notification: aNotification({ key: 'confirmation/3' }),
        }),
      ).rejects.toBeInstanceOf(Conflict)
      expect(await store().owedKeys(['confirmation/2', 'confirmation/3'])).toEqual(
        new Set(['confirmation/2']),
      )
    })

    test('knows how many confirmations it was sent', async () => {
      await put(aSubscriber())
      await store().putConfirmation(aConfirmation())
      await store().putConfirmation(aConfirmation({ hash: 'b', createdAt: start + 5 }))
      expect(await store().confirmationsSince('subscriber01', start + 1)).toBe(1)
      expect(await store().confirmationsSince('subscriber01', start)).toBe(2)
    })

    test('is paused by three refusals in a row', async () => {
      await put(aSubscriber({ state: 'active' }))
      const record = (bounced: boolean) => store().recordBounce('subscriber01', bounced)
      expect([await record(true), await record(true), await record(false), await record(true)]).toEqual(
        Array(4).fill('active'),
      )
      expect([await record(true), await record(true)]).toEqual(['active', 'paused'])
      expect(await store().recordBounce('nobody', true)).toBeNull()
    })

    test('is erased with all that names it', async () => {
      await put(aSubscriber(), aSubscriber({ id: 'other', address: 'bob@example.com' }))
      await store().putConfirmation(aConfirmation())
      await store().commit({ notifications: [aNotification({ key: 'a' })] })
      const owed = { channel: 'email', topic: 'incident/1', dueAt: start }
      await store().expandNotification({
        notification: 'a',
        cursor: null,
        at: start,
        deliveries: ['subscriber01', 'other', ''].map((recipient) => ({ ...owed, recipient })),
      })
      expect(await store().eraseSubscribers(['subscriber01', 'nobody'])).toBe(1)
      expect(await ids()).toEqual(['other'])
      expect((await store().deliveries({ limit: 9 })).map(({ recipient }) => recipient)).toEqual([
        '',
        'other',
      ])
      expect(await store().confirmSubscriber(aConfirmation().hash, start)).toBeNull()
    })

    test('that was never confirmed is forgotten', async () => {
      await put(
        aSubscriber(),
        aSubscriber({ id: 'new', address: 'new@example.com', createdAt: start + day }),
        aSubscriber({ id: 'known', address: 'known@example.com', state: 'active' }),
        aSubscriber({ id: 'again', address: 'again@example.com' }),
      )
      // Asked for again meanwhile: it can still be confirmed.
      await store().putConfirmation(aConfirmation({ subscriber: 'again', createdAt: start + day }))
      expect(await store().pruneUnconfirmed(start + 1)).toBe(1)
      expect(await ids()).toEqual(['again', 'known', 'new'])
    })
  })

  test('a key of the installation is made once, and is the same for all', async () => {
    const other = await location().open()
    const random = (): Buffer => randomBytes(32)
    const keys = await Promise.all(
      [store(), other, store()].map((one) => one.installationKey('links', random)),
    )
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
    expect(await store().installationKey('other', random)).not.toEqual(keys[0])
  })
}
