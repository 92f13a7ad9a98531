import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { Server, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PullOf } from '../../collector/metrics/sources/source.ts'

const usual = { headers: {}, every: 60_000, timeout: 30_000 }

/** The figure `cpu` in the JSON of an address. */
export const fromJson = (url: string, more: Partial<PullOf<'json'>> = {}): PullOf<'json'> => ({
  ...usual,
  kind: 'json',
  url,
  path: '$.cpu',
  ...more,
})

/** The query `cpu` asked of a Prometheus server. */
export const fromPrometheus = (
  url: string,
  more: Partial<PullOf<'prometheus'>> = {},
): PullOf<'prometheus'> => ({
  ...usual,
  kind: 'prometheus',
  url,
  query: 'cpu',
  ...more,
})

/** A server on a port of its own until the test ends; resolves to the port. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return (server.address() as { port: number }).port
}

/** An HTTP server; resolves to its address without a final slash. */
export const aSource = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(listener))}`

/** A source that answers this JSON to everything. */
export const saying = (value: unknown, status = 200): Promise<string> =>
  aSource((_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)),
  )
