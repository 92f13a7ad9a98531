import { describe, expect, test } from 'vitest'
import type { Claim, Expansion, NewDelivery } from '../../../collector/store/delivery-store.ts'
import { aNotification, anIncident, anUpdate, day, minute, start } from '../builders.ts'
import { anAlert } from './alerts.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const topic = 'incident/abcdef012345'

/** What people are owed, who is sending it, and what became of it. */
export function deliveriesContract({ store, location }: StoreUnderTest): void {
  const owe = (key: string, more: Partial<Expansion> = {}) =>
    store().expandNotification({
      notification: key,
      deliveries: [aDelivery()],
      cursor: null,
      at: start,
      ...more,
    })
  const aDelivery = (more: Partial<NewDelivery> = {}): NewDelivery => ({
    channel: 'email',
    recipient: '',
    topic,
    dueAt: start,
    ...more,
  })
  let claims = 0
  const claim = (more: Partial<Claim> = {}) =>
    store().claimDeliveries({
      token: `claim-${++claims}`,
      channel: 'email',
      now: start,
      until: start + minute,
      limit: 10,
      ahead: 0,
      ...more,
    })
  const all = () => store().deliveries({ limit: 100 })
  const recent = Date.now() - 1_000
  const aRecentIncident = (more = {}) =>
    anIncident({ startedAt: recent, detectedAt: recent, updates: [anUpdate({ at: recent })], ...more })
  const owed = async () => (await store().pendingNotifications(100)).map(({ key }) => key)

  test('all that is due for the recipients of a claim comes with it, beyond its limit, where it is asked for', async () => {
    const deliveries = ['a', 'b'].flatMap((recipient) =>
      [1, 2, 3].map((n) => aDelivery({ recipient, topic: `incident/${n}`, dueAt: start + n })),
    )
    await store().commit({ notifications: [aNotification({ key: 'k' })] })
    await owe('k', {
      deliveries: [...deliveries, aDelivery({ recipient: 'a', topic: 'later', dueAt: start + day })],
    })
    const now = start + 10
    expect(await claim({ limit: 1, now, until: now + minute })).toHaveLength(1)
    const rest = await claim({ limit: 1, now, until: now + minute, wholeRecipients: true })
    expect(rest.map(({ recipient, topic: about }) => [recipient, about])).toEqual(
      [1, 2, 3].map((n) => ['b', `incident/${n}`]),
    )
    expect(await claim({ limit: 9, now, until: now + minute, wholeRecipients: true })).toHaveLength(2)
  })

  describe('news of a notice', () => {
    test('is owed in the transaction that stores it, once', async () => {
      const incident = aRecentIncident()
      await store().commit({ incidents: [incident] })
      expect(await owed()).toEqual([`incident/${incident.id}/update000001`])
      await store().commit({ incidents: [{ ...incident, title: 'Other words', version: 2 }] })
      expect(await owed()).toHaveLength(1)
      const updates = [...incident.updates, anUpdate({ id: 'update000002', at: recent, body: 'More.' })]
      await store().commit({ incidents: [{ ...incident, updates, version: 3 }] })
      expect(await owed()).toHaveLength(2)
    })

    test('is not owed where the facts are silent', async () => {
      await store().commit({ incidents: [aRecentIncident()], silent: true })
      expect(await owed()).toEqual([])
    })

    test('is not owed when the commit is refused', async () => {
      await expect(store().commit({ incidents: [aRecentIncident({ version: 2 })] })).rejects.toThrow()
      expect(await owed()).toEqual([])
    })
  })

  describe('a notification', () => {
    test('is owed once under its key', async () => {
      await store().commit({ notifications: [aNotification({ dueAt: start + 1 }), aNotification()] })
      expect(await store().pendingNotifications(10)).toEqual([
        { ...aNotification({ dueAt: start + 1 }), sequence: 1, cursor: null },
      ])
    })

    test('that follows news which nobody was owed is not owed', async () => {
      const end = aNotification({ key: 'end', follows: 'beginning' })
      await store().commit({ notifications: [end] })
      expect(await store().owedKeys(['end'])).toEqual(new Set())
      await store().commit({ notifications: [aNotification({ key: 'beginning' }), end] })
      expect(await store().owedKeys(['end', 'other'])).toEqual(new Set(['end']))
    })

    test('is pending until all its recipients have been gone through, from where that stopped', async () => {
      await store().commit({ notifications: [aNotification({ key: 'a' })] })
      await owe('a', { cursor: 's1', deliveries: [aDelivery({ recipient: 's1' })] })
      expect(await store().pendingNotifications(10)).toMatchObject([{ key: 'a', cursor: 's1' }])
      await owe('a', { deliveries: [aDelivery({ recipient: 's2' })] })
      expect(await store().pendingNotifications(10)).toEqual([])
      expect((await all()).map(({ recipient }) => recipient)).toEqual(['s2', 's1'])
    })
  })

  describe('a delivery', () => {
    test('that waits takes later news of its topic along', async () => {
      await owe('a')
      await owe('b', { deliveries: [aDelivery({ dueAt: start - 5 })] })
      await owe('b')
      await owe('c', { deliveries: [aDelivery({ recipient: 's1' }), aDelivery({ topic: 'incident/other' })] })
      expect(await all()).toMatchObject([
        { topic: 'incident/other', notifications: ['c'] },
        { recipient: 's1', notifications: ['c'] },
        { recipient: '', topic, notifications: ['a', 'b'], dueAt: start - 5, state: 'pending', failures: 0 },
      ])
    })

    test('is claimed by one of two processes that ask at once', async () => {
      await owe('a')
      const other = await location().open()
      const claimOf = { channel: 'email', now: start, until: start + minute, limit: 10, ahead: 0 }
      const taken = await Promise.all([
        store().claimDeliveries({ ...claimOf, token: 'one' }),
        other.claimDeliveries({ ...claimOf, token: 'two' }),
      ])
      expect(taken.flat()).toHaveLength(1)
    })

    test('can be claimed by others once the claim has ended, and then is theirs', async () => {
      await owe('a')
      const [delivery] = await claim({ token: 'one' })
      expect(await claim({ now: start + minute - 1 })).toEqual([])
      expect(await claim({ token: 'two', now: start + minute, until: start + 2 * minute })).toHaveLength(1)
      await store().settleDeliveries([
        { id: delivery!.id, claim: 'one', at: start + minute, outcome: 'dead', error: 'late', failures: 1 },
      ])
      expect(await store().delivery(delivery!.id)).toMatchObject({ state: 'pending', error: null })
    })

    test('is claimed in the order it came due, as many as are asked for, of its channel only', async () => {
      await owe('a', {
        deliveries: [
          aDelivery({ recipient: 's3', dueAt: start + 1 }),
          aDelivery({ recipient: 's2' }),
          aDelivery({ recipient: 's1', dueAt: start - 1 }),
          aDelivery({ recipient: 's4', channel: 'slack' }),
        ],
      })
      expect((await store().dueChannels(start)).toSorted()).toEqual(['email', 'slack'])
      expect((await claim({ limit: 1 })).map(({ recipient }) => recipient)).toEqual(['s1'])
      expect((await claim()).map(({ recipient }) => recipient)).toEqual(['s2'])
      expect(await claim()).toEqual([])
      expect(await store().dueChannels(start)).toEqual(['slack'])
    })

    test('is claimed with what comes due soon after, but for what was refused', async () => {
      await owe('a', { deliveries: [2, 5, 9].map((n) => aDelivery({ topic: `${n}`, dueAt: start + n })) })
      expect(await claim({ ahead: 4, now: start + 1 })).toEqual([])
      const [first, second, ...more] = await claim({ ahead: 4, now: start + 2, token: 'one' })
      expect([first!.topic, second!.topic, more]).toEqual(['2', '5', []])
      const failed = { claim: 'one', at: start + 2, outcome: 'retry', error: '451', failures: 1 } as const
      await store().settleDeliveries([{ ...failed, id: first!.id, dueAt: start + 10 }])
      expect((await claim({ ahead: 4, now: start + 9 })).map(({ topic: one }) => one)).toEqual(['9'])
    })

    test('that failed waits until its next attempt, with what has come meanwhile', async () => {
      await owe('a')
      const [delivery] = await claim({ token: 'one' })
      await owe('b')
      await store().settleDeliveries([
        {
          id: delivery!.id,
          claim: 'one',
          at: start + 1,
          outcome: 'retry',
          error: '421',
          failures: 1,
          dueAt: start + 9,
        },
      ])
      expect(await all()).toMatchObject([
        {
          notifications: ['a', 'b'],
          state: 'pending',
          failures: 1,
          error: '421',
          firstTriedAt: start,
          dueAt: start + 9,
        },
      ])
      expect(await claim({ now: start + 8 })).toEqual([])
      expect(await claim({ now: start + 9 })).toHaveLength(1)
    })

    test('that was not tried after all keeps its time for attempts', async () => {
      await owe('a')
      const [delivery] = await claim({ token: 'one' })
      await store().settleDeliveries([
        { id: delivery!.id, claim: 'one', at: start, outcome: 'released', dueAt: start + 9 },
      ])
      expect(await all()).toMatchObject([{ state: 'pending', firstTriedAt: null, dueAt: start + 9 }])
    })

    test('is counted by channel and state, and its topic knows when it was last sent', async () => {
      await owe('a', { deliveries: [aDelivery(), aDelivery({ topic: 'incident/2' })] })
      const [sent, dropped] = await claim({ token: 'one' })
      await store().settleDeliveries([
        { id: sent!.id, claim: 'one', at: start + 7, outcome: 'sent' },
        { id: dropped!.id, claim: 'one', at: start + 8, outcome: 'dropped', error: null },
      ])
      expect(await store().deliveryCounts()).toEqual([
        { channel: 'email', state: 'dropped', count: 1, oldestAt: start },
        { channel: 'email', state: 'sent', count: 1, oldestAt: start },
      ])
      expect(await store().lastSent('email', [topic, 'incident/2'])).toEqual(new Map([[topic, start + 7]]))
      expect(await store().lastSent('email', [topic], 'somebody')).toEqual(new Map())
    })

    test('given up is tried again or dropped by a person, and stays on the list until then', async () => {
      await owe('a', { deliveries: [aDelivery(), aDelivery({ topic: 'incident/2' })] })
      const dead = await claim({ token: 'one' })
      await store().settleDeliveries(
        dead.map(({ id }) => ({ id, claim: 'one', at: start, outcome: 'dead', error: '550', failures: 3 })),
      )
      expect(await store().pruneDeliveries(start + day, 10)).toBe(0)
      expect(await store().retryDeliveries([dead[0]!.id], start + minute)).toBe(1)
      expect(await store().dropDeliveries([dead[1]!.id], start + minute)).toBe(1)
      expect(await all()).toMatchObject([
        { state: 'dropped', finishedAt: start + minute },
        { state: 'pending', dueAt: start + minute, firstTriedAt: null },
      ])
      expect(await store().pruneDeliveries(start + day, 10)).toBe(1)
    })

    test('is tried again with what else was given up on the topic, as one message', async () => {
      for (const key of ['a', 'b']) {
        await owe(key)
        const token = `lost-${key}`
        const [one] = await claim({ token })
        await store().settleDeliveries([
          { id: one!.id, claim: token, at: start, outcome: 'dead', error: '550', failures: 3 },
        ])
      }
      await owe('c')
      const ids = (await all()).filter(({ state }) => state === 'dead').map(({ id }) => id)
      expect(await store().retryDeliveries(ids, start + minute)).toBe(2)
      expect(await all()).toMatchObject([
        { state: 'pending', notifications: ['a', 'b', 'c'], dueAt: start + minute, failures: 0 },
        { state: 'dropped', error: expect.stringContaining('is told by delivery') },
        { state: 'dropped', error: expect.stringContaining('is told by delivery') },
      ])
    })

    test('has a link to acknowledge, kept until its incidents and alerts are over', async () => {
      const open = aRecentIncident()
      const link = { hash: 'h1', incidents: [open.id], alerts: ['a', 'b'], channel: 'chat', createdAt: start }
      await store().commit({ incidents: [open] })
      await store().putAcknowledgeLink(link)
      await store().putAcknowledgeLink({ ...link, channel: 'sms' })
      await store().putAcknowledgeLink({ ...link, hash: 'h2', incidents: ['gone'], alerts: [] })
      expect(await store().acknowledgeLink('h1')).toEqual(link)
      expect(await store().pruneAcknowledgeLinks(start)).toBe(0)
      expect(await store().pruneAcknowledgeLinks(start + 1)).toBe(1)
      expect(await store().acknowledgeLink('h1')).toEqual(link)
      expect(await store().acknowledgeLink('h2')).toBeNull()
      const alert = anAlert({ id: 'last', firedAt: start })
      await store().commit({ alerts: [alert] })
      await store().putAcknowledgeLink({ ...link, hash: 'h3', incidents: ['gone'], alerts: ['last'] })
      expect(await store().pruneAcknowledgeLinks(start + 1)).toBe(0)
      await store().commit({ alerts: [{ ...alert, endedAt: start, endedBy: 'recovery', version: 2 }] })
      expect(await store().pruneAcknowledgeLinks(start + 1)).toBe(1)
    })

    test('is left alone while it is being sent', async () => {
      await owe('a')
      const [one] = await claim()
      expect(await store().retryDeliveries([one!.id], start)).toBe(0)
      expect(await store().retryDeliveries([one!.id], start + minute)).toBe(1)
    })

    test('is listed by state, channel and topic, page by page', async () => {
      await owe('a', {
        deliveries: ['s1', 's2', 's3'].map((recipient) => aDelivery({ recipient })),
      })
      const page = await store().deliveries({ states: ['pending'], channel: 'email', topic, limit: 2 })
      expect(page.map(({ recipient }) => recipient)).toEqual(['s3', 's2'])
      const next = await store().deliveries({ limit: 2, before: page[1]!.id })
      expect(next.map(({ recipient }) => recipient)).toEqual(['s1'])
      expect(await store().deliveries({ states: ['sent'], limit: 2 })).toEqual([])
      expect(await store().deliveries({ channel: 'slack', limit: 2 })).toEqual([])
    })
  })
}
