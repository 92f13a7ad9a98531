import { expect, test } from 'vitest'
import { DeploymentView } from '../../collector/deployments/deployment-schema.ts'
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
  const wrong = async (json: object): Promise<unknown> => {
    const { status, body } = await start(json)
    return [status, body.errors]
  }
  expect(await wrong({ version: '1', components: ['websit', 'zzz'], url: 'javascript:alert(1)' })).toEqual([
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
  expect(await wrong({ version: '1', url: 'https://bot:hush@ci.example/' })).toEqual([
    422,
    [{ path: 'url', message: 'has a name or a password in it. Write an address without.' }],
  ])
  expect(await wrong({})).toEqual([
    422,
    [{ path: 'version', message: 'is missing. Write what is brought out, in quotes, such as "2.14.0".' }],
  ])
  expect(await wrong({ version: ' \u202E\n ' })).toMatchObject([422, [{ path: 'version' }]])
  expect(await wrong({ version: 'x'.repeat(101) })).toMatchObject([422, [{ path: 'version' }]])
  expect(await wrong({ version: '1', componets: [] })).toMatchObject([
    422,
    [{ path: 'componets', message: expect.stringContaining('Did you mean "components"?') }],
  ])
  expect(await wrong([] as object)).toMatchObject([
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
