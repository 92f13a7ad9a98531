import { Hono } from 'hono'
import { uncachedResponse } from '../problem-response.ts'

/** Whether the collector probes, stores and publishes within its limits, and why not. */
export type Readiness = { readonly ok: boolean; readonly reasons: readonly string[] }

/** `/healthz`: the process answers. `/readyz`: it does its work, or 503 and every reason why not. */
export function healthRoutes(readiness: () => Readiness): Hono {
  const app = new Hono()
  app.get('/healthz', () => uncachedResponse(200, 'ok\n'))
  app.get('/readyz', () => {
    const { ok, reasons } = readiness()
    return uncachedResponse(ok ? 200 : 503, `${JSON.stringify({ ok, reasons })}\n`, {
      'Content-Type': 'application/json',
    })
  })
  return rejectWrites(app, '/healthz', '/readyz')
}

/** Tell whoever tries to write to these paths that they are for reading. */
export function rejectWrites(app: Hono, ...paths: readonly string[]): Hono {
  for (const path of paths)
    app.all(path, () => uncachedResponse(405, 'method not allowed\n', { Allow: 'GET, HEAD' }))
  return app
}
