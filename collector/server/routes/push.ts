import type { Context } from 'hono'
import type { Clock } from '../../core/time/clock.ts'
import type { PushAnswer, PushService } from '../../subscriptions/push-service.ts'
import { createRateLimit } from '../../subscriptions/rate-limit.ts'
import type { AnonymousBodies } from '../anonymous-bodies.ts'
import { clientNetwork } from '../client-network.ts'
import type { ServerLog } from '../log.ts'
import { problemResponse } from '../problem-response.ts'
import { denyAllPolicy, securityHeaders } from '../security-headers.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** What Web Push is answered from. */
export type PushDeps = {
  readonly service: PushService
  /** Addresses of pages that may subscribe their readers: that of the page, and that of the collector. */
  readonly pages: readonly string[]
  readonly clock: Clock
}

/** How long a browser waits for its first push, ms: no longer than the push service is waited for. */
const longestWait = 15_000
/** Requests to subscribe or to leave from one network within an hour. */
const [maxRequests, requestWindow] = [30, 3_600_000]
/** Requests of browsers under way at once: each waits for a push service. */
const maxUnderWay = 20

/**
 * `/subscribe/push`: GET gives our public key, POST takes a `PushSubscription` as JSON, DELETE ends one. Pages of other sites
 * are refused. Nothing of an address is logged.
 */
export function pushEndpoints(
  deps: PushDeps,
  bodies: AnonymousBodies,
  log: ServerLog,
): readonly PublicEndpoint[] {
  const { service, clock } = deps
  const origins = new Set(deps.pages.map((page) => new URL(page).origin))
  const networks = createRateLimit(maxRequests, requestWindow)
  let underWay = 0

  async function answer(c: Context): Promise<Response> {
    switch (c.req.method) {
      case 'GET':
      case 'HEAD':
        return jsonResponse(200, { public_key: await service.publicKey() })
      case 'OPTIONS':
        return new Response(null, { status: 204 })
    }
    const wait = networks.take(clientNetwork(c), clock.now())
    if (wait > 0 || underWay >= maxUnderWay) return busy(wait)
    // A form of another site could send other types.
    const read = await bodies.read(c, 'application/json')
    if (read === 'busy') return busy(30_000)
    const body = read === 'malformed' ? undefined : parseJson(read.text)
    if (body === undefined) return refusals.malformed()
    if (c.req.method === 'DELETE')
      return (await service.unsubscribe(body)) === 'done'
        ? new Response(null, { status: 204 })
        : refusals.malformed()
    underWay++
    const ending = new AbortController()
    const timer = clock.after(longestWait, () => ending.abort(new Error('it took too long')))
    try {
      const result = await service.subscribe(body, ending.signal)
      return result === 'subscribed' ? jsonResponse(201, { subscribed: true }) : refusals[result]()
    } finally {
      timer.cancel()
      underWay--
    }
  }

  return [
    {
      path: '/subscribe/push',
      methods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
      async handle(c) {
        const origin = c.req.header('origin')
        const isOwn = origin === undefined || isOwnHost(origin, c) || origins.has(origin)
        const response = isOwn
          ? await answer(c).catch((error: unknown) => {
              log.error(
                `a push subscription failed: ${error instanceof Error ? error.message : String(error)}`,
              )
              return failed()
            })
          : fromAnotherSite()
        const headers = new Headers(response.headers)
        headers.set('Vary', 'Origin')
        if (origin !== undefined && origins.has(origin)) {
          headers.set('Access-Control-Allow-Origin', origin)
          headers.set('Access-Control-Allow-Methods', 'GET, POST, DELETE')
          headers.set('Access-Control-Allow-Headers', 'Content-Type')
        }
        return new Response(response.body, { status: response.status, headers })
      },
    },
  ]
}

/** Does a page of the host that is asked ask? A proxy may have ended its TLS. */
const isOwnHost = (origin: string, c: Context): boolean => URL.parse(origin)?.host === c.req.header('host')

const jsonResponse = (status: number, body: Readonly<Record<string, unknown>>): Response =>
  Response.json(body, {
    status,
    headers: { ...securityHeaders, 'Content-Security-Policy': denyAllPolicy, 'Cache-Control': 'no-store' },
  })

const problem = (status: number, title: string, detail: string, headers = {}): Response =>
  problemResponse({ status, title, detail }, headers)

const refusals: Record<Exclude<PushAnswer, 'subscribed'>, () => Response> = {
  malformed: () =>
    problem(
      400,
      'Not a push subscription',
      'Send the PushSubscription of a browser as JSON: endpoint (https:), keys.p256dh and keys.auth, and beside them the components, kinds and locale that are chosen.',
    ),
  conflict: () =>
    problem(
      409,
      'Subscribed otherwise',
      'This address has other keys. End that subscription in the browser first.',
    ),
  unreachable: () =>
    problem(
      502,
      'The push service did not take the first message',
      'Nothing was kept. Subscribe again in a few minutes.',
      { 'Retry-After': '60' },
    ),
}
const fromAnotherSite = (): Response =>
  problem(403, 'Another site', 'Only the status page may subscribe its readers.')
const failed = (): Response =>
  problem(503, 'Could not be stored', 'Try again in a minute.', { 'Retry-After': '60' })
const busy = (wait: number): Response =>
  problem(429, 'Too many requests', 'Try again later.', {
    'Retry-After': String(Math.max(1, Math.ceil(wait / 1000))),
  })

/** Undefined where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
