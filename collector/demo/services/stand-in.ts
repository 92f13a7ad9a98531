import type { Server, Socket } from 'node:net'
import type { DemoService } from '../../core/config/config.ts'
import type { DemoFault } from './fault.ts'

/** A service of its kind that can be opened and closed again and again. */
export type StandIn = {
  /** Listen at 127.0.0.1; 0 picks a port. Resolves to the port, rejects with the error of the socket. */
  open(port: number): Promise<number>
  /** Stop listening and close all connections: until it is opened again, connections are refused. */
  close(): Promise<void>
}

/** The behaviour of a stand-in at one instant. */
export type Mood = {
  /** ms since the epoch. */
  readonly now: number
  readonly fault: DemoFault | null
  /** Milliseconds the answer takes. */
  readonly latency: number
}

/** Makes a stand-in of one kind. `answer` is the configured answer, `figures` are its metrics. */
export type MakeStandIn = (
  mood: () => Mood,
  answer?: string,
  figures?: NonNullable<DemoService['figures']>,
) => StandIn

/** Creates a new server each time it is opened, because a closed one keeps no port and no connection. */
export function overTcp(make: () => Server): StandIn {
  let server: Server | null = null
  const sockets = new Set<Socket>()
  return {
    open(port) {
      return new Promise((resolve, reject) => {
        const next = make()
        next.on('connection', (socket: Socket) => {
          sockets.add(socket)
          socket.on('error', () => socket.destroy())
          socket.once('close', () => sockets.delete(socket))
        })
        next.once('error', reject)
        next.listen(port, '127.0.0.1', () => {
          server = next
          const address = next.address()
          resolve(address !== null && typeof address === 'object' ? address.port : port)
        })
      })
    },
    close() {
      return new Promise((resolve) => {
        const last = server
        server = null
        if (last) last.close(() => resolve())
        else resolve()
        for (const socket of sockets) socket.destroy()
      })
    },
  }
}
