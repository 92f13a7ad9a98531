import { get } from 'node:http'
import type { MakeStandIn } from './stand-in.ts'

/** Milliseconds between two beats: often enough for any monitor. */
const rest = 5_000

/**
 * A job that tells the collector on `port` that it ran, with the token `answer`. Failing, it says so; while it refuses
 * (it is closed) nothing is heard of it.
 */
export const heartbeatStandIn: MakeStandIn = (mood, answer = '') => {
  let timer: NodeJS.Timeout | undefined
  const beat = (port: number): void => {
    const suffix = mood().fault === 'error' ? '/fail' : ''
    const path = `/api/v1/heartbeats/${encodeURIComponent(answer)}${suffix}`
    // A collector that is not there yet, or elsewhere, is no business of a stand-in.
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
