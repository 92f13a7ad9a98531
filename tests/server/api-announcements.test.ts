import { expect, test } from 'vitest'
import { anApi, day, startTime } from './api-fixture.ts'

test('an announcement is published, read, corrected and taken off the page over HTTP', async () => {
  const { ask, setTime } = await anApi()
  const made = await ask('POST', '/announcements', {
    json: { title: 'New page', body: 'It is here.', until: '+2d', pinned: true, notify: false },
    headers: { 'Idempotency-Key': 'once' },
  })
  expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"'])
  const path = `/announcements/${made.body.id}`
  expect(made.headers.get('location')).toBe(`/api/v1${path}`)
  expect(made.body).toMatchObject({
    kind: 'announcement',
    current: true,
    pinned: true,
    notify: false,
    until: new Date(startTime + 2 * day).toISOString(),
    url: `https://status.example${path}/`,
  })
  const again = await ask('POST', '/announcements', {
    json: { title: 'New page', body: 'It is here.', until: '+2d', pinned: true, notify: false },
    headers: { 'Idempotency-Key': 'once' },
  })
  expect([again.headers.get('idempotency-replayed'), again.body.id]).toEqual(['true', made.body.id])
  const stale = await ask('PATCH', path, { json: { pinned: false }, headers: { 'If-Match': '"3"' } })
  expect([stale.status, stale.body.current.kind]).toEqual([409, 'announcement'])
  expect((await ask('PATCH', path, { json: { pinned: false, until: null } })).body).toMatchObject({
    version: 2,
    until: null,
    corrections: [{ what: 'until' }, { what: 'pinned', before: true }],
  })
  setTime(startTime + 8 * day)
  expect((await ask('GET', '/announcements?status=current')).body).toEqual([])
  expect((await ask('GET', '/announcements')).body).toMatchObject([{ id: made.body.id, current: false }])
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await ask('GET', path)).status).toBe(404)
  const refused = await ask('POST', '/announcements', { json: { title: 'x', components: ['api'] } })
  expect(refused.body.errors.map((one: { path: string }) => one.path).toSorted()).toEqual([
    'body',
    'components',
  ])
})

test('the list of announcements is paged, newest first', async () => {
  const { ask, setTime } = await anApi()
  for (const [i, title] of ['one', 'two', 'three'].entries()) {
    setTime(startTime + i * day)
    await ask('POST', '/announcements', { json: { title, body: 'x' } })
  }
  const first = await ask('GET', '/announcements?limit=2')
  expect(first.body.map((one: { title: string }) => one.title)).toEqual(['three', 'two'])
  const next = /<\/api\/v1([^>]+)>/.exec(first.headers.get('link') ?? '')![1]!
  expect((await ask('GET', next)).body.map((one: { title: string }) => one.title)).toEqual(['one'])
})
