import { createHash, timingSafeEqual } from 'node:crypto'
import type { HeartbeatSignal } from '../../core/monitoring/heartbeat.ts'
import type { HeartbeatMonitor } from '../../core/monitoring/monitor.ts'
import type { ServerLog } from '../log.ts'
import { uncachedResponse } from '../problem-response.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** The heartbeat monitors, and where their heartbeats are recorded. */
export type HeartbeatReceiver = {
  readonly monitors: readonly HeartbeatMonitor[]
  /** Resolves when the heartbeat is durable, rejects when it could not be stored. */
  readonly record: (monitor: HeartbeatMonitor, signal: HeartbeatSignal) => Promise<void>
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The signal of the last part of the path: none is success, a word, or the exit code of the job; null for anything else. */
function signalOf(part: string | undefined): HeartbeatSignal | null {
  if (part === undefined || part === '0') return 'ok'
  if (part === 'start' || part === 'fail') return part
  return /^[1-9]\d{0,2}$/.test(part) && Number(part) <= 255 ? Number(part) : null
}

const notFound = (): Response => uncachedResponse(404, 'not found\n')

/**
 * `/api/v1/heartbeats/TOKEN[/start|/fail|/EXIT-CODE]`. Whatever is wrong with the address, the answer is the same 404 and takes the
 * same time: the hashes of all tokens are compared. The body of a POST is not read.
 */
export function heartbeatEndpoints(
  { monitors, record }: HeartbeatReceiver,
  log: ServerLog,
): readonly PublicEndpoint[] {
  const tokens = monitors.map((monitor) => ({ monitor, digest: digest(monitor.token) }))
  const monitorOf = (token: string): HeartbeatMonitor | null => {
    const presented = digest(token)
    let match: HeartbeatMonitor | null = null
    for (const each of tokens) if (timingSafeEqual(each.digest, presented)) match = each.monitor
    return match
  }
  return [
    {
      path: '/api/v1/heartbeats/:token/:what?',
      methods: ['GET', 'POST'],
      async handle(c) {
        const monitor = monitorOf(c.req.param('token') ?? '')
        const signal = signalOf(c.req.param('what'))
        if (!monitor || signal === null) return notFound()
        try {
          await record(monitor, signal)
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          log.error(`heartbeat of ${monitor.id} not stored: ${reason}`)
          return uncachedResponse(503, 'could not be stored, try again\n', { 'Retry-After': '5' })
        }
        return uncachedResponse(200, 'ok\n')
      },
    },
    { path: '/api/v1/heartbeats/*', methods: ['GET', 'POST'], handle: notFound },
  ]
}
