import { expect, test } from 'vitest'
import { aWindow, anApi, startTime, day, hour } from './api-fixture.ts'

test('a window is scheduled, moved, begun early, extended and ended over HTTP', async () => {
  const { ask, setTime } = await anApi()
  const made = await ask('POST', '/maintenances', { json: aWindow() })
  expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"'])
  const path = `/maintenances/${made.body.id}`
  expect(made.headers.get('location')).toBe(`/api/v1${path}`)
  expect(made.body).toMatchObject({ kind: 'maintenance', status: 'scheduled', late: false })
  const moved = await ask('PATCH', path, { json: { scheduled_until: '2026-11-25T05:00:00Z' } })
  expect(moved.body.scheduled_until).toBe('2026-11-25T05:00:00.000Z')
  await ask('POST', `${path}/updates`, { json: { body: 'Tomorrow night.' } })

  setTime(Date.parse('2026-11-25T01:50:00Z'))
  const started = await ask('POST', `${path}/start`)
  expect(started.body).toMatchObject({ status: 'in_progress', started_at: '2026-11-25T01:50:00.000Z' })
  const longer = await ask('POST', `${path}/extend`, { json: { by: '30m' } })
  expect(longer.body.scheduled_until).toBe('2026-11-25T05:30:00.000Z')
  setTime(Date.parse('2026-11-25T03:00:00Z'))
  const done = await ask('POST', `${path}/complete`, { json: { body: 'Done early.' } })
  expect(done.body).toMatchObject({ status: 'completed', completed_at: '2026-11-25T03:00:00.000Z' })
  const again = await ask('POST', `${path}/start`)
  expect([again.status, again.body.reason, again.body.current.status]).toEqual([409, 'not_now', 'completed'])
})

test('nobody is told beyond the page of a window that is scheduled so', async () => {
  const { ask, store } = await anApi()
  // The store goes by the clock of the machine, whatever it shows.
  const ahead = { scheduled_for: '2090-01-01T03:00:00Z', scheduled_until: '2090-01-01T04:00:00Z' }
  const { body } = await ask('POST', '/maintenances', { json: { ...aWindow(), ...ahead, notify: false } })
  await ask('POST', `/maintenances/${body.id}/cancel`)
  expect(await store.pendingNotifications(10)).toEqual([])
  await ask('POST', '/maintenances', { json: { ...aWindow(), ...ahead } })
  expect(await store.pendingNotifications(10)).toHaveLength(1)
})

test('a window is cancelled, and one entered by mistake taken off the page', async () => {
  const { ask } = await anApi()
  const one = await ask('POST', '/maintenances', { json: aWindow() })
  const cancelled = await ask('POST', `/maintenances/${one.body.id}/cancel`, {
    json: { body: 'Not needed.' },
  })
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled'])
  const two = await ask('POST', '/maintenances', { json: aWindow() })
  expect((await ask('DELETE', `/maintenances/${two.body.id}`)).status).toBe(204)
  expect((await ask('GET', `/maintenances/${two.body.id}`)).status).toBe(404)
})

test('too little notice is refused with the earliest begin, unless forced, and then it is late', async () => {
  const { ask } = await anApi()
  const soon = aWindow({ scheduled_for: '+2h', scheduled_until: '+3h' })
  const refused = await ask('POST', '/maintenances', { json: soon })
  expect([refused.status, refused.body.reason, refused.body.earliest]).toEqual([
    422,
    'too_late',
    new Date(startTime + day + 5 * 60_000).toISOString(),
  ])
  const taken = await ask('POST', '/maintenances', {
    json: { ...soon, scheduled_for: refused.body.earliest, scheduled_until: '+30h' },
  })
  expect([taken.status, taken.body.late]).toEqual([201, false])
  const forced = await ask('POST', '/maintenances', { json: { ...soon, force: true } })
  expect([forced.status, forced.body.late]).toEqual([201, true])
})

test('maintenances are listed by window; without a question those that are not over', async () => {
  const { ask, setTime } = await anApi()
  for (const [id, from] of [
    ['b', '2026-11-26T02:00:00Z'],
    ['a', '2026-11-24T02:00:00Z'],
    ['c', '2026-11-28T02:00:00Z'],
  ] as const)
    await ask('POST', '/maintenances', {
      json: aWindow({
        id,
        scheduled_for: from,
        scheduled_until: new Date(Date.parse(from) + hour).toISOString(),
      }),
    })
  const ids = async (query: string): Promise<string[]> =>
    (await ask('GET', `/maintenances${query}`)).body.map(({ id }: { id: string }) => id)
  expect(await ids('')).toEqual(['a', 'b', 'c'])
  setTime(Date.parse('2026-11-26T02:30:00Z'))
  expect(await ids('')).toEqual(['b', 'c'])
  expect(await ids('?status=completed')).toEqual(['a'])
  expect(await ids('?status=in_progress')).toEqual(['b'])
  expect(await ids('?from=2026-11-01&until=2026-11-25')).toEqual(['a'])
  expect(await ids('?from=2026-11-27')).toEqual(['c'])
  const page = await ask('GET', '/maintenances?from=2026-11-01&limit=2')
  const next = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(page.headers.get('link')!)![1]!
  expect((await ask('GET', next)).body.map(({ id }: { id: string }) => id)).toEqual(['c'])
  expect((await ask('GET', '/maintenances?from=soon')).status).toBe(422)
})
