import { Hono } from 'hono'
import type { Metrics } from '../metrics.ts'
import { fresh } from '../problem.ts'
import { onlyRead } from './health.ts'

/** `/metrics`, as Prometheus reads it. */
export function metricsRoutes(metrics: Metrics): Hono {
  const app = new Hono()
  app.get('/metrics', async () => fresh(200, await metrics.text(), { 'Content-Type': metrics.contentType }))
  return onlyRead(app, '/metrics')
}
