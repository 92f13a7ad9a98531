import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A service to be watched, whose answer the test decides. */
export type HttpTarget = {
  readonly port: number
  status: number
  requestCount: number
  /** Milliseconds an answer takes. */
  delay: number
}

export async function aTarget(): Promise<HttpTarget> {
  const target = { port: 0, status: 200, requestCount: 0, delay: 0 }
  const server: Server = createServer((_request, response) => {
    target.requestCount++
    setTimeout(() => response.writeHead(target.status).end('ok'), target.delay)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  target.port = (server.address() as AddressInfo).port
  return target
}

/** A configuration that watches it every second. */
export const configWatching = (target: HttpTarget, more = ''): string => `
page: { name: Example, locale: en, locales: [en, fr], timezone: UTC }
defaults: { every: 1s, timeout: 10s, confirm: { failures: 2, successes: 1, retry_every: 200ms } }
components:
  - id: api
    name: { en: The API, fr: "L'API" }
    monitors:
      - { id: api-http, kind: http, url: 'http://127.0.0.1:${target.port}/' }
${more}`
