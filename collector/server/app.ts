import { Hono } from 'hono'
import type { ApiDeps } from './api/api-deps.ts'
import { apiRoutes } from './api/router.ts'
import { createAnonymousBodies } from './anonymous-bodies.ts'
import type { ServerLog } from './log.ts'
import type { CollectorMetrics } from './collector-metrics.ts'
import { uncachedResponse, problemResponse } from './problem-response.ts'
import type { PublishedSite } from './site-files.ts'
import { adminEndpoints } from './routes/admin/admin-endpoints.ts'
import type { ConsoleDeps } from './routes/admin/console-deps.ts'
import { type AcknowledgeDeps, acknowledgeEndpoints } from './routes/acknowledge.ts'
import { type Readiness, healthEndpoints } from './routes/health.ts'
import { type HeartbeatReceiver, heartbeatEndpoints } from './routes/heartbeats.ts'
import { metricsEndpoint } from './routes/metrics.ts'
import { publicRoutes } from './routes/public-endpoints.ts'
import { type PushDeps, pushEndpoints } from './routes/push.ts'
import { siteRoutes } from './routes/site.ts'
import { type SubscriptionDeps, subscriptionEndpoints } from './routes/subscriptions.ts'

/** What the server answers from. */
export type ServerDeps = {
  readonly site: PublishedSite
  readonly readiness: () => Readiness
  readonly metrics: CollectorMetrics
  readonly heartbeats: HeartbeatReceiver
  /** Absent: readers cannot subscribe. */
  readonly subscriptions?: SubscriptionDeps
  /** Absent: the API is not served. */
  readonly api?: ApiDeps
  /** Absent: messages to the team have no link to answer by. */
  readonly acknowledge?: AcknowledgeDeps
  /** Absent: Web Push is not offered. */
  readonly push?: PushDeps
  /** Absent: the team has no console. */
  readonly console?: ConsoleDeps
  readonly log: ServerLog
}

const isApi = (path: string): boolean => path === '/api/v1' || path.startsWith('/api/v1/')

/** Everything that is answered over HTTP. The site comes last: it has a page for unknown addresses. */
export function createApp({
  site,
  readiness,
  metrics,
  heartbeats,
  subscriptions,
  api,
  acknowledge,
  push,
  console,
  log,
}: ServerDeps): Hono {
  const app = new Hono()
  const bodies = createAnonymousBodies()
  app.route(
    '/',
    publicRoutes([
      ...healthEndpoints(readiness),
      metricsEndpoint(metrics),
      ...heartbeatEndpoints(heartbeats, log),
      ...(acknowledge ? acknowledgeEndpoints(acknowledge, log) : []),
      ...(push ? pushEndpoints(push, bodies, log) : []),
      ...(console ? adminEndpoints(console, bodies, log) : []),
      ...(subscriptions ? subscriptionEndpoints(subscriptions, bodies, log) : []),
    ]),
  )
  if (api) app.route('/', apiRoutes(api, log))
  app.all('/api/v1/*', () =>
    problemResponse({
      status: 404,
      title: 'Not found',
      reason: 'not_found',
      detail: 'No endpoint of the API has this path.',
    }),
  )
  app.route('/', siteRoutes(site))
  app.onError((error, c) => {
    // The method and the kind of address only: an address may hold a token.
    log.error(
      `${c.req.method} request ${isApi(c.req.path) ? 'to the API' : 'for a page'} failed: ${error.message}`,
    )
    return isApi(c.req.path)
      ? problemResponse({
          status: 500,
          title: 'Internal error',
          detail: 'The reason is in the log of the collector.',
        })
      : uncachedResponse(500, 'Internal error. The reason is in the log of the collector.\n')
  })
  return app
}
