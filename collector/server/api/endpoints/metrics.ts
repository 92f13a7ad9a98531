import { z } from 'zod'
import { type Endpoint, readEndpoint, writeEndpoint } from '../endpoint.ts'
import { Accepted, PushedMetrics, parsePoints } from '../push-metrics.ts'
import { MetricHistory, MetricInfo, MetricSpan, metricHistory, metricInfos } from '../read-metrics.ts'
import { IdText } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'

const idParameter = IdText.meta({
  description: 'Id of the metric.',
  examples: ['cpu'],
  param: { id: 'metric' },
})

/** Every endpoint about metrics. */
export const metricEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/metrics',
    scopes: ['read'],
    tag: 'metrics',
    operationId: 'listMetrics',
    summary: 'List all metrics with their latest point and state, private ones included',
    response: { status: 200, description: 'In the order of the configuration', schema: z.array(MetricInfo) },
    async handle({ deps }) {
      const repository = { ...deps.metrics, store: deps.metricStore }
      return jsonResponse(200, JSON.stringify(await metricInfos(repository, deps.now())))
    },
  }),
  writeEndpoint({
    method: 'post',
    path: '/metrics',
    scopes: ['metrics'],
    tag: 'metrics',
    operationId: 'pushMetrics',
    summary: 'Push points of metrics; either all of them are stored or none',
    body: PushedMetrics,
    response: {
      status: 200,
      description: 'The points are stored; sending the same points again changes nothing',
      schema: Accepted,
    },
    async write({ deps, input, receipt }) {
      const points = parsePoints(input, deps.metrics, deps.now())
      const answer = JSON.stringify({ accepted: points.length })
      await deps.metrics.push(points, receipt ? [receipt(answer)] : [])
      return answer
    },
  }),
  readEndpoint({
    path: '/metrics/:id',
    scopes: ['read'],
    tag: 'metrics',
    operationId: 'getMetric',
    summary: 'Get one metric with its hourly values',
    idParameter,
    query: MetricSpan,
    response: { status: 200, description: 'The metric', schema: MetricHistory },
    async handle({ deps, id, query }) {
      const repository = { ...deps.metrics, store: deps.metricStore }
      return jsonResponse(200, JSON.stringify(await metricHistory(repository, id, query, deps.now())))
    },
  }),
]
