/**
 * The time of a collector. Intervals are measured on `monotonic`, instants are written down from `now`, and what is to
 * happen later is asked of `after`. All in milliseconds; a virtual one drives the demonstration and the tests.
 */
export type Clock = {
  /** ms since the epoch. Never runs backwards within a process. */
  now(): number
  /** ms since some fixed instant, at sub-millisecond resolution; a change of the wall clock does not touch it. */
  monotonic(): number
  /**
   * Run something once, never before `delay` ms of monotonic time have passed; a delay of 0 or less means the next turn of
   * the event loop. Until it has run or is cancelled it keeps the process alive.
   */
  after(delay: number, run: () => void): Timer
}

/** Something that is to happen later. */
export type Timer = {
  /** It does not happen; harmless when it already has. */
  cancel(): void
}

/** Run something every `interval` ms until cancelled; a run that comes late moves the next one. */
export function every(clock: Clock, interval: number, run: () => void): Timer {
  let timer = clock.after(interval, tick)
  function tick(): void {
    timer = clock.after(interval, tick)
    run()
  }
  return { cancel: () => timer.cancel() }
}

/** Wait for some ms; resolves early when the signal is aborted. */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = clock.after(delay, end)
    signal?.addEventListener('abort', end)
  })
}
