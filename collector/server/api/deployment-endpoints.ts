import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Deployment } from '../../core/deployment/deployment.ts'
import type { DeploymentService, DeploymentReceipt } from '../../deployments/deployment-service.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import { type DeploymentView, deploymentView } from '../../deployments/deployment-schema.ts'
import { strict } from '../../notices/api/field-schemas.ts'
import { parseInput } from '../../notices/rules/validate.ts'
import type { Scope, StoredToken } from '../../store/access-store.ts'
import { HttpError, jsonResponse } from './responses.ts'
import { parseBody, readBody } from './request-body.ts'
import { Limit, CursorText, compareToCursor, withNumericLimit, paginate, parseCursor } from './pagination.ts'
import { earlierResponse, writeResponse, idempotentRequestOf } from './receipts.ts'
import type { ApiDeps } from './api-deps.ts'

/** Query of `GET /api/v1/deployments`. */
export const ListDeployments = strict({
  status: z.enum(['under_way', 'finished']).optional().describe('Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('Where the last answer ended, from its Link header.'),
})

/** Deployments, newest start first, and the query that leads on; null at their end. @throws ValidationError `invalid` */
async function listDeployments(
  service: DeploymentService,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly deployments: readonly DeploymentView[]; readonly next: URLSearchParams | null }> {
  const { status, limit, before } = parseInput(ListDeployments, withNumericLimit(query))
  const cursor = before === undefined ? null : parseCursor('before', before)
  const all = (await service.all())
    .filter(({ finishedAt }) => status === undefined || (finishedAt === null) === (status === 'under_way'))
    .filter(({ startedAt, id }) => cursor === null || compareToCursor(startedAt, id, cursor) < 0)
    .toSorted((a, b) => compareToCursor(b.startedAt, b.id, { at: a.startedAt, id: a.id }))
  const { items, next } = paginate(all, limit, query, 'before', ({ startedAt, id }) => `${startedAt}.${id}`)
  return { deployments: items.map(deploymentView), next }
}

/** Every path below `/api/v1` that is about deployments, and its methods. */
export const deploymentPaths = [
  ['/deployments', ['GET', 'POST']],
  ['/deployments/:id', ['GET']],
  ['/deployments/:id/finish', ['POST']],
] as const

type DeploymentHandler = (c: Context, token: StoredToken) => Promise<Response>

/**
 * Serve them. Who may tell of deployments may read them, as who may read at all.
 *
 * @param guarded lets only those act whose token has the scope, or the other one
 */
export function deploymentRoutes(
  app: Hono,
  deps: Pick<ApiDeps, 'deployments' | 'receipt' | 'now'>,
  requireScope: (
    scope: Scope,
    handle: DeploymentHandler,
    alternative?: Scope,
  ) => (c: Context) => Promise<Response>,
): void {
  const base = '/api/v1/deployments'
  const list: DeploymentHandler = async (c) => {
    const { deployments, next } = await listDeployments(deps.deployments, c.req.query())
    return jsonResponse(
      200,
      JSON.stringify(deployments),
      next ? { Link: `<${base}?${next}>; rel="next"` } : {},
    )
  }
  const get: DeploymentHandler = async (c) =>
    jsonResponse(200, JSON.stringify(deploymentView(await deps.deployments.get(c.req.param('id') ?? ''))))
  app.get(base, requireScope('deployments', list, 'read'))
  app.get(`${base}/:id`, requireScope('deployments', get, 'read'))
  for (const path of [base, `${base}/:id/finish`])
    app.post(
      path,
      requireScope('deployments', (c, token) => writeDeployment(deps, c, token)),
    )
}

/** One begins, or ends: the same request with the same key is done once. */
async function writeDeployment(
  { deployments, receipt, now }: Pick<ApiDeps, 'deployments' | 'receipt' | 'now'>,
  c: Context,
  token: StoredToken,
): Promise<Response> {
  const body = await readBody(c.req.raw)
  const input = parseBody(body, c.req.raw.headers)
  const idempotentRequest = idempotentRequestOf(c.req.raw, token.id, body)
  const earlier = await earlierResponse(receipt, idempotentRequest)
  if (earlier) return earlier
  const id = c.req.param('id') ?? null
  const status = id === null ? 201 : 200
  const serialize = (deployment: Deployment): string => JSON.stringify(deploymentView(deployment))
  const receiptOf =
    idempotentRequest &&
    ((deployment: Deployment) => ({ ...idempotentRequest, status, answer: serialize(deployment), at: now() }))
  try {
    return writeResponse(
      status,
      serialize(await startOrFinish(deployments, id, input, receiptOf ?? undefined)),
    )
  } catch (error) {
    // The same request may have come twice at once, here or to another process: the other one was done.
    const concurrent = await earlierResponse(receipt, idempotentRequest)
    if (concurrent) return concurrent
    throw error
  }
}

/** Start one, or end the one of this id. @throws HttpError 409 with the deployment as it is, where it ended otherwise */
async function startOrFinish(
  service: DeploymentService,
  id: string | null,
  input: unknown,
  receipt: DeploymentReceipt | undefined,
): Promise<Deployment> {
  if (id === null) return service.start(input, receipt)
  try {
    return await service.finish(id, input, receipt)
  } catch (error) {
    if (!(error instanceof ValidationError) || error.reason !== 'not_now') throw error
    throw new HttpError({
      status: 409,
      title: 'Not now',
      reason: error.reason,
      detail: error.message,
      errors: error.issues,
      current: deploymentView(await service.get(id)),
    })
  }
}
