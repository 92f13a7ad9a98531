import { createServer } from 'node:net'
import { overTcp } from './stand-in.ts'
import type { Mood, StandIn } from './stand-in.ts'

/** Accepts connections and says nothing, as a database does; failing, it drops them. */
export const tcpStandIn = (mood: Mood): StandIn =>
  overTcp(() =>
    createServer((socket) => {
      if (mood().fault === 'error') socket.resetAndDestroy()
      else socket.resume()
    }),
  )
