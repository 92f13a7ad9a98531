import { expect, test } from 'vitest'
import { StoreError } from '../../collector/store/store.ts'
import { aFolder, aWindow, anApi, anIncident, startTime, hour } from './api-fixture.ts'

const keyed = (key: string, more: Record<string, string> = {}) => ({ 'idempotency-key': key, ...more })

test('a request that comes again gets the same answer again, also after a restart', async () => {
  const first = await anApi()
  const asked = { json: anIncident(), headers: keyed('k1') }
  const done = await first.ask('POST', '/incidents', asked)
  expect([done.status, done.headers.get('idempotency-replayed')]).toEqual([201, null])
  await first.ask('PATCH', `/incidents/${done.body.id}`, { json: { title: 'Changed since' } })
  const later = await first.reopen()
  const same = { ...asked, token: first.token }
  for (const { ask } of [first, later]) {
    const replay = await ask('POST', '/incidents', same)
    expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(replay.body).toEqual(done.body)
    for (const name of ['location', 'etag', 'content-type'])
      expect(replay.headers.get(name)).toBe(done.headers.get(name))
  }
  expect(await first.store.incidents()).toHaveLength(1)
})

test('fifty requests at once with one key, to two processes, open one incident', async () => {
  const one = await anApi()
  const two = await one.reopen()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      (i % 2 ? one : two).ask('POST', '/incidents', {
        json: anIncident(),
        headers: keyed('storm'),
        token: one.token,
      }),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
  expect(await one.store.incidents()).toHaveLength(1)
})

test('an update sent many times at once is said once, with the version it was read at', async () => {
  const { ask } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      ask('POST', `/incidents/${body.id}/updates`, {
        json: { body: 'More.' },
        headers: keyed('u', { 'if-match': '"1"' }),
      }),
    ),
  )
  for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, answers[0]!.body])
  expect((await ask('GET', `/incidents/${body.id}`)).body.updates).toHaveLength(2)
})

test('an act that can be done once is not refused when it comes again', async () => {
  const { ask, setTime } = await anApi()
  const { body } = await ask('POST', '/maintenances', { json: aWindow() })
  setTime(Date.parse(body.scheduled_for) + hour)
  for (const replayed of [null, 'true']) {
    const ended = await ask('POST', `/maintenances/${body.id}/complete`, { headers: keyed('done') })
    expect([ended.status, ended.headers.get('idempotency-replayed')]).toEqual([200, replayed])
  }
  const { status } = await ask('POST', `/maintenances/${body.id}/complete`, { headers: keyed('another') })
  expect(status).toBe(409)
  for (const replayed of [null, 'true']) {
    const gone = await ask('DELETE', `/maintenances/${body.id}`, { headers: keyed('gone') })
    expect([gone.status, gone.headers.get('idempotency-replayed')]).toEqual([204, replayed])
  }
})

test('a key that comes with another request is refused, and one asker does not see what another was answered', async () => {
  const { ask, createToken, store } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident(), headers: keyed('k') })
  for (const [path, json] of [
    ['/incidents', anIncident({ title: 'Another' })],
    ['/maintenances', anIncident()],
    [`/incidents/${body.id}/updates`, anIncident()],
  ] as const) {
    const refused = await ask('POST', path, { json, headers: keyed('k') })
    expect([refused.status, refused.body.reason], path).toEqual([422, 'key_reused'])
  }
  const bob = await createToken(['notices'], { name: 'Bob' })
  const other = await ask('POST', '/incidents', { json: anIncident(), headers: keyed('k'), token: bob })
  expect(other.status).toBe(201)
  expect(other.body.id).not.toBe(body.id)
  expect(other.body.updates[0].author).toBe('Bob')
  expect(await store.incidents()).toHaveLength(2)
})

test('what was refused is not remembered: the request may come again once it is put right', async () => {
  const { ask } = await anApi()
  const refused = await ask('POST', '/incidents', { json: { title: 'No body' }, headers: keyed('k') })
  expect(refused.status).toBe(422)
  const taken = await ask('POST', '/incidents', { json: anIncident(), headers: keyed('k') })
  expect([taken.status, taken.headers.get('idempotency-replayed')]).toEqual([201, null])
})

test('a key that is none is refused', async () => {
  const { ask } = await anApi()
  for (const [key, status] of [
    ['x'.repeat(256), 400],
    ['x'.repeat(255), 201],
    ['', 400],
  ] as const)
    expect((await ask('POST', '/incidents', { json: anIncident(), headers: keyed(key) })).status).toBe(status)
})

test('a database in trouble is reported as such, and the same request is done once it is well again', async () => {
  let broken = true
  const { ask, logLines, store } = await anApi(aFolder(), (real) => ({
    ...real,
    commit: (facts) =>
      broken && facts.incidents
        ? Promise.reject(new StoreError('database or disk is full', { transient: true }))
        : real.commit(facts),
  }))
  const asked = { json: anIncident(), headers: keyed('k') }
  const refused = await ask('POST', '/incidents', asked)
  expect([refused.status, refused.headers.get('retry-after'), refused.body.reason]).toEqual([
    503,
    '5',
    'unavailable',
  ])
  expect(JSON.stringify(refused.body)).not.toContain('disk')
  expect(logLines).toEqual(['API request failed, database unavailable: database or disk is full'])
  broken = false
  expect((await ask('POST', '/incidents', asked)).status).toBe(201)
  expect((await store.incidents()).map(({ startedAt }) => startedAt)).toEqual([startTime])
})
