import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { type MakeStandIn, overTcp } from './stand-in.ts'

/** Answers everything with `answer`; without one `ping` with `pong`, and it repeats anything else; failing, it closes with code 1011. */
export const websocketStandIn: MakeStandIn = (mood, answer) =>
  overTcp(() => {
    const server = createServer((_, response) => response.writeHead(426).end())
    const sockets = new WebSocketServer({ server, maxPayload: 65_536 })
    // Errors of the server are reported by its listener.
    sockets.on('error', () => {})
    sockets.on('connection', (socket) => {
      socket.on('error', () => socket.terminate())
      socket.on('message', (data: Buffer) => {
        const { fault, latency } = mood()
        const timer = setTimeout(() => {
          if (fault === 'error') socket.close(1011)
          else socket.send(answer ?? (data.toString() === 'ping' ? 'pong' : data.toString()))
        }, latency)
        socket.once('close', () => clearTimeout(timer))
      })
    })
    return server
  })
