import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../collector/time/system-clock.ts'
import type { HeartbeatMonitor } from '../../collector/core/monitoring/monitor.ts'
import { createCollectorMetrics } from '../../collector/server/collector-metrics.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../collector/server/server.ts'

/** A published site of these files, in a folder of its own that is removed after the test. */
export function aSite(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const site = join(dir, 'site')
  mkdirSync(site)
  for (const [file, text] of Object.entries(files)) writeSiteFile(site, file, text)
  return site
}

/** Write one file of a site. */
export function writeSiteFile(site: string, file: string, text: string): void {
  mkdirSync(dirname(join(site, file)), { recursive: true })
  writeFileSync(join(site, file), text)
}

/** A server on a free port, with its log; closed after the test. */
export async function aServer(
  options: Partial<ServerOptions> = {},
): Promise<RunningServer & { readonly lines: string[] }> {
  const lines: string[] = []
  const server = await startServer({
    site: options.site ?? aSite({ 'index.html': 'home' }),
    host: '127.0.0.1',
    port: 0,
    clock: systemClock(),
    readiness: () => ({ ok: true, reasons: [], warnings: [] }),
    metrics: createCollectorMetrics(),
    heartbeats: { monitors: [], record: async () => {} },
    log: { warn: (line) => void lines.push(line), error: (line) => void lines.push(line) },
    ...options,
  })
  onTestFinished(() => server.close())
  return { ...server, lines }
}

/** An answer as it came over the wire. */
export type RawResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Send a request as it is written, bytes for bytes, and read until the server closes the connection. */
export function rawRequest(port: number, request: string, timeout = 5_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const chunks: Buffer[] = []
    const timer = setTimeout(
      () => socket.destroy(new Error('the server did not close the connection')),
      timeout,
    )
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
  })
}

/** Ask for a path as it is written (no client tidies it up), with headers such as `{ 'accept-encoding': 'br' }`. */
export async function ask(
  server: { readonly port: number },
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawResponse> {
  const all = {
    host: 'localhost',
    connection: 'close',
    ...(body && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const text = await rawRequest(server.port, `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`)
  const end = text.indexOf('\r\n\r\n')
  const [status = '', ...lines] = text.slice(0, end).split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return {
    status: Number(status.split(' ')[1]),
    headers: Object.fromEntries(pairs),
    body: Buffer.from(text.slice(end + 4), 'latin1'),
  }
}

/** A heartbeat monitor with a token. */
export const aHeartbeat = (token: string, id = 'backup'): HeartbeatMonitor =>
  ({
    id,
    component: 'backups',
    kind: 'heartbeat',
    timezone: 'UTC',
    token,
    every: 60_000,
    grace: 0,
    lasts: 60_000,
    timeout: 0,
  }) as unknown as HeartbeatMonitor
