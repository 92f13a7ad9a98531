import { z } from 'zod'
import {
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
  createDocument,
} from 'zod-openapi'
import { DeploymentView } from '../../deployments/deployment-schema.ts'
import { AnnouncementView, IncidentView, MaintenanceView } from '../../notices/api/index.ts'
import { type Endpoint, apiBase, endpointTags } from './endpoint.ts'
import { longestKey } from './receipts.ts'
import { scopeNames, scopes } from './scope.ts'

const Problem = z
  .object({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    reason: z.string().optional().describe('The kind of problem, as one word for programs.'),
    detail: z.string().optional().describe('What is wrong, and what to send instead.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe(
        'Every invalid field; the parts of a path are separated by dots, and an empty path means the whole input.',
      ),
    current: z
      .union([IncidentView, MaintenanceView, AnnouncementView, DeploymentView])
      .nullable()
      .optional()
      .describe('409: the notice or the deployment as stored now.'),
    earliest: z.iso.datetime().optional().describe('422, too little notice: the earliest start allowed.'),
    scope: z.enum(scopeNames).optional().describe('403: the scope that is missing.'),
    line: z.int().optional().describe('400: the line of the JSON syntax error.'),
    column: z.int().optional().describe('400: the column of the JSON syntax error.'),
    limit: z.int().optional().describe('413: the largest body accepted, in bytes.'),
  })
  .meta({ id: 'Problem', description: 'An error in the format of RFC 9457.' })

const idempotencyKey = z
  .string()
  .min(1)
  .max(longestKey)
  .optional()
  .meta({
    description:
      'A key chosen by the client, such as a UUID. A request repeated with the same key is executed once; the repetition gets the stored response with `Idempotency-Replayed: true`.',
    param: { id: 'idempotencyKey' },
  })
const ifMatch = z
  .string()
  .optional()
  .meta({
    description:
      'The ETag of the version that was read, such as `"3"`. If the notice has another version by now, nothing is written (409).',
    param: { id: 'ifMatch' },
  })

const etagHeader = z
  .string()
  .meta({ description: 'The version of the notice, in quotes.', header: { id: 'ETag' } })
const location = z.string().meta({ description: 'The path of the new resource.', header: { id: 'Location' } })
const replay = z
  .literal('true')
  .optional()
  .meta({
    description: 'The response was stored for an earlier request with the same Idempotency-Key.',
    header: { id: 'IdempotencyReplayed' },
  })
const link = z
  .string()
  .optional()
  .meta({ description: 'The next page, as `rel="next"`; absent on the last page.', header: { id: 'Link' } })

const problemDescriptions: Readonly<Record<string, string>> = {
  400: 'The request is malformed: JSON, If-Match or Idempotency-Key',
  401: 'No valid token',
  403: 'The token lacks a scope',
  404: 'There is no such resource',
  409: 'The resource was changed by another request, or its current state does not allow this; nothing was written',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The input is invalid; every error is listed',
  429: 'Too many requests without a valid token',
  503: 'The database is temporarily unavailable',
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

/** The problems an endpoint may answer with, from what it takes. */
function problemCodes(endpoint: Endpoint): readonly number[] {
  if (endpoint.scopes === null) return []
  const { method, path, query, body, conflicts } = endpoint
  const isWrite = method !== 'get'
  return [
    ...(isWrite ? [400] : []),
    401,
    403,
    ...(path.includes(':id') ? [404] : []),
    ...(conflicts ? [409] : []),
    ...(isWrite ? [413] : []),
    ...(body ? [415] : []),
    ...(isWrite || query ? [422] : []),
    429,
    503,
  ]
}

function requestParams({ method, path, idParameter, query, versioned }: Endpoint): ZodOpenApiParameters {
  const hasId = path.includes(':id')
  return {
    ...(hasId && idParameter && { path: z.object({ id: idParameter }) }),
    ...(query && { query }),
    ...(method !== 'get' && {
      header: z.object({
        'Idempotency-Key': idempotencyKey,
        ...(hasId && versioned && { 'If-Match': ifMatch }),
      }),
    }),
  }
}

function successResponse({ method, response }: Endpoint): ZodOpenApiResponseObject {
  const { status, description, schema, headers = [] } = response
  const all = {
    ...(headers.includes('ETag') && { ETag: etagHeader }),
    ...(headers.includes('Link') && { Link: link }),
    ...(status === 201 && { Location: location }),
    ...(method !== 'get' && { 'Idempotency-Replayed': replay }),
  }
  return {
    description,
    ...(Object.keys(all).length > 0 && { headers: z.object(all) }),
    ...(schema && { content: { 'application/json': { schema } } }),
  }
}

function describeEndpoint(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { operationId, summary, tag, body, response } = endpoint
  const params = requestParams(endpoint)
  return {
    operationId,
    summary,
    tags: [tag],
    security: (endpoint.scopes ?? []).map((scope) => ({ token: [scope] })),
    ...(Object.keys(params).length > 0 && { requestParams: params }),
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: {
      [`${response.status}`]: successResponse(endpoint),
      ...problemResponses(problemCodes(endpoint)),
    },
  }
}

function describePaths(
  endpoints: readonly Endpoint[],
): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const endpoint of endpoints) {
    const path = apiBase + endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    all[path] = { ...all[path], [endpoint.method]: describeEndpoint(endpoint) }
  }
  return all
}

/** The description of the team's API (OpenAPI 3.1, JSON), made from the schemas that check what comes in. */
export function describeApi(endpoints: readonly Endpoint[]): string {
  return JSON.stringify(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: 'Vigie: the team’s API',
        version: '1.0.0',
        description:
          'Incidents, maintenances, metrics and deployments of the status page. Errors are `application/problem+json`. Every notice has a `version`, which is also its `ETag`; send it back as `If-Match`, and a change based on an older version is refused with 409.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: Object.entries(endpointTags).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: `A token of \`vigie token create\`. Scopes: ${scopeNames.map((name) => `\`${name}\` (${scopes[name]})`).join(', ')}.`,
          },
        },
      },
      paths: describePaths(endpoints),
    }),
  )
}
