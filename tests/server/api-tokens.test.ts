import { expect, test } from 'vitest'
import { createThrottle } from '../../collector/server/api/throttle.ts'
import { networkOf } from '../../collector/server/network-of.ts'
import { newToken, tokenHash } from '../../collector/server/api/access-token.ts'
import type { Scope } from '../../collector/store/access-store.ts'
import { anApi, anIncident, startTime, day } from './api-fixture.ts'

test('a token is long, random and made for URLs', () => {
  const tokens = new Set(Array.from({ length: 100 }, newToken))
  expect(tokens.size).toBe(100)
  for (const token of tokens) expect(token).toMatch(/^vgs_[\w-]{43}$/)
  expect(tokenHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('every scope opens what it names and nothing else', async () => {
  const { ask, createToken } = await anApi()
  const expected: Record<Scope, readonly [number, number]> = {
    read: [200, 403],
    notices: [200, 201],
    metrics: [403, 403],
    deployments: [403, 403],
    agent: [403, 403],
    admin: [200, 201],
  }
  for (const [scope, statuses] of Object.entries(expected)) {
    const token = await createToken([scope as Scope])
    const read = await ask('GET', '/incidents', { token })
    const write = await ask('POST', '/incidents', { token, json: anIncident() })
    expect([read.status, write.status], scope).toEqual(statuses)
  }
  const both = await createToken(['read', 'metrics'])
  const refused = await ask('DELETE', '/incidents/x', { token: both })
  expect(refused.body).toMatchObject({ status: 403, reason: 'forbidden', scope: 'notices' })
  expect(refused.body.detail).toBe('This token lacks the scope "notices". Use one that has it.')
  expect(refused.headers.get('www-authenticate')).toBe(
    'Bearer realm="vigie", error="insufficient_scope", scope="notices"',
  )
})

test('whatever is wrong with a token, the answer is the same 401', async () => {
  const { ask, createToken, token } = await anApi()
  const credentials: readonly (string | undefined)[] = [
    undefined,
    'Bearer',
    'Bearer x',
    `Bearer ${newToken()}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
    `Bearer ${await createToken(['admin'], { expiresAt: startTime })}`,
    `Bearer ${await createToken(['admin'], { revokedAt: startTime - day })}`,
    `Bearer ${tokenHash(token)}`,
  ]
  const answers = await Promise.all(
    credentials.map((authorization) =>
      ask('GET', '/incidents', { token: null, headers: authorization ? { authorization } : {} }),
    ),
  )
  for (const { status, body, headers } of answers) {
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="vigie"'])
    expect(body).toEqual(answers[0]!.body)
  }
  const lower = await ask('GET', '/incidents', { token: null, headers: { authorization: `bearer ${token}` } })
  expect(lower.status).toBe(200)
})

test('a token ends when it expires, and at once when somebody else revokes it', async () => {
  const { ask, createToken, setTime, reopen } = await anApi()
  const brief = await createToken(['read'], { expiresAt: startTime + day })
  setTime(startTime + day - 1)
  expect((await ask('GET', '/incidents', { token: brief })).status).toBe(200)
  setTime(startTime + day)
  expect((await ask('GET', '/incidents', { token: brief })).status).toBe(401)

  const lasting = await createToken(['read'], { id: 'lasting00000' })
  expect((await ask('GET', '/incidents', { token: lasting })).status).toBe(200)
  const elsewhere = (await reopen()).store
  const kept = (await elsewhere.tokens()).find(({ id }) => id === 'lasting00000')!
  await elsewhere.commit({ tokens: [{ ...kept, revokedAt: startTime }] })
  expect((await ask('GET', '/incidents', { token: lasting })).status).toBe(401)
})

test('an address that keeps failing is asked to wait, while a valid token still opens', async () => {
  const { ask } = await anApi()
  const statuses: number[] = []
  for (let i = 0; i < 22; i++) statuses.push((await ask('GET', '/incidents', { token: `vgs_${i}` })).status)
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429])
  const { status, headers, body } = await ask('POST', '/incidents', { token: null, json: anIncident() })
  expect([status, body.reason]).toEqual([429, 'throttled'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await ask('GET', '/incidents')).status).toBe(200)
})

test('failures are counted by address and minute, however many addresses there are', () => {
  const throttle = createThrottle()
  for (let i = 0; i < 20; i++) expect(throttle.recordFailure('192.0.2.1', i)).toBe(0)
  expect(throttle.recordFailure('::ffff:192.0.2.1', 30_000)).toBe(30_000)
  expect(throttle.recordFailure('192.0.2.2', 30_000)).toBe(0)
  expect(throttle.recordFailure('192.0.2.1', 60_000)).toBe(0)
  for (let i = 0; i < 20; i++) throttle.recordFailure(`2001:db8:0:1::${i}`, 0)
  expect(throttle.recordFailure('2001:db8::1:0:0:0:99', 1)).toBe(59_999)
  expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'))
  for (let i = 0; i < 30_000; i++) throttle.recordFailure(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 2)
  expect(throttle.recordFailure('2001:db8:0:1::1', 3)).toBe(0)
})

test('nothing secret is in answers, in the log or in the store', async () => {
  const { ask, token, logLines, store } = await anApi()
  await ask('POST', '/incidents', { json: anIncident() })
  await ask('GET', '/incidents', { token: `${token}x` })
  expect(JSON.stringify([await store.tokens(), logLines])).not.toContain(token)
  expect((await store.tokens())[0]!.hash).toBe(tokenHash(token))
})
