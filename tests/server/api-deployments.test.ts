import { expect, test } from 'vitest'
import { DeploymentView, VerdictView } from '../../collector/deployments/deployment-schema.ts'
import { type ApiFixture, anApi, startTime, minute } from './api-fixture.ts'

type DeploymentRequest = Parameters<ApiFixture['ask']>[2]

/** The API, asked with a token that may tell of deployments and nothing else. */
async function aDeploymentApi() {
  const room = await anApi()
  const token = await room.createToken(['deployments'])
  const ask = (method: string, path: string, asked: DeploymentRequest = {}) =>
    room.ask(method, `/deployments${path}`, { token, ...asked })
  const start = (json: object = { version: '2.14.0' }, headers: Record<string, string> = {}) =>
    ask('POST', '', { json, headers })
  const finish = (id: string, outcome: unknown, headers: Record<string, string> = {}) =>
    ask('POST', `/${id}/finish`, { json: { outcome }, headers })
  return { ...room, token, deploy: ask, start, finish }
}

test('a deployment begins, is found where it says, and ends', async () => {
  const { start, finish, deploy, ask, token, setTime, store } = await aDeploymentApi()
  const input = { version: '2.14.0', components: ['api', 'website'], url: 'https://ci.example/runs/77' }
  const started = await start(input)
  expect([started.status, started.headers.get('etag')]).toEqual([201, null])
  expect(started.body).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{12}$/),
    kind: 'deployment',
    ...input,
    started_at: '2026-11-22T15:00:00.000Z',
    finished_at: null,
    outcome: null,
    verdict: 'pending',
  })
  expect(started.headers.get('location')).toBe(`/api/v1/deployments/${started.body.id}`)
  expect((await deploy('GET', `/${started.body.id}`)).body).toEqual(started.body)

  setTime(startTime + 7 * minute)
  const ended = await finish(started.body.id, 'succeeded')
  expect([ended.status, ended.body]).toEqual([
    200,
    { ...started.body, finished_at: '2026-11-22T15:07:00.000Z', outcome: 'succeeded' },
  ])
  expect(DeploymentView.strict().parse(ended.body)).toEqual(ended.body)
  expect(await store.deployment(started.body.id)).toMatchObject({ finishedAt: startTime + 7 * minute })
  expect((await ask('GET', '/incidents', { token })).status).toBe(403)
})

test('ending it again the same way changes nothing, another way is refused with what it is', async () => {
  const { start, finish, setTime } = await aDeploymentApi()
  const { body } = await start()
  const first = await finish(body.id, 'failed')
  setTime(startTime + minute)
  expect(await finish(body.id, 'failed')).toMatchObject({ status: 200, body: first.body })
  const other = await finish(body.id, 'succeeded')
  expect([other.status, other.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
  expect(other.body).toMatchObject({
    reason: 'not_now',
    errors: [
      {
        path: 'outcome',
        message: 'It finished as "failed" before. Write that, or start another deployment.',
      },
    ],
    current: first.body,
  })
})

test('of many that end it in different ways at once, in two processes, one wins and none is answered otherwise', async () => {
  const one = await aDeploymentApi()
  const two = await one.reopen()
  const { body } = await one.start()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? one : two).ask('POST', `/deployments/${body.id}/finish`, {
        json: { outcome: i % 4 < 2 ? 'succeeded' : 'failed' },
        token: one.token,
      }),
    ),
  )
  const { outcome } = (await one.deploy('GET', `/${body.id}`)).body
  for (const [i, { status, body: answer }] of answers.entries()) {
    const asked = i % 4 < 2 ? 'succeeded' : 'failed'
    expect(status).toBe(asked === outcome ? 200 : 409)
    expect((status === 200 ? answer : answer.current).outcome).toBe(outcome)
  }
})

