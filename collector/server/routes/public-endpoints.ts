import { type Context, Hono } from 'hono'
import { uncachedResponse } from '../problem-response.ts'

/** One row of the table of addresses that are answered without a token and are no part of the site. */
export type PublicEndpoint = {
  /** As Hono matches it; the first row that matches answers. */
  readonly path: string
  /** GET answers HEAD too. Every other method is refused with 405. */
  readonly methods: readonly ('GET' | 'POST' | 'DELETE' | 'OPTIONS')[]
  handle(c: Context): Response | Promise<Response>
}

/** The routes of these rows, and the answer to every other method of their paths. */
export function publicRoutes(rows: readonly PublicEndpoint[]): Hono {
  const app = new Hono()
  for (const { path, methods, handle } of rows) {
    const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    app.on([...methods], path, handle)
    app.all(path, () => uncachedResponse(405, 'method not allowed\n', { Allow: allow }))
  }
  return app
}
