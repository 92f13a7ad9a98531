import { figureAt } from './figure.ts'
import { answering, json } from './http.ts'
import type { MakeStandIn } from './stand-in.ts'

/** Metrics of a team: all at `/figures.json`, and each by its name as a query to Prometheus; an error while failing. */
export const metricsStandIn: MakeStandIn = (mood, _, figures = {}) =>
  answering(mood, (request, response, { fault, now }) => {
    const asked = URL.parse(request.url ?? '/', 'http://stand-in')
    if (asked?.pathname !== '/figures.json' && asked?.pathname !== '/api/v1/query')
      return json(response, 404, { status: 'error', errorType: 'not_found', error: 'no such page' })
    if (fault === 'error')
      return json(response, 500, { status: 'error', errorType: 'internal', error: 'storage is not ready' })
    const values = Object.fromEntries(
      Object.entries(figures).map(([name, range]) => [name, figureAt(name, range, now)]),
    )
    if (asked.pathname === '/figures.json') return json(response, 200, values)
    const query = asked.searchParams.get('query') ?? ''
    const known = Object.hasOwn(values, query)
    const result = known
      ? [{ metric: { __name__: query, job: 'demo' }, value: [now / 1000, String(values[query])] }]
      : []
    json(response, 200, { status: 'success', data: { resultType: 'vector', result } })
  })
