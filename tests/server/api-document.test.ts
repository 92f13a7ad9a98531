import { expect, test } from 'vitest'
import { IncidentView, MaintenanceView } from '../../collector/notices/api/index.ts'
import { endpoints } from '../../collector/server/api/endpoints/index.ts'
import { describeApi } from '../../collector/server/api/openapi.ts'
import { aWindow, anApi, anIncident, hour } from './api-fixture.ts'

type OpenApiNode = { readonly [name: string]: unknown }
type OpenApiOperation = {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly security: readonly OpenApiNode[]
  readonly parameters?: readonly OpenApiNode[]
  readonly requestBody?: { readonly content: OpenApiNode }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: OpenApiNode }>
  >
}
type OpenApiDocument = {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: Readonly<Record<string, OpenApiNode>>
}

const document = JSON.parse(describeApi(endpoints)) as OpenApiDocument
const allOperations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function* nodes(value: unknown): Generator<OpenApiNode> {
  if (typeof value !== 'object' || value === null) return
  yield value as OpenApiNode
  for (const inner of Object.values(value)) yield* nodes(inner)
}

const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, step) => (inner as OpenApiNode | undefined)?.[step], document)

test('the description is there for everybody, and is OpenAPI', async () => {
  const { ask } = await anApi()
  const { status, body, headers } = await ask('GET', '/openapi.json', { token: null })
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(body).toEqual(document)
  expect(body.openapi).toMatch(/^3\.1\.\d$/)
  expect(body.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
})

test('every reference leads somewhere, and everything kept in one place is used', () => {
  const refs = new Set([...nodes(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])))
  expect(refs.size).toBeGreaterThan(20)
  for (const ref of refs) expect(resolve(ref), ref).toBeTypeOf('object')
  for (const [section, members] of Object.entries(document.components))
    for (const name of Object.keys(members))
      if (section !== 'securitySchemes') expect(refs).toContain(`#/components/${section}/${name}`)
})

test('every operation has a name of its own, its parameters, its security and its answers', () => {
  expect(new Set(allOperations.map(({ operation }) => operation.operationId)).size).toBe(allOperations.length)
  for (const { path, method, operation } of allOperations) {
    const parameters = (operation.parameters ?? []).map((one) =>
      typeof one['$ref'] === 'string' ? (resolve(one['$ref']) as OpenApiNode) : one,
    )
    const named = parameters.filter((one) => one['in'] === 'path')
    expect(named.map(({ name }) => `{${String(name)}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    for (const one of named) expect(one['required']).toBe(true)
    const headers = parameters.filter((one) => one['in'] === 'header').map(({ name }) => name)
    if (method === 'post') expect(headers).toContain('Idempotency-Key')
    // Subscribers and silences have no versions.
    const isVersioned = !['/api/v1/subscribers/{id}', '/api/v1/alert-silences/{id}'].includes(path)
    if ((method === 'patch' || method === 'delete') && isVersioned) expect(headers).toContain('If-Match')
    expect(Object.keys(operation.responses).some((code) => code.startsWith('2'))).toBe(true)
    for (const [code, { description, content }] of Object.entries(operation.responses)) {
      expect(description).not.toBe('')
      if (Number(code) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json'])
    }
    if (path === '/api/v1/openapi.json') expect(operation.security).toEqual([])
    else {
      expect(Object.keys(operation.security[0]!)).toEqual(['token'])
      for (const code of [401, 403, 429]) expect(operation.responses).toHaveProperty(String(code))
    }
  }
  expect(document.components['securitySchemes']!['token']).toMatchObject({ type: 'http', scheme: 'bearer' })
})

test('what is answered is what is described, and nothing besides', async () => {
  const { ask, setTime } = await anApi()
  const { body } = await ask('POST', '/incidents', {
    json: anIncident({ title: { fr: 'Lente', en: 'Slow' } }),
  })
  const path = `/incidents/${body.id}`
  await ask('PATCH', path, { json: { priority: null } })
  await ask('POST', `${path}/updates`, { json: { status: 'resolved', body: 'Over.', impact: 'minor' } })
  const learnt = await ask('PUT', `${path}/postmortem`, {
    json: { body: 'x', data_loss: '0.5%', actions: ['y'] },
  })
  const incident = IncidentView.strict()
  for (const one of [body, learnt.body]) expect(incident.parse(one)).toEqual(one)

  const planned = await ask('POST', '/maintenances', { json: aWindow({ tasks: ['Disks'], reason: 'Old.' }) })
  setTime(Date.parse(planned.body.scheduled_for) + hour)
  const update = await ask('POST', `/maintenances/${planned.body.id}/updates`, {
    json: { body: 'Checking.', status: 'verifying' },
  })
  expect(update.body.status).toBe('verifying')
  const maintenance = MaintenanceView.strict()
  for (const one of [planned.body, update.body]) expect(maintenance.parse(one)).toEqual(one)
})
