import { expect, test } from 'vitest'
import { storedDeliveries } from '../deliveries/builders.ts'
import { anApi, startTime } from './api-fixture.ts'

test('the team sees what is owed and what became of it, newest first, page by page', async () => {
  const api = await anApi()
  const token = await api.createToken(['read'])
  const ids = await storedDeliveries(api.store, 'slack', ['dead', 'sent', 'pending'], startTime)
  const first = await api.ask('GET', '/deliveries?limit=2', { token })
  expect(first.body.map(({ id, state }: { id: number; state: string }) => [String(id), state])).toEqual([
    [ids[2], 'pending'],
    [ids[1], 'sent'],
  ])
  const next = /<\/api\/v1(.*)>/.exec(first.headers.get('link')!)![1]!
  const second = await api.ask('GET', next, { token })
  expect(second.headers.get('link')).toBeNull()
  expect(second.body).toEqual([
    {
      kind: 'delivery',
      id: Number(ids[0]),
      channel: 'slack',
      subscriber: null,
      topic: 'incident/slack0',
      state: 'dead',
      created_at: '2026-11-22T15:00:00.000Z',
      due_at: '2026-11-22T15:00:00.000Z',
      failures: 9,
      first_tried_at: '2026-11-22T15:00:00.000Z',
      finished_at: '2026-11-22T15:00:00.000Z',
      error: '550 no <ada@example.com> here',
    },
  ])
  expect((await api.ask('GET', '/deliveries?state=dead&channel=slack', { token })).body).toEqual(second.body)
  expect((await api.ask('GET', '/deliveries?channel=email', { token })).body).toEqual([])
  expect((await api.ask('GET', '/deliveries?state=lost', { token })).status).toBe(422)
  expect((await api.ask('GET', '/deliveries?before=x', { token })).status).toBe(422)
  expect((await api.ask('GET', `/deliveries/${ids[0]}`, { token })).body).toEqual(second.body[0])
})

test('an address of a subscriber is not repeated', async () => {
  const api = await anApi()
  await storedDeliveries(api.store, 'subscribers/email', ['dead'], startTime, 'k3v9x0c2m7qa')
  const { body } = await api.ask('GET', '/deliveries', { token: await api.createToken(['read']) })
  expect(body).toMatchObject([{ subscriber: 'k3v9x0c2m7qa', error: '550 no <ADDRESS> here' }])
})

test('an admin has one tried again or drops it, as often as they ask', async () => {
  const api = await anApi()
  const token = await api.createToken(['admin'])
  const [dead, sent] = await storedDeliveries(api.store, 'slack', ['dead', 'sent'], startTime)
  api.setTime(startTime + 60_000)
  const headers = { 'idempotency-key': 'one' }
  const retried = await api.ask('POST', `/deliveries/${dead}/retry`, { token, headers })
  expect(retried).toMatchObject({
    status: 200,
    body: { state: 'pending', due_at: '2026-11-22T15:01:00.000Z' },
  })
  const again = await api.ask('POST', `/deliveries/${dead}/retry`, { token, headers })
  expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([retried.body, 'true'])
  const dropped = await api.ask('POST', `/deliveries/${dead}/drop`, { token })
  expect(dropped).toMatchObject({ status: 200, body: { state: 'dropped' } })
  expect(await api.ask('POST', `/deliveries/${sent}/retry`, { token })).toMatchObject({
    status: 409,
    body: { reason: 'not_now', detail: expect.stringContaining('is sent') },
  })
  expect((await api.ask('POST', '/deliveries/9999/drop', { token })).status).toBe(404)
  const reader = await api.createToken(['read'])
  expect((await api.ask('POST', `/deliveries/${sent}/drop`, { token: reader })).status).toBe(403)
})
