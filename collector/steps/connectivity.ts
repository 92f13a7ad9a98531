import type { Clock } from '../core/clock.ts'

/** Whether we ourselves have a network, asked at most once a while however many probes want to know. */
export type Connectivity = {
  connected(): Promise<boolean>
  /** The latest answer was no. */
  cutOff(): boolean
}

/**
 * How long an answer is believed, ms. A yes hardly at all: the network may have gone since, and a check would be blamed
 * for it. A no longer: while we are cut off every probe asks.
 */
const believed = { yes: 250, no: 1_000 }

/**
 * @param ask tries the configured addresses; always true where none are configured
 * @param onChange told once when the network is lost and once when it is back
 */
export function connectivity(
  ask: () => Promise<boolean>,
  clock: Clock,
  onChange: (cutOff: boolean) => void,
): Connectivity {
  let asking: Promise<boolean> | null = null
  let askedAt = -Infinity
  let last = true
  return {
    connected() {
      if (asking) return asking
      if (clock.monotonic() - askedAt < (last ? believed.yes : believed.no)) return Promise.resolve(last)
      asking = ask().then((answer) => {
        asking = null
        askedAt = clock.monotonic()
        if (answer !== last) {
          last = answer
          onChange(!answer)
        }
        return answer
      })
      return asking
    },
    cutOff: () => !last,
  }
}
