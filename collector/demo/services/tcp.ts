import { createServer } from 'node:net'
import { type MakeStandIn, overTcp } from './stand-in.ts'

/** Accepts connections and says `answer`, or nothing, as a database does; failing, it drops them. */
export const tcpStandIn: MakeStandIn = (mood, answer) =>
  overTcp(() =>
    createServer((socket) => {
      const { fault, latency } = mood()
      if (fault === 'error') return void socket.resetAndDestroy()
      socket.resume()
      if (answer === undefined) return
      const timer = setTimeout(() => socket.write(answer), latency)
      socket.once('close', () => clearTimeout(timer))
    }),
  )
