import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { ServerLog } from '../log.ts'
import { problemResponse } from '../problem-response.ts'
import type { ApiDeps } from './api-deps.ts'
import { authorize } from './authorize.ts'
import { type Endpoint, type EndpointRequest, apiBase } from './endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { errorResponse } from './error-response.ts'
import { IdText } from './parameters.ts'
import { HttpError, noContentResponse } from './responses.ts'
import { createNoticeSerializer } from './serializer.ts'
import { createThrottle } from './throttle.ts'

/** The routes of the API: one for each row of the table of endpoints, and the answer to every other method of its paths. */
export function apiRoutes(deps: ApiDeps, log: ServerLog): Hono {
  const app = new Hono()
  const throttle = createThrottle()
  const serialize = createNoticeSerializer(deps.config, deps.now)

  async function respond(endpoint: Endpoint, c: Context): Promise<Response> {
    const raw = c.req.raw
    const request: EndpointRequest = {
      deps,
      serialize,
      id: c.req.param('id') ?? '',
      query: c.req.query(),
      raw,
    }
    try {
      if (endpoint.scopes === null) return await endpoint.handle(request)
      const address = getConnInfo(c).remote.address ?? ''
      const token = await authorize(deps, throttle, raw, address, endpoint.scopes)
      if (endpoint.path.includes('/:id') && !IdText.safeParse(request.id).success) throw noSuchId()
      return await endpoint.handle(request, token)
    } catch (error) {
      const response = errorResponse(error, serialize, log)
      if (response) return response
      throw error
    }
  }

  for (const endpoint of endpoints)
    app.on(endpoint.method.toUpperCase(), apiBase + endpoint.path, (c) => respond(endpoint, c))
  for (const [path, methods] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    const allow = allowHeader(methods)
    app.all(apiBase + path, (c) =>
      c.req.method === 'OPTIONS' ? noContentResponse({ Allow: allow }) : methodNotAllowed(allow),
    )
  }
  return app
}

const allowHeader = (rows: readonly Endpoint[]): string =>
  [
    ...rows.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
    'OPTIONS',
  ].join(', ')

/** Nothing has an id like this one. */
const noSuchId = (): HttpError =>
  new HttpError({
    status: 404,
    title: 'Not found',
    reason: 'not_found',
    detail: 'The id in the path is none: an id is one line of 200 characters at most.',
  })

const methodNotAllowed = (allow: string): Response =>
  problemResponse(
    { status: 405, title: 'Method not allowed', reason: 'method', detail: `This path allows: ${allow}.` },
    { Allow: allow },
  )
