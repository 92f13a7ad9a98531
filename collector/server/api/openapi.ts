import { z } from 'zod'
import { type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject, createDocument } from 'zod-openapi'
import { IncidentView, MaintenanceView } from '../../notices/api/index.ts'
import { DeploymentView } from '../../deployments/deployment-schema.ts'
import { deploymentOperations } from './openapi-deployments.ts'
import { type Operation, type WriteOperation, operations } from './operations.ts'
import { Accepted, PushedMetrics } from './push-metrics.ts'
import { MetricHistory, MetricInfo, MetricSpan } from './read-metrics.ts'
import { longestKey } from './receipts.ts'
import { scopeNames, scopes } from './scope.ts'

const views = { incident: IncidentView, maintenance: MaintenanceView } as const

const Problem = z
  .object({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    reason: z.string().optional().describe('What it is, in a word for programs.'),
    detail: z.string().optional().describe('What is wrong, and what to write instead.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Everything that is wrong, by field; dots between the parts of a path, empty for the whole.'),
    current: z
      .union([IncidentView, MaintenanceView, DeploymentView])
      .nullable()
      .optional()
      .describe('409: the notice, or the deployment, as it is now.'),
    earliest: z.iso.datetime().optional().describe('422, too little notice: the first begin allowed.'),
    scope: z.enum(scopeNames).optional().describe('403: the scope that is missing.'),
    line: z.int().optional().describe('400: where the body stops being JSON.'),
    column: z.int().optional(),
    limit: z.int().optional().describe('413: bytes that a body may have.'),
  })
  .meta({ id: 'Problem', description: 'An error as RFC 9457 has it.' })

const id = z.string().meta({
  description: 'Id of the notice.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'id' },
})
const idempotencyKey = z
  .string()
  .min(1)
  .max(longestKey)
  .optional()
  .meta({
    description:
      'Any text of your own, such as a UUID. The same request with the same key is done once: it gets the stored answer again, with `Idempotency-Replayed: true`.',
    param: { id: 'idempotencyKey' },
  })
const ifMatch = z
  .string()
  .optional()
  .meta({
    description:
      'The ETag that was read, such as `"3"`. If the notice has another version by now, nothing is written (409).',
    param: { id: 'ifMatch' },
  })

const etagHeader = z.string().meta({ description: 'The version, quoted.', header: { id: 'ETag' } })
const location = z.string().meta({ description: 'Where it is from now on.', header: { id: 'Location' } })
const replay = z
  .literal('true')
  .optional()
  .meta({ description: 'This was answered before.', header: { id: 'IdempotencyReplayed' } })
const link = z
  .string()
  .optional()
  .meta({ description: 'What follows, as `rel="next"`; absent at the end.', header: { id: 'Link' } })

const problemDescriptions: Readonly<Record<string, string>> = {
  400: 'The request is malformed: JSON, If-Match or Idempotency-Key',
  401: 'No valid token',
  403: 'The token lacks a scope',
  404: 'There is no such notice or metric',
  409: 'Somebody else changed it first, or it does not fit what the notice is now; nothing was written',
  413: 'The body is too long',
  415: 'The body is not JSON',
  422: 'What was given cannot be taken; everything that is wrong is listed',
  429: 'Too many requests without a valid token',
  503: 'It cannot be stored now',
}

