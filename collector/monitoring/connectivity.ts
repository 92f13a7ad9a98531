import type { Clock } from '../core/time/clock.ts'

/** Whether we ourselves have a network, asked at most once a while however many probes want to know. */
export type Connectivity = {
  /** Do we have one now, and as far as we know ever since an instant (monotonic ms; default: now)? */
  isConnected(since?: number): Promise<boolean>
  /** The latest answer was no. */
  isCutOff(): boolean
  /** Call back once when the network is lost, and once when it is back. */
  subscribe(listener: (cutOff: boolean) => void): void
}

/**
 * How long an answer is believed, ms. A yes hardly at all: the network may have gone since, and a check would be blamed
 * for it. A no longer: while we are cut off every probe asks.
 */
const trustAnswerFor = { yes: 250, no: 1_000 }

/**
 * @param ask tries the configured addresses; always true where none are configured
 */
export function createConnectivity(testConnection: () => Promise<boolean>, clock: Clock): Connectivity {
  const listeners: ((cutOff: boolean) => void)[] = []
  let pending: Promise<boolean> | null = null
  let probedAt = -Infinity
  let last = true
  let cutOffUntil = -Infinity

  function latestAnswer(): Promise<boolean> {
    if (pending) return pending
    if (clock.monotonic() - probedAt < (last ? trustAnswerFor.yes : trustAnswerFor.no))
      return Promise.resolve(last)
    pending = testConnection().then((answer) => {
      pending = null
      probedAt = clock.monotonic()
      if (!last) cutOffUntil = probedAt
      if (answer !== last) {
        last = answer
        for (const listener of listeners) listener(!answer)
      }
      return answer
    })
    return pending
  }

  return {
    async isConnected(since = Infinity) {
      // A probe that began while we were cut off may have failed of it, even if the network is back by now.
      return (await latestAnswer()) && since > cutOffUntil
    },
    isCutOff: () => !last,
    subscribe: (listener) => void listeners.push(listener),
  }
}
