import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { Failing } from '../shared/probe.ts'
import type { ProbeContext } from '../shared/probe.ts'
import { takeLane } from './reusable-client.ts'
import type { Lane } from './reusable-client.ts'

/** Bytes of a body that are read and judged; CONTRACT.md fixes them. */
export const longestBody = 1_048_576

/** A request, ready to be sent. */
export type Request = {
  readonly url: URL
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back: the body's first MiB where it was asked for, still encoded as `content-encoding` says. */
export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The body was longer than what is judged. */
  readonly cut: boolean
}

/** What to do with the body once the headers are there: `keep` it, read it to its end but `drop` it, or `stop` here. */
export type BodyWish = 'keep' | 'drop' | 'stop'

/**
 * Send one request over a fresh socket and read the answer, at most 1 MiB of its body. Writes the phases `wait` and
 * `transfer` to the trace. The socket is closed when this settles. Rejects with the error of the socket or of undici,
 * or with the signal's reason.
 */
export function exchange(
  socket: Socket,
  request: Request,
  wish: (status: number, headers: IncomingHttpHeaders) => BodyWish,
  context: ProbeContext,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    context.signal.throwIfAborted()
    const lane = takeLane()
    const handler = new Exchange(lane, socket, wish, context, resolve, reject)
    lane.use(socket)
    context.trace.begin('wait')
    lane.client.dispatch(
      {
        path: request.url.pathname + request.url.search,
        method: request.method as Dispatcher.HttpMethod,
        headers: request.headers,
        body: request.body ?? null,
        reset: true,
      },
      handler,
    )
  })
}

/** Undici's leanest interface: one object per request, no streams. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #lane: Lane
  readonly #socket: Socket
  readonly #wish: (status: number, headers: IncomingHttpHeaders) => BodyWish
  readonly #context: ProbeContext
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: unknown) => void
  readonly #abort = (): void => this.#fail(this.#context.signal.reason)
  // Undici goes on with what it has already read after we have had enough.
  #settled = false
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #keep = false
  #length = 0
  #chunks: Buffer[] = []

  constructor(
    lane: Lane,
    socket: Socket,
    wish: (status: number, headers: IncomingHttpHeaders) => BodyWish,
    context: ProbeContext,
    resolve: (answer: Answer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#lane = lane
    this.#socket = socket
    this.#wish = wish
    this.#context = context
    this.#resolve = resolve
    this.#reject = reject
    context.signal.addEventListener('abort', this.#abort, { once: true })
  }

  onRequestStart(): void {}

  onRequestUpgrade(): void {
    this.#fail(new Failing('protocol', 'the answer switches to another protocol, which nobody asked for'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#context.trace.begin('transfer')
    this.#status = status
    this.#headers = headers
    const wish = this.#wish(status, headers)
    if (wish === 'stop') this.#finish(false, false)
    else this.#keep = wish === 'keep'
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = longestBody - this.#length
    // Copied, because undici's chunks are views of buffers that a slow body would keep alive whole.
    if (this.#keep) this.#chunks.push(Buffer.from(chunk.subarray(0, room)))
    this.#length += chunk.length
    if (this.#length >= longestBody) this.#finish(true, false)
  }

  onResponseEnd(): void {
    this.#finish(false, true)
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    // Undici asserts what it takes for granted, and peers take nothing for granted (a 101 nobody asked for).
    const absurd = 'code' in error && error.code === 'ERR_ASSERTION'
    this.#fail(
      absurd ? new Failing('protocol', 'the answer is not allowed by HTTP', { cause: error }) : error,
    )
  }

  #finish(cut: boolean, clean: boolean): void {
    if (this.#settled) return
    this.#close(clean)
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, body, cut })
  }

  #fail(error: unknown): void {
    if (this.#settled) return
    this.#close(false)
    this.#reject(error)
  }

  #close(clean: boolean): void {
    this.#settled = true
    this.#context.signal.removeEventListener('abort', this.#abort)
    if (!this.#context.signal.aborted) this.#context.trace.end()
    if (clean) this.#lane.release()
    else this.#lane.discard()
    // Undici would close it too, but with an error whose stack trace costs more than all of ours.
    this.#socket.destroy()
  }
}
