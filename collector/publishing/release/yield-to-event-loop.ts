/**
 * A function to be awaited between small pieces of long work: every few milliseconds it lets the event loop turn, so
 * that a publication of thousands of files delays no probe.
 */
export function createEventLoopYield(every = 5): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < every) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        last = performance.now()
        resolve()
      })
    })
  }
}
