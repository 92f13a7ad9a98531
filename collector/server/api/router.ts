import type { ApiDeps } from './api-deps.ts'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { Actor } from '../../notices/service/notice-service.ts'
import type { Scope, StoredToken } from '../../store/access-store.ts'
import type { ServerLog } from '../log.ts'
import { problemResponse } from '../problem-response.ts'
import { HttpError, jsonResponse, noContentResponse } from './responses.ts'
import { parseBody, readBody } from './request-body.ts'
import { deploymentPaths, deploymentRoutes } from './deployment-endpoints.ts'
import { parseIfMatch } from './if-match.ts'
import { apiDocument } from './openapi.ts'
import { type Operation, type WriteOperation, operations } from './operations.ts'
import { parsePoints } from './push-metrics.ts'
import { type MetricRepository, metricHistory, metricInfos } from './read-metrics.ts'
import { earlierResponse, writeResponse, idempotentRequestOf } from './receipts.ts'
import { errorResponse } from './error-response.ts'
import { hasScope } from './scope.ts'
import { type NoticeSerializer, createNoticeSerializer, etagOf } from './serializer.ts'
import { type Throttle, createThrottle } from './throttle.ts'
import { bearerToken, tokenOf } from './access-token.ts'

const base = '/api/v1'

/** The team's API below `/api/v1`, and its description, which everybody may read. */
export function apiRoutes(deps: ApiDeps, log: ServerLog): Hono {
  const app = new Hono()
  const throttle = createThrottle()
  const serialize = createNoticeSerializer(deps.config, deps.now)

  const requireScope =
    (
      scope: Scope,
      handle: (c: Context, token: StoredToken) => Promise<Response>,
      alternative: Scope = scope,
    ) =>
    async (c: Context): Promise<Response> => {
      try {
        return await handle(c, await authorize(deps, throttle, c, scope, alternative))
      } catch (error) {
        const response = errorResponse(error, serialize, log)
        if (response) return response
        throw error
      }
    }

  for (const operation of operations)
    app.on(
      operation.method.toUpperCase(),
      base + operation.path,
      requireScope(operation.action === 'write' ? 'notices' : 'read', (c, token) =>
        operation.action === 'write'
          ? writeNotice(deps, operation, serialize, c, token)
          : readNotices(deps, operation, serialize, c),
      ),
    )
  app.post(
    `${base}/metrics`,
    requireScope('metrics', (c, token) => pushMetrics(deps, c, token)),
  )
  const repository: MetricRepository = { ...deps.metrics, store: deps.metricStore }
  app.get(
    `${base}/metrics`,
    requireScope('read', async () =>
      jsonResponse(200, JSON.stringify(await metricInfos(repository, deps.now()))),
    ),
  )
  app.get(
    `${base}/metrics/:id`,
    requireScope('read', async (c) => {
      const history = await metricHistory(repository, c.req.param('id') ?? '', c.req.query(), deps.now())
      return jsonResponse(200, JSON.stringify(history))
    }),
  )
  deploymentRoutes(app, deps, requireScope)
  app.get(`${base}/openapi.json`, () => jsonResponse(200, apiDocument(), { 'Cache-Control': 'no-cache' }))
  for (const [path, allow] of allowedMethods())
    app.all(path, (c) => {
      if (c.req.method === 'OPTIONS') return noContentResponse({ Allow: allow })
      return problemResponse(
        {
          status: 405,
          title: 'Method not allowed',
          reason: 'method',
          detail: `Here can be asked: ${allow}.`,
        },
        { Allow: allow },
      )
    })
  return app
}

/** The methods of every path. */
function allowedMethods(): ReadonlyMap<string, string> {
  const methods = new Map([
    [`${base}/openapi.json`, ['GET']],
    [`${base}/metrics`, ['GET', 'POST']],
    [`${base}/metrics/:id`, ['GET']],
    ...deploymentPaths.map(([path, all]): [string, string[]] => [base + path, [...all]]),
  ])
  for (const { method, path } of operations)
    methods.set(base + path, [...(methods.get(base + path) ?? []), method.toUpperCase()])
  return new Map(
    [...methods].map(([path, all]) => [
      path,
      [...all.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])), 'OPTIONS'].join(', '),
    ]),
  )
}

