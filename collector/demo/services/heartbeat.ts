import { get } from 'node:http'
import type { MakeStandIn } from './stand-in.ts'

/** Milliseconds between two heartbeats: often enough for any monitor. */
const rest = 5_000

/**
 * A job that sends heartbeats to the collector on `port` with the token `answer`. While failing it sends `fail`; while it
 * refuses (it is closed) it sends nothing.
 */
export const heartbeatStandIn: MakeStandIn = (mood, answer = '') => {
  let timer: NodeJS.Timeout | undefined
  const beat = (port: number): void => {
    const suffix = mood().fault === 'error' ? '/fail' : ''
    const path = `/api/v1/heartbeats/${encodeURIComponent(answer)}${suffix}`
    // The collector may not be running yet, or elsewhere: the stand-in ignores that.
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => response.resume())
    request.setTimeout(rest, () => request.destroy())
    request.on('error', () => {})
  }
  return {
    open(port) {
      timer = setInterval(beat, rest, port)
      return Promise.resolve(port)
    },
    close() {
      clearInterval(timer)
      return Promise.resolve()
    },
  }
}
