import { expect, test } from 'vitest'
import { anApi, anIncident, startTime, hour } from './api-fixture.ts'

test('an incident is opened, told on, resolved and written up over HTTP', async () => {
  const { ask } = await anApi()
  const opened = await ask('POST', '/incidents', { json: anIncident({ impact: 'major', priority: 'P2' }) })
  expect(opened.status).toBe(201)
  const { id } = opened.body
  expect(id).toMatch(/^[a-z0-9]{12}$/)
  expect(opened.headers.get('location')).toBe(`/api/v1/incidents/${id}`)
  expect(opened.headers.get('etag')).toBe('"1"')
  expect(opened.headers.get('content-type')).toBe('application/json')
  expect(opened.body).toMatchObject({
    version: 1,
    status: 'investigating',
    priority: 'P2',
    components: { api: 'partial_outage' },
    url: `https://status.example/incidents/${id}/`,
  })
  expect(opened.body.updates[0]).toMatchObject({ author: 'Ann', body: 'We are looking into it.' })

  const acknowledged = await ask('POST', `/incidents/${id}/acknowledge`)
  expect([acknowledged.status, acknowledged.body.acknowledged_by]).toEqual([200, 'Ann'])
  const resolved = await ask('POST', `/incidents/${id}/updates`, {
    json: { status: 'resolved', body: 'Over.', components: { api: 'operational' } },
  })
  expect([resolved.status, resolved.body.status, resolved.headers.get('etag')]).toEqual([
    200,
    'resolved',
    `"${resolved.body.version}"`,
  ])
  const learnt = await ask('PUT', `/incidents/${id}/postmortem`, {
    json: { body: 'What we learnt.', root_cause: 'A full disk.', data_loss: 0, actions: ['Add an alarm'] },
  })
  expect(learnt.body).toMatchObject({ status: 'postmortem', postmortem: { root_cause: 'A full disk.' } })
  const read = await ask('GET', `/incidents/${id}`)
  expect(read.body).toEqual(learnt.body)
  expect(read.headers.get('cache-control')).toBe('no-store')
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
})

test('the audit log names the token, once for a request that is repeated', async () => {
  const { ask, store } = await anApi()
  const request = { json: anIncident(), headers: { 'idempotency-key': 'once' } }
  const { body } = await ask('POST', '/incidents', request)
  await ask('POST', '/incidents', request)
  expect(await store.auditChain(0, 9)).toMatchObject([
    {
      actor: { kind: 'token', name: 'Ann' },
      action: 'incident.open',
      subject: body.id,
      detail: { version: 1 },
    },
  ])
})

test('a correction keeps what was said before and who changed it', async () => {
  const { ask } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const corrected = await ask('PATCH', `/incidents/${body.id}`, {
    json: { title: 'Slow editor' },
    headers: { 'content-type': 'application/merge-patch+json' },
  })
  expect(corrected.body).toMatchObject({
    title: 'Slow editor',
    version: 2,
    corrections: [{ by: 'Ann', what: 'title', before: 'Slow API' }],
  })
})

test('a false alarm is marked as one, and what is taken off the page is gone', async () => {
  const { ask } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const marked = await ask('POST', `/incidents/${body.id}/false-alarm`, {
    json: { reason: 'A probe was wrong.' },
  })
  expect(marked.body.false_alarm).toMatchObject({ reason: 'A probe was wrong.' })
  const gone = await ask('DELETE', `/incidents/${body.id}`)
  expect([gone.status, gone.body]).toEqual([204, null])
  const missing = await ask('GET', `/incidents/${body.id}`)
  expect([missing.status, missing.body.reason]).toEqual([404, 'not_found'])
  expect((await ask('GET', '/incidents')).body).toEqual([])
})

test('the second of two writers gets 409 with the notice as it is now, and nothing is written', async () => {
  const { ask, store } = await anApi()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const path = `/incidents/${body.id}`
  const first = await ask('PATCH', path, { json: { title: 'One' }, headers: { 'if-match': '"1"' } })
  expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"'])
  for (const late of [
    ask('PATCH', path, { json: { title: 'Two' }, headers: { 'if-match': '"1"' } }),
    ask('PATCH', path, { json: { title: 'Two' }, headers: { 'if-match': 'W/"1"' } }),
    ask('PATCH', path, { json: { title: 'Two', version: 1 } }),
    ask('POST', `${path}/updates`, { json: { body: 'More.', version: 1 } }),
    ask('DELETE', path, { headers: { 'if-match': '"1"' } }),
  ]) {
    const { status, body: refused, headers } = await late
    expect([status, headers.get('content-type')]).toEqual([409, 'application/problem+json'])
    expect(refused).toMatchObject({ status: 409, reason: 'conflict', current: first.body })
  }
  expect((await store.incident(body.id))?.version).toBe(2)
  const third = await ask('PATCH', path, { json: { title: 'Three' }, headers: { 'if-match': 'W/"2"' } })
  expect([third.status, third.body.title]).toEqual([200, 'Three'])
  const any = await ask('PATCH', path, { json: { title: 'Four' }, headers: { 'if-match': '*' } })
  expect(any.status).toBe(200)
  const garbled = await ask('PATCH', path, { json: { title: 'Five' }, headers: { 'if-match': '"abc"' } })
  expect([garbled.status, garbled.body.detail]).toEqual([
    400,
    'The If-Match header is not a version. Send the ETag that you read, such as If-Match: "3".',
  ])
})

test('of many writers with the same version one wins', async () => {
  const { ask, reopen } = await anApi()
  const other = await reopen()
  const { body } = await ask('POST', '/incidents', { json: anIncident() })
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      (i % 2 ? ask : other.ask)('POST', `/incidents/${body.id}/updates`, {
        json: { body: `Word ${i}.` },
        headers: { 'if-match': '"1"' },
      }),
    ),
  )
  const statuses = answers.map(({ status }) => status).toSorted()
  expect(statuses).toEqual([200, ...Array.from({ length: 29 }, () => 409)])
})

test('incidents are listed newest first, by state and in pages that lead on', async () => {
  const { ask } = await anApi()
  for (let i = 0; i < 5; i++)
    await ask('POST', '/incidents', {
      // Two began at the same moment: neither is lost between pages.
      json: anIncident({
        title: `N${i}`,
        id: `i${i}`,
        started_at: new Date(startTime - (i >> 1) * hour).toISOString(),
      }),
    })
  await ask('POST', '/incidents/i2/updates', { json: { status: 'resolved', body: 'Over.' } })
  const titles: string[] = []
  let next: string | null = '/incidents?limit=2'
  while (next) {
    const { body, headers } = await ask('GET', next)
    expect(body.length).toBeLessThanOrEqual(2)
    titles.push(...body.map(({ title }: { title: string }) => title))
    next = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? null
  }
  expect(titles).toEqual(['N1', 'N0', 'N3', 'N2', 'N4'])
  const ids = async (query: string): Promise<string[]> =>
    (await ask('GET', `/incidents${query}`)).body.map(({ id }: { id: string }) => id)
  expect(await ids('?status=resolved')).toEqual(['i2'])
  expect(await ids('?status=open')).toEqual(['i1', 'i0', 'i3', 'i4'])
  expect((await ask('GET', '/incidents?status=opne')).body.errors).toEqual([
    { path: 'status', message: '"opne" is not known here. Did you mean "open"? Write open or resolved.' },
  ])
  for (const query of ['limit=0', 'limit=201', 'limit=x', 'before=yesterday', 'state=open'])
    expect((await ask('GET', `/incidents?${query}`)).status, query).toBe(422)
})
