import { expect, test } from 'vitest'
import type { Endpoint } from '../../collector/server/api/endpoint.ts'
import { endpoints } from '../../collector/server/api/endpoints/index.ts'
import { describeApi } from '../../collector/server/api/openapi.ts'
import { hasScope, scopeNames } from '../../collector/server/api/scope.ts'
import { type ApiFixture, anApi } from './api-fixture.ts'

const rows = endpoints.map((endpoint): [string, Endpoint] => [
  `${endpoint.method.toUpperCase()} ${endpoint.path}`,
  endpoint,
])
const paths = [...Map.groupBy(endpoints, ({ path }) => path)].map(
  ([path, all]): [string, readonly string[]] => [
    path,
    all.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
  ],
)

/** Ask a row for something that does not exist, or with a body that says nothing. */
const askRow = (
  { ask }: ApiFixture,
  { method, path, body }: Endpoint,
  token: string | null,
): ReturnType<ApiFixture['ask']> =>
  ask(method.toUpperCase(), path.replace(':id', 'nosuchthing1'), { token, ...(body && { json: {} }) })

test.each(rows)(
  '%s is answered to its scopes, and refused without a token and with another scope',
  async (_, row) => {
    const api = await anApi()
    const anonymous = await askRow(api, row, null)
    if (row.scopes === null) {
      expect(anonymous.status).toBe(200)
      return
    }
    expect(anonymous).toMatchObject({ status: 401, body: { reason: 'unauthorized' } })
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="vigie"')
    for (const scope of scopeNames) {
      const { status, body } = await askRow(
        api,
        row,
        await api.createToken([scope], scope === 'agent' ? { region: 'oslo' } : {}),
      )
      if (row.scopes.some((required) => hasScope([scope], required))) {
        // 409: the configuration of the test has no region for an agent.
        expect([200, 204, 404, 409, 422], scope).toContain(status)
        // An unknown id is answered by the endpoint, an unknown address by nobody.
        expect(body?.detail).not.toBe('No endpoint of the API has this path.')
      } else expect([status, body.scope], scope).toEqual([403, row.scopes[0]])
    }
  },
)

test.each(paths)('%s names its methods, and refuses every other', async (path, methods) => {
  const { ask, createToken } = await anApi()
  const token = await createToken(['admin'])
  const address = path.replace(':id', 'nosuchthing1')
  const allow = [...methods, 'OPTIONS'].join(', ')
  const options = await ask('OPTIONS', address, { token: null })
  expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']) {
    if (methods.includes(method)) continue
    const { status, headers, body } = await ask(method, address, { token })
    expect([status, headers.get('allow'), body.reason], method).toEqual([405, allow, 'method'])
  }
})

test.each(['', '/', '/incident', '/incidents/', '/incidents/x/y', '/deployments/x/start', '/openapi'])(
  'nothing is at /api/v1%s, whatever the method',
  async (path) => {
    const { ask } = await anApi()
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, headers, body } = await ask(method, path)
      expect([status, headers.get('content-type'), body.reason], method).toEqual([
        404,
        'application/problem+json',
        'not_found',
      ])
    }
  },
)

test('the description lists every row of the table, and nothing else', () => {
  const { paths: described } = JSON.parse(describeApi(endpoints)) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
  const listed = Object.entries(described).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(listed.toSorted()).toEqual(
    rows.map(([name]) => name.replace(' ', ' /api/v1').replaceAll(/:(\w+)/g, '{$1}')).toSorted(),
  )
})

test('a path has one row for each of its methods, and a description of its id', () => {
  expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length)
  for (const [name, { path, idParameter }] of rows)
    if (path.includes(':')) {
      expect(path.match(/:\w+/g), name).toEqual([':id'])
      expect(idParameter, name).toBeDefined()
    }
})
