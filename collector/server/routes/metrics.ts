import type { CollectorMetrics } from '../collector-metrics.ts'
import { uncachedResponse } from '../problem-response.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** `/metrics`: the collector's own metrics in the text format of Prometheus. */
export const metricsEndpoint = (metrics: CollectorMetrics): PublicEndpoint => ({
  path: '/metrics',
  methods: ['GET'],
  handle: async () => uncachedResponse(200, await metrics.text(), { 'Content-Type': metrics.contentType }),
})
