import { Hono } from 'hono'
import type { ApiDeps } from './api/api-deps.ts'
import { apiRoutes } from './api/router.ts'
import type { ServerLog } from './log.ts'
import type { CollectorMetrics } from './collector-metrics.ts'
import { uncachedResponse, problemResponse } from './problem-response.ts'
import type { PublishedSite } from './site-files.ts'
import { type Readiness, healthRoutes } from './routes/health.ts'
import { type HeartbeatReceiver, heartbeatRoutes } from './routes/heartbeats.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { siteRoutes } from './routes/site.ts'

/** What the server answers from. */
export type ServerDeps = {
  readonly site: PublishedSite
  readonly readiness: () => Readiness
  readonly metrics: CollectorMetrics
  readonly heartbeats: HeartbeatReceiver
  /** Absent: nobody is let in to the team's API. */
  readonly api?: ApiDeps
  readonly log: ServerLog
}

const isApi = (path: string): boolean => path === '/api/v1' || path.startsWith('/api/v1/')

/** All that is answered over HTTP. The site comes last: it has a page for what nobody knows. */
export function createApp({ site, readiness, metrics, heartbeats, api, log }: ServerDeps): Hono {
  const app = new Hono()
  app.route('/', healthRoutes(readiness))
  app.route('/', metricsRoutes(metrics))
  app.route('/', heartbeatRoutes(heartbeats, log))
  if (api) app.route('/', apiRoutes(api, log))
  app.all('/api/v1/*', () =>
    problemResponse({
      status: 404,
      title: 'Not found',
      reason: 'not_found',
      detail: 'There is nothing at this address.',
    }),
  )
  app.route('/', siteRoutes(site))
  app.onError((error, c) => {
    // The method and the room only: an address may hold a token.
    log.error(
      `answering a ${c.req.method} ${isApi(c.req.path) ? 'to the API' : 'of a page'} failed: ${error.message}`,
    )
    return isApi(c.req.path)
      ? problemResponse({
          status: 500,
          title: 'Internal error',
          detail: 'The operator finds the reason in the log.',
        })
      : uncachedResponse(500, 'Something went wrong. The operator finds the reason in the log.\n')
  })
  return app
}
