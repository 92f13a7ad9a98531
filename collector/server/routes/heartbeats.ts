import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { HeartbeatSignal } from '../../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../../core/monitoring/monitor.ts'
import type { ServerLog } from '../log.ts'
import { uncachedResponse } from '../problem-response.ts'

/** The heartbeat monitors, and what to do when one of them beats. */
export type HeartbeatReceiver = {
  readonly monitors: readonly HeartbeatMonitor[]
  /** Resolves when the beat is durable, rejects when it could not be stored. */
  readonly record: (monitor: HeartbeatMonitor, signal: HeartbeatSignal) => Promise<void>
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What the last part of the address says: nothing, a word, or the exit code of the job; null for anything else. */
function signalOf(part: string | undefined): HeartbeatSignal | null {
  if (part === undefined || part === '0') return 'ok'
  if (part === 'start' || part === 'fail') return part
  return /^[1-9]\d{0,2}$/.test(part) && Number(part) <= 255 ? Number(part) : null
}

/**
 * `/api/v1/heartbeats/TOKEN[/start|/fail|/EXIT-CODE]`. Whatever is wrong with the address, the answer is the same 404, and it takes
 * as long: hashes of all tokens are compared. What a job posts as a body is not read.
 */
export function heartbeatRoutes({ monitors, record }: HeartbeatReceiver, log: ServerLog): Hono {
  const tokens = monitors.map((monitor) => ({ monitor, digest: digest(monitor.token) }))
  const app = new Hono()
  app.on(['GET', 'POST'], '/api/v1/heartbeats/:token/:what?', async (c) => {
    const presented = digest(c.req.param('token') ?? '')
    let match: HeartbeatMonitor | null = null
    for (const each of tokens) if (timingSafeEqual(each.digest, presented)) match = each.monitor
    const signal = signalOf(c.req.param('what'))
    if (!match || signal === null) return uncachedResponse(404, 'not found\n')
    try {
      await record(match, signal)
    } catch (error) {
      log.error(
        `a beat of ${match.id} could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      )
      return uncachedResponse(503, 'could not be stored, try again\n', { 'Retry-After': '5' })
    }
    return uncachedResponse(200, 'ok\n')
  })
  app.all('/api/v1/heartbeats/*', (c) =>
    c.req.method === 'GET' || c.req.method === 'POST'
      ? uncachedResponse(404, 'not found\n')
      : uncachedResponse(405, 'method not allowed\n', { Allow: 'GET, HEAD, POST' }),
  )
  return app
}