/** Who asks; one scope of the two is enough. @throws HttpError 401, the same whatever is wrong; 429 after many of them; 403 naming the missing scope */
async function authorize(
  deps: ApiDeps,
  throttle: Throttle,
  c: Context,
  scope: Scope,
  alternative: Scope,
): Promise<StoredToken> {
  const token = tokenOf(bearerToken(c.req.header('authorization')), await deps.tokens(), deps.now())
  if (!token) {
    const wait = throttle.recordFailure(getConnInfo(c).remote.address ?? '', performance.now())
    if (wait > 0)
      throw new HttpError(
        {
          status: 429,
          title: 'Too many attempts',
          reason: 'throttled',
          detail:
            'Too many requests without a valid token came from this address. Wait, then send a valid one.',
        },
        { 'Retry-After': String(Math.ceil(wait / 1000)) },
      )
    throw new HttpError(
      {
        status: 401,
        title: 'Unauthorized',
        reason: 'unauthorized',
        detail: 'Send a valid token: "Authorization: Bearer TOKEN". `vigie token create` makes one.',
      },
      { 'WWW-Authenticate': 'Bearer realm="vigie"' },
    )
  }
  if (!hasScope(token.scopes, scope) && !hasScope(token.scopes, alternative))
    throw new HttpError(
      {
        status: 403,
        title: 'Forbidden',
        reason: 'forbidden',
        detail: `This token lacks the scope "${scope}". Use one that has it.`,
        scope,
      },
      { 'WWW-Authenticate': `Bearer realm="vigie", error="insufficient_scope", scope="${scope}"` },
    )
  return token
}

async function readNotices(
  deps: ApiDeps,
  operation: Exclude<Operation, WriteOperation>,
  serialize: NoticeSerializer,
  c: Context,
): Promise<Response> {
  if (operation.action === 'read') {
    const notice = await operation.read(deps.noticeService, c.req.param('id') ?? '')
    return jsonResponse(200, JSON.stringify(serialize(notice)), { ETag: etagOf(notice) })
  }
  const { items, next } = await operation.list(deps, c.req.query())
  return jsonResponse(
    200,
    JSON.stringify(items.map((notice) => serialize(notice))),
    next ? { Link: `<${base}${operation.path}?${next}>; rel="next"` } : {},
  )
}

async function writeNotice(
  deps: ApiDeps,
  operation: WriteOperation,
  serialize: NoticeSerializer,
  c: Context,
  token: StoredToken,
): Promise<Response> {
  const { status, bodySchema } = operation
  const body = await readBody(c.req.raw)
  const input = bodySchema === null ? {} : parseBody(body, c.req.raw.headers)
  const version = parseIfMatch(c.req.header('if-match'))
  const idempotentRequest = idempotentRequestOf(c.req.raw, token.id, body)
  const earlier = await earlierResponse(deps.receipt, idempotentRequest)
  if (earlier) return earlier
  const responseBody = (notice: Parameters<NoticeSerializer>[0]): string =>
    status === 204 ? 'null' : JSON.stringify(serialize(notice))
  const actor: Actor = {
    by: token.name,
    ...(version !== null && { version }),
    ...(idempotentRequest && {
      receipt: (notice) => ({ ...idempotentRequest, status, answer: responseBody(notice), at: deps.now() }),
    }),
  }
  try {
    const notice = await operation.write(deps.noticeService, c.req.param('id') ?? '', input, actor)
    return writeResponse(status, responseBody(notice))
  } catch (error) {
    // The same request may have come twice at once, here or to another process: the other one was done.
    const concurrent = await earlierResponse(deps.receipt, idempotentRequest)
    if (concurrent) return concurrent
    throw error
  }
}

/** Figures that somebody pushes: all of them are on record when it is answered, or none. */
async function pushMetrics(deps: ApiDeps, c: Context, token: StoredToken): Promise<Response> {
  const body = await readBody(c.req.raw)
  const input = parseBody(body, c.req.raw.headers)
  const idempotentRequest = idempotentRequestOf(c.req.raw, token.id, body)
  const earlier = await earlierResponse(deps.receipt, idempotentRequest)
  if (earlier) return earlier
  const now = deps.now()
  const points = parsePoints(input, deps.metrics, now)
  const responseBody = JSON.stringify({ accepted: points.length })
  try {
    await deps.metrics.push(
      points,
      idempotentRequest ? [{ ...idempotentRequest, status: 200, answer: responseBody, at: now }] : [],
    )
  } catch (error) {
    const concurrent = await earlierResponse(deps.receipt, idempotentRequest)
    if (concurrent) return concurrent
    throw error
  }
  return writeResponse(200, responseBody)
}
