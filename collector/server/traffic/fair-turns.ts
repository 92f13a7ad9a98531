import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request; resolves when the answer has been handed over, not when the client has read it. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => unknown

/** A request and what answers it. */
export type Exchange = readonly [request: IncomingMessage, response: ServerResponse]

type Queue = { readonly ready: Exchange[]; running: number }

/** How long requests are answered before whatever else is due (timers, probes, other sockets) has its turn, ms. */
const turnTime = 4

/**
 * Answers requests, addresses in turn and a few of each at once, with a pause for everything else after some milliseconds of
 * work. Returns what to call with a request and the address it counts for.
 */
export function createFairTurns(
  handle: RequestHandler,
  runningPerAddress: number,
): (address: string, exchange: Exchange) => void {
  /** By address, the one whose turn is next first; forgotten when it has nothing left. */
  const queues = new Map<string, Queue>()
  let scheduled = false

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(takeTurn)
  }

  function takeTurn(): void {
    scheduled = false
    const end = performance.now() + turnTime
    while (runNext()) if (performance.now() >= end) return schedule()
  }

  /** Begin the next request of the first address that may have one more; false when there is none. */
  function runNext(): boolean {
    for (const [address, queue] of queues) {
      if (queue.ready.length === 0 || queue.running >= runningPerAddress) continue
      queues.delete(address)
      queues.set(address, queue)
      run(address, queue, queue.ready.shift()!)
      return true
    }
    return false
  }

  function run(address: string, queue: Queue, [request, response]: Exchange): void {
    queue.running++
    const done = (): void => {
      queue.running--
      if (queue.ready.length > 0) schedule()
      else if (queue.running === 0) queues.delete(address)
    }
    // A client that closed its connection meanwhile needs no answer.
    const answered = response.destroyed ? undefined : handle(request, response)
    Promise.resolve(answered).then(done, done)
  }

  return (address, exchange) => {
    const queue = queues.get(address) ?? { ready: [], running: 0 }
    queues.set(address, queue)
    queue.ready.push(exchange)
    schedule()
  }
}
