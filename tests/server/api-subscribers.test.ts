import { expect, test } from 'vitest'
import { anApi } from './api-fixture.ts'

test('a team adds who has agreed, looks for them, and erases them', async () => {
  const api = await anApi()
  const token = await api.createToken(['admin'])
  const added = await api.ask('POST', '/subscribers', {
    token,
    json: {
      address: 'Ada@EXAMPLE.com',
      components: ['api'],
      kinds: ['reports', 'incidents'],
      confirmed: true,
    },
    headers: { 'idempotency-key': 'one' },
  })
  expect(added.status).toBe(201)
  expect(added.body).toMatchObject({
    kind: 'subscriber',
    type: 'email',
    address: 'Ada@example.com',
    components: ['api'],
    kinds: ['incidents', 'reports'],
    state: 'active',
  })
  expect(added.headers.get('location')).toBe(`/api/v1/subscribers/${added.body.id}`)
  const again = await api.ask('POST', '/subscribers', {
    token,
    json: {
      address: 'Ada@EXAMPLE.com',
      components: ['api'],
      kinds: ['reports', 'incidents'],
      confirmed: true,
    },
    headers: { 'idempotency-key': 'one' },
  })
  expect(again.body).toEqual(added.body)
  expect((await api.ask('GET', '/subscribers?search=ADA&state=active', { token })).body).toEqual([added.body])
  expect((await api.ask('GET', '/subscribers?type=webhook', { token })).body).toEqual([])
  expect((await api.ask('GET', `/subscribers/${added.body.id}`, { token })).body).toEqual(added.body)
  expect((await api.ask('DELETE', `/subscribers/${added.body.id}`, { token })).status).toBe(204)
  expect((await api.ask('DELETE', `/subscribers/${added.body.id}`, { token })).status).toBe(404)
})

test('a list of subscribers goes on page by page', async () => {
  const api = await anApi()
  const token = await api.createToken(['admin'])
  for (const name of ['a', 'b', 'c'])
    await api.ask('POST', '/subscribers', {
      token,
      json: { address: `${name}@example.com`, confirmed: true },
    })
  const first = await api.ask('GET', '/subscribers?limit=2', { token })
  const next = /<\/api\/v1(.*)>/.exec(first.headers.get('link')!)![1]!
  const second = await api.ask('GET', next, { token })
  const addresses = [...first.body, ...second.body].map(({ address }: { address: string }) => address)
  expect(addresses.toSorted()).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  expect(second.headers.get('link')).toBeNull()
})

test.each([
  [{ address: 'ada@example.com\r\nBcc: eve@example.com', confirmed: true }, 'is not an e-mail address'],
  [{ address: 'ada@example.com', components: ['nothing'], confirmed: true }, 'there is no component'],
  [{ address: 'ada@example.com', locale: 'xx', confirmed: true }, 'is no language of the page'],
  [{ address: 'ada@example.com', kinds: [], confirmed: true }, 'kinds'],
])('%j is refused, and nothing is stored', async (json, message) => {
  const api = await anApi()
  const token = await api.createToken(['admin'])
  const { status, body } = await api.ask('POST', '/subscribers', { token, json })
  expect(status).toBe(422)
  expect(JSON.stringify(body)).toContain(message)
  expect(await api.store.subscribers({ limit: 9 })).toEqual([])
})

test('addresses are for admins only', async () => {
  const api = await anApi()
  const token = await api.createToken(['read', 'notices'])
  expect((await api.ask('GET', '/subscribers', { token })).status).toBe(403)
})