test('a request with an idempotency key is done once, to begin and to end', async () => {
  const { start, finish, setTime, store } = await aDeploymentApi()
  const first = await start({ version: '1' }, { 'idempotency-key': 'run-77' })
  setTime(startTime + minute)
  const second = await start({ version: '1' }, { 'idempotency-key': 'run-77' })
  expect([second.status, second.body]).toEqual([201, first.body])
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(second.headers.get('location')).toBe(first.headers.get('location'))
  expect(await store.deployments()).toHaveLength(1)
  expect((await start({ version: '2' }, { 'idempotency-key': 'run-77' })).body.reason).toBe('key_reused')

  const { id } = first.body
  const ended = await finish(id, 'succeeded', { 'idempotency-key': 'end-77' })
  setTime(startTime + 2 * minute)
  const again = await finish(id, 'succeeded', { 'idempotency-key': 'end-77' })
  expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([ended.body, 'true'])
})

test('twenty requests at once with one key begin one deployment', async () => {
  const { start, store } = await aDeploymentApi()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => start({ version: '1' }, { 'idempotency-key': 'storm' })),
  )
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  expect(await store.deployments()).toHaveLength(1)
})

test('everything that is wrong is named, with what to write, and nothing is written', async () => {
  const { start, finish, deploy, store } = await aDeploymentApi()
  const refusalOf = async (json: object): Promise<unknown> => {
    const { status, body } = await start(json)
    return [status, body.errors]
  }
  expect(
    await refusalOf({ version: '1', components: ['websit', 'zzz'], url: 'javascript:alert(1)' }),
  ).toEqual([
    422,
    [
      { path: 'components.0', message: 'There is no component "websit". Did you mean "website"?' },
      {
        path: 'components.1',
        message: 'There is no component "zzz". There are: api, website, editor.',
      },
      {
        path: 'url',
        message: 'is "javascript:alert(1)". Write an address such as "https://ci.example/runs/77".',
      },
    ],
  ])
  expect(await refusalOf({ version: '1', url: 'https://bot:hush@ci.example/' })).toEqual([
    422,
    [{ path: 'url', message: 'has a name or a password in it. Write an address without.' }],
  ])
  expect(await refusalOf({})).toEqual([
    422,
    [{ path: 'version', message: 'is missing. Write what is brought out, in quotes, such as "2.14.0".' }],
  ])
  expect(await refusalOf({ version: ' \u202E\n ' })).toMatchObject([422, [{ path: 'version' }]])
  expect(await refusalOf({ version: 'x'.repeat(101) })).toMatchObject([422, [{ path: 'version' }]])
  expect(await refusalOf({ version: '1', componets: [] })).toMatchObject([
    422,
    [{ path: 'componets', message: expect.stringContaining('Did you mean "components"?') }],
  ])
  expect(await refusalOf([] as object)).toMatchObject([
    422,
    [{ path: '', message: expect.stringContaining('"version"') }],
  ])
  expect(await store.deployments()).toEqual([])

  const { body } = await start()
  expect((await finish(body.id, 'succeded')).body.errors).toEqual([
    {
      path: 'outcome',
      message:
        '"succeded" is not known here. Did you mean "succeeded"? Write succeeded, failed or rolled_back.',
    },
  ])
  expect((await finish(body.id, undefined)).body.errors).toEqual([
    { path: 'outcome', message: 'is missing. Write succeeded, failed or rolled_back.' },
  ])
  expect((await finish('nosuchthing1', 'failed')).status).toBe(404)
  expect((await deploy('GET', '/nosuchthing1')).status).toBe(404)
  expect(await store.deployment(body.id)).toMatchObject({ outcome: null })
})

