import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { DeploymentView, FinishDeployment, StartDeployment } from '../../deployments/deployment-schema.ts'
import { ListDeployments } from './deployment-endpoints.ts'

/** What the description says in one place for all operations. */
type SharedOpenApiParts = {
  readonly idempotencyKey: z.ZodType
  readonly replay: z.ZodType
  readonly location: z.ZodType
  readonly link: z.ZodType
  /** The answers of these codes. */
  readonly problemResponses: (codes: readonly number[]) => ZodOpenApiResponsesObject
}

const json = (schema: z.ZodType) => ({ 'application/json': { schema } })

/** The operations on deployments, by path and method, for the description of the API. */
export function deploymentOperations({
  idempotencyKey,
  replay,
  location,
  link,
  problemResponses,
}: SharedOpenApiParts): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const writeAccess = { tags: ['deployments'], security: [{ token: ['deployments'] }] }
  const readAccess = { ...writeAccess, security: [{ token: ['deployments'] }, { token: ['read'] }] }
  const id = z.string().meta({
    description: 'Id of the deployment.',
    examples: ['k3v9x0c2m7qa'],
    param: { id: 'deployment' },
  })
  const header = z.object({ 'Idempotency-Key': idempotencyKey })
  return {
    '/api/v1/deployments': {
      get: {
        ...readAccess,
        operationId: 'listDeployments',
        summary: 'Deployments, newest start first',
        requestParams: { query: ListDeployments },
        responses: {
          '200': {
            description: 'A page of the list',
            headers: z.object({ Link: link }),
            content: json(z.array(DeploymentView)),
          },
          ...problemResponses([401, 403, 422, 429, 503]),
        },
      },
      post: {
        ...writeAccess,
        operationId: 'startDeployment',
        summary: 'A deployment begins',
        requestParams: { header },
        requestBody: { required: true, content: json(StartDeployment) },
        responses: {
          '201': {
            description: 'The new deployment',
            headers: z.object({ Location: location, 'Idempotency-Replayed': replay }),
            content: json(DeploymentView),
          },
          ...problemResponses([400, 401, 403, 413, 415, 422, 429, 503]),
        },
      },
    },
    '/api/v1/deployments/{id}': {
      get: {
        ...readAccess,
        operationId: 'getDeployment',
        summary: 'One deployment',
        requestParams: { path: z.object({ id }) },
        responses: {
          '200': { description: 'The deployment', content: json(DeploymentView) },
          ...problemResponses([401, 403, 404, 429, 503]),
        },
      },
    },
    '/api/v1/deployments/{id}/finish': {
      post: {
        ...writeAccess,
        operationId: 'finishDeployment',
        summary: 'A deployment has ended; told again it changes nothing, told otherwise it is refused',
        requestParams: { path: z.object({ id }), header },
        requestBody: { required: true, content: json(FinishDeployment) },
        responses: {
          '200': {
            description: 'The deployment as it is now',
            headers: z.object({ 'Idempotency-Replayed': replay }),
            content: json(DeploymentView),
          },
          ...problemResponses([400, 401, 403, 404, 409, 413, 415, 422, 429, 503]),
        },
      },
    },
  }
}
