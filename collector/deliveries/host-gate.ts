/** How soon a message is tried again that found its host busy, ms. */
const busyDelay = 1_000
/** A host that did not answer in time is left alone for this long, ms, doubled with each further time up to the longest. */
const [firstPause, longestPause] = [60_000, 15 * 60_000]
/** Hosts remembered at once; the oldest are forgotten first. */
const maxHosts = 10_000

/** Keeps slow hosts from holding up what others are sent. Instants in ms. */
export type HostGate = {
  /** Begin a message to a host. Returns the instant from which it may be tried instead, or null: it has begun. */
  enter(host: string, now: number): number | null
  /** It has ended; `answered`: in time, whatever the answer. */
  leave(host: string, answered: boolean, now: number): void
}

type HostState = { underWay: number; hangs: number; pausedUntil: number }

/**
 * A gate that knows nothing of any host yet.
 *
 * @param maxPerHost messages to one host under way at once; to one that hung last time, one
 */
export function createHostGate(maxPerHost: number): HostGate {
  const hosts = new Map<string, HostState>()
  return {
    enter(host, now) {
      const state = hosts.get(host) ?? { underWay: 0, hangs: 0, pausedUntil: 0 }
      hosts.delete(host)
      hosts.set(host, state)
      if (hosts.size > maxHosts)
        for (const [name, { underWay }] of hosts)
          if (underWay === 0) {
            hosts.delete(name)
            break
          }
      // The clock may have been set back: no host is left alone for longer than the longest pause.
      if (now < state.pausedUntil && state.pausedUntil - now <= longestPause) return state.pausedUntil
      if (state.underWay >= (state.hangs > 0 ? 1 : maxPerHost)) return now + busyDelay
      state.underWay++
      return null
    },
    leave(host, answered, now) {
      const state = hosts.get(host)
      if (!state) return
      state.underWay--
      state.hangs = answered ? 0 : state.hangs + 1
      state.pausedUntil = answered ? 0 : now + Math.min(longestPause, firstPause * 2 ** (state.hangs - 1))
    },
  }
}
