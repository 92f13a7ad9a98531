import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Clock } from '../core/time/clock.ts'
import { type ServerDeps, createApp } from './app.ts'
import { withoutRepeats } from './log.ts'
import { createDirectSite } from './direct-site.ts'
import { answerByForm, refuseTunnel } from './request-form.ts'
import { type PublishedSite, openSite } from './site-files.ts'
import { trackConnections } from './traffic/connections.ts'
import { connectionLimit } from './traffic/descriptor-limit.ts'
import type { RequestHandler } from './traffic/fair-turns.ts'
import { createRequestQueue } from './traffic/request-queue.ts'

/** What a server is started with. */
export type ServerOptions = Omit<ServerDeps, 'site'> & {
  /** Folder of the published site, or the publisher's link to it. */
  readonly site: string
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly clock: Clock
}

/** A server at work. */
export type RunningServer = {
  /** Address a person can open, without a trailing slash. */
  readonly url: string
  readonly port: number
  /** Answer the API and the heartbeats of another configuration from the next request on. */
  update(
    routes: Pick<ServerDeps, 'api' | 'heartbeats' | 'subscriptions' | 'acknowledge' | 'push' | 'console'>,
  ): void
  /** Finish what is being answered, within 2 s, and leave. */
  close(): Promise<void>
}

/** Limits of a request, ms and bytes; each is far above what a browser or a job needs. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
  // `answerByForm` asks for it, and says so.
  requireHostHeader: false,
} as const
/** A client that takes nothing of its answer for so long is let go, ms. */
const stalledTimeout = 30_000
const maxConnections = 8_192
/** Many readers may share the address of a proxy or a provider. */
const maxConnectionsPerAddress = 1_024
const requestLimits = { runningPerAddress: 64, pipelinedPerAddress: 4_096, pipelined: 16_384 }
const closeTimeout = 1_500

/**
 * Serve the published site and the collector's own addresses. Rejects with an Error that says what to do when the
 * address cannot be had.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const site = openSite(options.site)
  const log = withoutRepeats(options.log, options.clock)
  let app = createApp({ ...options, log, site })
  let answerDirectly = directSiteOf(app, site)
  const answerByRoutes = getRequestListener((request, env) => app.fetch(request, env), {
    // HTTP/1.0 may come without a Host, as the checks of some load balancers do.
    hostname: 'localhost',
    // The renderer lives in this process, and expects the platform's own Request and Response.
    overrideGlobalObjects: false,
  })
  const answer: RequestHandler = (request, response) =>
    answerByForm(request, response) || answerDirectly(request, response)
      ? undefined
      : answerByRoutes(request, response)
  const connections = trackConnections({
    total: connectionLimit(maxConnections),
    perAddress: connectionLimit(maxConnectionsPerAddress),
  })
  const server = createServer(limits, createRequestQueue(answer, requestLimits, connections))
  server.on('connection', (socket) => connections.open(socket))
  server.on('connect', refuseTunnel)
  server.timeout = stalledTimeout
  await listen(server, options.host, options.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${displayHost(options.host)}:${port}`,
    port,
    update(routes) {
      app = createApp({ ...options, ...routes, log, site })
      answerDirectly = directSiteOf(app, site)
    },
    close: () => close(server, options.clock),
  }
}

/** What answers for the site's files alone; paths that another route of the app has as well are left to it. */
const directSiteOf = (app: Hono, site: PublishedSite) =>
  createDirectSite(site, (path) => app.router.match('GET', path)[0].length === 1)

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(listenErrorMessage(error, host, port), { cause: error })),
    )
    server.listen(port, host, resolve)
  })
}

function listenErrorMessage(error: NodeJS.ErrnoException, host: string, port: number): string {
  const choose = 'choose another with --port N (0 takes a free one)'
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is already in use. Stop what uses it, or ${choose}`
    case 'EACCES':
      return `port ${port} on ${host} needs more rights than this user has. Give them, or ${choose}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Choose one with --host, such as 127.0.0.1 or 0.0.0.0`
    default:
      return `cannot listen on port ${port} of ${host}: ${error.message}`
  }
}

/** The host as a person would write it to reach us from the same machine. */
function displayHost(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::1', '::', '', 'localhost'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function close(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const forceClose = clock.after(closeTimeout, () => server.closeAllConnections())
    server.close(() => {
      forceClose.cancel()
      resolve()
    })
    server.closeIdleConnections()
  })
}
