import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { HeartbeatMonitor } from '../../core/monitoring/monitor.ts'
import type { ServerLog } from '../log.ts'
import { fresh } from '../problem.ts'

/** The heartbeat monitors, and what to do when one of them beats. */
export type HeartbeatDoor = {
  readonly monitors: readonly HeartbeatMonitor[]
  /** Resolves when the beat is durable, rejects when it could not be stored. */
  readonly beat: (monitor: HeartbeatMonitor, what: 'ok' | 'start' | 'fail') => Promise<void>
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What the last part of the address says. */
const beats: ReadonlyMap<string | undefined, 'ok' | 'start' | 'fail'> = new Map([
  [undefined, 'ok'],
  ['start', 'start'],
  ['fail', 'fail'],
])

/**
 * `/api/v1/heartbeats/TOKEN[/start|/fail]`. Whatever is wrong with the address, the answer is the same 404, and it takes
 * as long: hashes of all tokens are compared. What a job posts as a body is not read.
 */
export function heartbeatRoutes({ monitors, beat }: HeartbeatDoor, log: ServerLog): Hono {
  const known = monitors.map((monitor) => ({ monitor, digest: digest(monitor.token) }))
  const app = new Hono()
  app.on(['GET', 'POST'], '/api/v1/heartbeats/:token/:what?', async (c) => {
    const given = digest(c.req.param('token') ?? '')
    let found: HeartbeatMonitor | null = null
    for (const each of known) if (timingSafeEqual(each.digest, given)) found = each.monitor
    const what = beats.get(c.req.param('what'))
    if (!found || !what) return fresh(404, 'not found\n')
    try {
      await beat(found, what)
    } catch (error) {
      log.error(
        `a beat of ${found.id} could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      )
      return fresh(503, 'could not be stored, try again\n', { 'Retry-After': '5' })
    }
    return fresh(200, 'ok\n')
  })
  app.all('/api/v1/heartbeats/*', (c) =>
    c.req.method === 'GET' || c.req.method === 'POST'
      ? fresh(404, 'not found\n')
      : fresh(405, 'method not allowed\n', { Allow: 'GET, HEAD, POST' }),
  )
  return app
}
