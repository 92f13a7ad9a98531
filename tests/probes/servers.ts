import { createSocket } from 'node:dgram'
import { createServer as createHttp } from 'node:http'
import type { RequestListener } from 'node:http'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer as createTcp } from 'node:net'
import type { Server, Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import type { TlsOptions } from 'node:tls'
import { expect, onTestFinished } from 'vitest'

/** Do this after the test that is running. */
export const afterTest = (task: () => Promise<void> | void): void => onTestFinished(() => task())

/** Let a server listen on a port of its own until the test ends; resolves to the port. */
export function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, () => {
      afterTest(
        () =>
          new Promise((done) => {
            server.close(() => done())
            for (const socket of sockets) socket.destroy()
          }),
      )
      resolve((server.address() as { port: number }).port)
    })
  })
}

/** A well-behaved HTTP server; resolves to its address without a final slash. */
export const httpServer = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createHttp({ keepAliveTimeout: 60_000 }, listener))}`

/** A TCP server that does to each connection as told. */
export const tcpServer = (talk: (socket: Socket) => void): Promise<number> => listen(createTcp(talk))

/** A TLS server that does to each connection as told. */
export const tlsServer = (options: TlsOptions, talk: (socket: Socket) => void): Promise<number> => {
  const server = createTls(options, talk)
  server.on('tlsClientError', () => {})
  return listen(server)
}

/** Waits for a request, then sends exactly these pieces, `pause` ms apart. Keeps the connection unless told to `end`. */
export const rawServer = (
  pieces: readonly (string | Buffer)[],
  { pause = 0, end = false } = {},
): Promise<number> =>
  tcpServer((socket) => {
    socket.once('data', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        socket.write(piece)
        if (pause) await new Promise((resolve) => setTimeout(resolve, pause))
      }
      if (end) socket.end()
    })
  })

/** Sends what `next` gives for as long as anybody reads. */
export const endlessServer = (head: string, next: () => string | Buffer): Promise<number> =>
  tcpServer((socket) => {
    socket.once('data', () => {
      socket.write(head)
      const push = (): void => {
        while (!socket.destroyed && socket.write(next()));
        if (!socket.destroyed) socket.once('drain', push)
      }
      push()
    })
  })

/** A port at which nothing listens. */
export const closedPort = async (): Promise<number> => {
  const server = createTcp()
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A UDP server that answers each datagram with these ones. */
export function udpServer(answer: (message: Buffer) => readonly Buffer[]): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    for (const reply of answer(message)) socket.send(reply, from.port, from.address)
  })
  return new Promise((resolve) =>
    socket.bind(0, '127.0.0.1', () => {
      afterTest(() => new Promise((done) => socket.close(() => done())))
      resolve(socket.address().port)
    }),
  )
}

/**
 * A port at which a stopped process listens whose queue is full, so that the system drops further connections in
 * silence: the one way to have an attempt at connecting last without a network.
 */
export const fullBacklog = async (): Promise<number> => (await stalledListener()).port

/** The state of a process, as `ps` has it: T is stopped. */
const stateOf = (pid: number): string =>
  execFileSync('ps', ['-o', 'state=', '-p', `${pid}`], { encoding: 'utf8' }).trim()

/** As `fullBacklog`; `resume` lets the process accept, and the system take the next attempt's repeated packet. */
export async function stalledListener(): Promise<{ readonly port: number; resume(): void }> {
  const script = `require('net').createServer((socket) => socket.on('error', () => {})).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    console.log(this.address().port) })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  afterTest(() => void child.kill('SIGKILL'))
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (line: Buffer) => resolve(Number(line))),
  )
  child.kill('SIGSTOP')
  await expect.poll(() => stateOf(child.pid!)).toMatch(/^T/)
  const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'))
  for (const socket of sockets) {
    socket.on('error', () => {})
    afterTest(() => void socket.destroy())
  }
  // The system has taken one into the queue; the others were asked for before that.
  await once(sockets[0]!, 'connect')
  return { port, resume: () => void child.kill('SIGCONT') }
}
