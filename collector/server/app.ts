import { Hono } from 'hono'
import { type Team, teamRoutes } from './api/router.ts'
import type { ServerLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import { fresh, problem } from './problem.ts'
import type { Site } from './site-files.ts'
import { type Readiness, healthRoutes } from './routes/health.ts'
import { type HeartbeatDoor, heartbeatRoutes } from './routes/heartbeats.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { siteRoutes } from './routes/site.ts'

/** What the server answers from. */
export type Sources = {
  readonly site: Site
  readonly readiness: () => Readiness
  readonly metrics: Metrics
  readonly heartbeats: HeartbeatDoor
  /** Absent: nobody is let in to the team's API. */
  readonly team?: Team
  readonly log: ServerLog
}

const isApi = (path: string): boolean => path === '/api/v1' || path.startsWith('/api/v1/')

/** All that is answered over HTTP. The site comes last: it has a page for what nobody knows. */
export function createApp({ site, readiness, metrics, heartbeats, team, log }: Sources): Hono {
  const app = new Hono()
  app.route('/', healthRoutes(readiness))
  app.route('/', metricsRoutes(metrics))
  app.route('/', heartbeatRoutes(heartbeats, log))
  if (team) app.route('/', teamRoutes(team, log))
  app.all('/api/v1/*', () =>
    problem({
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
      ? problem({ status: 500, title: 'Internal error', detail: 'The operator finds the reason in the log.' })
      : fresh(500, 'Something went wrong. The operator finds the reason in the log.\n')
  })
  return app
}