test('a list is read page by page, newest first, and by what is under way', async () => {
  const { start, finish, deploy, setTime } = await aDeploymentApi()
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    setTime(startTime + Math.floor(i / 2) * minute)
    ids.push((await start({ version: String(i) })).body.id)
  }
  await finish(ids[3]!, 'rolled_back')
  const seen: string[] = []
  for (let path: string | null = '?limit=2'; path !== null;) {
    const { body, headers }: Awaited<ReturnType<typeof deploy>> = await deploy('GET', path)
    seen.push(...body.map(({ id }: { id: string }) => id))
    path = /\/deployments(\?[^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null
  }
  expect(seen.toSorted()).toEqual(ids.toSorted())
  expect(seen[0]).toBe(ids[4])
  expect((await deploy('GET', '?status=finished')).body).toMatchObject([{ id: ids[3] }])
  expect((await deploy('GET', '?status=under_way')).body).toHaveLength(4)
  expect((await deploy('GET', '?status=done')).status).toBe(422)
})

test('who may read sees deployments and tells of none; others see nothing', async () => {
  const { deploy, createToken } = await aDeploymentApi()
  const read = await createToken(['read'])
  expect((await deploy('GET', '', { token: read })).body).toEqual([])
  expect((await deploy('POST', '', { token: read, json: { version: '1' } })).body).toMatchObject({
    status: 403,
    scope: 'deployments',
  })
  expect((await deploy('GET', '', { token: await createToken(['metrics']) })).status).toBe(403)
  expect((await deploy('POST', '', { token: null, json: { version: '1' } })).status).toBe(401)
  expect(
    (await deploy('POST', '', { token: await createToken(['admin']), json: { version: '1' } })).status,
  ).toBe(201)
  expect((await deploy('DELETE', '')).headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
})

test('the verdict so far is read with its evidence, and a guard elsewhere says how long it watches', async () => {
  const { start, deploy, ask, createToken } = await aDeploymentApi()
  const { body } = await start({ version: '2.14.0', components: ['api'] })
  const verdict = await deploy('GET', `/${body.id}/verdict`)
  expect(VerdictView.strict().parse(verdict.body)).toMatchObject({
    deployment: body.id,
    version: '2.14.0',
    verdict: 'pending',
    from: '2026-11-22T15:00:00.000Z',
    until: '2026-11-22T15:30:00.000Z',
    decided_at: null,
    triggers: [
      { trigger: 'error_rate', component: 'api', state: 'not_judged', reason: 'no_monitors', limit: 0.05 },
      { trigger: 'response_p95', limit: 5_000 },
      { trigger: 'regression', limit: 0.5 },
      { trigger: 'component_down', limit: 0 },
    ],
    components: [{ component: 'api', checks: 0, availability: null }],
  })
  const watched = await deploy('POST', `/${body.id}/watch`, { json: { for: '2h' } })
  expect([watched.status, watched.body.until]).toEqual([200, '2026-11-22T17:00:00.000Z'])
  const refused = await deploy('POST', `/${body.id}/watch`, { json: { for: 'soon' } })
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'for' }] } })
  expect((await deploy('GET', '/nothing/verdict')).status).toBe(404)
  const reader = await createToken(['read'])
  expect((await ask('GET', `/deployments/${body.id}/verdict`, { token: reader })).status).toBe(200)
  expect(
    (await ask('POST', `/deployments/${body.id}/watch`, { token: reader, json: { for: '2h' } })).status,
  ).toBe(403)
})

test('the same request to watch is answered once, whatever came in between', async () => {
  const { start, deploy, setTime } = await aDeploymentApi()
  const { body } = await start()
  const watch = () =>
    deploy('POST', `/${body.id}/watch`, {
      json: { for: '1h' },
      headers: { 'idempotency-key': 'guard-1' },
    })
  const first = await watch()
  setTime(startTime + minute)
  const second = await watch()
  expect([second.body, second.headers.get('idempotency-replayed')]).toEqual([first.body, 'true'])
})

test('steps of the check list are ticked by the name of the token, and every tick is kept', async () => {
  const { start, deploy, store, setTime } = await aDeploymentApi()
  const { body } = await start()
  const tick = (json: object) => deploy('POST', `/${body.id}/checklist`, { json })
  expect((await deploy('GET', `/${body.id}/checklist`)).body).toEqual([
    {
      step: 'backup',
      phase: 'before',
      title: { fr: 'Sauvegarde', en: 'Backup' },
      done: false,
      at: null,
      by: null,
    },
    { step: 'smoke', phase: 'during', title: 'Smoke tests', done: false, at: null, by: null },
  ])
  const ticked = await tick({ step: 'backup' })
  expect(ticked.body[0]).toMatchObject({ done: true, at: '2026-11-22T15:00:00.000Z', by: 'Ann' })
  setTime(startTime + minute)
  expect((await tick({ step: 'backup' })).body).toEqual(ticked.body)
  expect((await tick({ step: 'backup', done: false })).body[0]).toMatchObject({ done: false, by: 'Ann' })
  expect(await store.checklistTicks(body.id)).toHaveLength(2)
  expect(await tick({ step: 'bakup' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'step', message: 'There is no step "bakup". Did you mean "backup"?' }] },
  })
})
