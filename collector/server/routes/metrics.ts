import { Hono } from 'hono'
import type { CollectorMetrics } from '../collector-metrics.ts'
import { uncachedResponse } from '../problem-response.ts'
import { rejectWrites } from './health.ts'

/** `/metrics`, as Prometheus reads it. */
export function metricsRoutes(metrics: CollectorMetrics): Hono {
  const app = new Hono()
  app.get('/metrics', async () =>
    uncachedResponse(200, await metrics.text(), { 'Content-Type': metrics.contentType }),
  )
  return rejectWrites(app, '/metrics')
}