function problemResponses(codes: readonly number[]): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    codes.map((code) => [
      String(code),
      {
        description: problemDescriptions[code]!,
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  )
}

const describeOperation = (operation: Operation): ZodOpenApiOperationObject => ({
  operationId: operation.name,
  summary: operation.summary,
  tags: [`${operation.kind}s`],
  security: [{ token: [operation.action === 'write' ? 'notices' : 'read'] }],
  ...(operation.action === 'write' ? describeWrite(operation) : describeRead(operation)),
})

function describeRead(
  operation: Exclude<Operation, WriteOperation>,
): Pick<ZodOpenApiOperationObject, 'requestParams' | 'responses'> {
  const view = views[operation.kind]
  if (operation.action === 'list')
    return {
      requestParams: { query: operation.query },
      responses: {
        '200': {
          description: 'A page of the list',
          headers: z.object({ Link: link }),
          content: { 'application/json': { schema: z.array(view) } },
        },
        ...problemResponses([401, 403, 422, 429, 503]),
      },
    }
  return {
    requestParams: { path: z.object({ id }) },
    responses: {
      '200': {
        description: 'The notice',
        headers: z.object({ ETag: etagHeader }),
        content: { 'application/json': { schema: view } },
      },
      ...problemResponses([401, 403, 404, 429, 503]),
    },
  }
}

function describeWrite({
  kind,
  bodySchema,
  status,
  bodyOptional,
  path,
}: WriteOperation): Pick<ZodOpenApiOperationObject, 'requestParams' | 'requestBody' | 'responses'> {
  const hasId = path.includes(':id')
  const hasBody = bodySchema !== null
  return {
    requestParams: {
      ...(hasId && { path: z.object({ id }) }),
      header: z.object({ 'Idempotency-Key': idempotencyKey, ...(hasId && { 'If-Match': ifMatch }) }),
    },
    ...(hasBody && {
      requestBody: { required: !bodyOptional, content: { 'application/json': { schema: bodySchema } } },
    }),
    responses: {
      [`${status}`]:
        status === 204
          ? { description: 'Done', headers: z.object({ 'Idempotency-Replayed': replay }) }
          : {
              description: status === 201 ? 'The new notice' : 'The notice as it is now',
              headers: z.object({
                ETag: etagHeader,
                ...(status === 201 && { Location: location }),
                'Idempotency-Replayed': replay,
              }),
              content: { 'application/json': { schema: views[kind] } },
            },
      ...problemResponses([
        400,
        401,
        403,
        ...(hasId ? [404] : []),
        409,
        413,
        ...(hasBody ? [415] : []),
        422,
        429,
        503,
      ]),
    },
  }
}

function describePaths(): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`
    all[path] = { ...all[path], [operation.method]: describeOperation(operation) }
  }
  all['/api/v1/metrics'] = {
    get: {
      operationId: 'listMetrics',
      summary: 'All metrics with their latest point and their state, private ones too',
      tags: ['metrics'],
      security: [{ token: ['read'] }],
      responses: {
        '200': {
          description: 'In the order of the configuration',
          content: { 'application/json': { schema: z.array(MetricInfo) } },
        },
        ...problemResponses([401, 403, 429, 503]),
      },
    },
    post: {
      operationId: 'pushMetrics',
      summary: 'Push figures of metrics; all of them are on record then, or none',
      tags: ['metrics'],
      security: [{ token: ['metrics'] }],
      requestParams: { header: z.object({ 'Idempotency-Key': idempotencyKey }) },
      requestBody: { required: true, content: { 'application/json': { schema: PushedMetrics } } },
      responses: {
        '200': {
          description: 'They are on record; the same points again change nothing',
          headers: z.object({ 'Idempotency-Replayed': replay }),
          content: { 'application/json': { schema: Accepted } },
        },
        ...problemResponses([400, 401, 403, 413, 415, 422, 429, 503]),
      },
    },
  }
  all['/api/v1/metrics/{id}'] = {
    get: {
      operationId: 'getMetric',
      summary: 'A metric with its hours',
      tags: ['metrics'],
      security: [{ token: ['read'] }],
      requestParams: {
        path: z.object({
          id: z
            .string()
            .meta({ description: 'Id of the metric.', examples: ['cpu'], param: { id: 'metric' } }),
        }),
        query: MetricSpan,
      },
      responses: {
        '200': {
          description: 'The metric',
          content: { 'application/json': { schema: MetricHistory } },
        },
        ...problemResponses([401, 403, 404, 422, 429, 503]),
      },
    },
  }
  Object.assign(all, deploymentOperations({ idempotencyKey, replay, location, link, problemResponses }))
  all['/api/v1/openapi.json'] = {
    get: {
      operationId: 'getDescription',
      summary: 'This description',
      tags: ['description'],
      security: [],
      responses: {
        '200': {
          description: 'The description of the API, as OpenAPI has it',
          content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
        },
      },
    },
  }
  return all
}

let cachedDocument: string | undefined

/** The description of the team's API (OpenAPI 3.1, JSON), made from the schemas that check what comes in. */
export function apiDocument(): string {
  cachedDocument ??= JSON.stringify(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: 'Vigie: the team’s API',
        version: '1.0.0',
        description:
          'Incidents and maintenances of the status page. Errors are `application/problem+json`. Every notice has a `version`, which is its `ETag` too; send back the one you read, and the second of two writers is told instead of winning.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'incidents', description: 'What is wrong, told to readers.' },
        {
          name: 'maintenances',
          description: 'Planned work: single windows, and occurrences of the programme.',
        },
        { name: 'metrics', description: 'Figures from outside: resources, usage, business.' },
        { name: 'deployments', description: 'New versions being brought to components.' },
        { name: 'description', description: 'What this API is.' },
      ],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: `A token of \`vigie token create\`. Scopes: ${scopeNames.map((name) => `\`${name}\` (${scopes[name]})`).join(', ')}.`,
          },
        },
      },
      paths: describePaths(),
    }),
  )
  return cachedDocument
}
