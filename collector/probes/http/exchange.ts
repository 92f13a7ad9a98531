import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { type ProbeContext, ProbeFailure } from '../shared/probe.ts'
import { type ReusableClient, takeClient } from './reusable-client.ts'

/** Bytes of a body that are read and judged; CONTRACT.md fixes them. */
export const longestBody = 1_048_576

/** A request, ready to be sent. */
export type HttpRequest = {
  readonly url: URL
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back: the body's first MiB where it was asked for, still encoded as `content-encoding` says. */
export type HttpResponse = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The body was longer than what is judged. */
  readonly truncated: boolean
}

/** What to do with the body once the headers are there: `keep` it, read it to its end but `drop` it, or `stop` here. */
export type BodyMode = 'keep' | 'drop' | 'stop'

/**
 * Send one request over a fresh socket and read the answer, at most 1 MiB of its body. Writes the phases `wait` and
 * `transfer` to the trace. The socket is closed when this settles. Rejects with the error of the socket or of undici,
 * or with the signal's reason.
 */
export function sendRequest(
  socket: Socket,
  request: HttpRequest,
  bodyModeOf: (status: number, headers: IncomingHttpHeaders) => BodyMode,
  context: ProbeContext,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    context.signal.throwIfAborted()
    const reusableClient = takeClient()
    const handler = new ExchangeHandler(reusableClient, socket, bodyModeOf, context, resolve, reject)
    reusableClient.use(socket)
    context.trace.begin('wait')
    reusableClient.client.dispatch(
      {
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        reset: true,
      },
      handler,
    )
  })
}

/** Undici's leanest interface: one object per request, no streams. */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #reusableClient: ReusableClient
  readonly #socket: Socket
  readonly #bodyModeOf: (status: number, headers: IncomingHttpHeaders) => BodyMode
  readonly #context: ProbeContext
  readonly #resolve: (answer: HttpResponse) => void
  readonly #reject: (error: unknown) => void
  readonly #abort = (): void => this.#fail(this.#context.signal.reason)
  // Undici goes on with what it has already read after we have had enough.
  #settled = false
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #keepBody = false
  #length = 0
  #chunks: Buffer[] = []

  constructor(
    reusableClient: ReusableClient,
    socket: Socket,
    wish: (status: number, headers: IncomingHttpHeaders) => BodyMode,
    context: ProbeContext,
    resolve: (answer: HttpResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#reusableClient = reusableClient
    this.#socket = socket
    this.#bodyModeOf = wish
    this.#context = context
    this.#resolve = resolve
    this.#reject = reject
    context.signal.addEventListener('abort', this.#abort, { once: true })
  }

  onRequestStart(): void {}

  onRequestUpgrade(): void {
    this.#fail(
      new ProbeFailure('protocol', 'the answer switches to another protocol, which nobody asked for'),
    )
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#context.trace.begin('transfer')
    this.#status = status
    this.#headers = headers
    const wish = this.#bodyModeOf(status, headers)
    if (wish === 'stop') this.#finish(false, false)
    else this.#keepBody = wish === 'keep'
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = longestBody - this.#length
    // Copied, because undici's chunks are views of buffers that a slow body would keep alive whole.
    if (this.#keepBody) this.#chunks.push(Buffer.from(chunk.subarray(0, room)))
    this.#length += chunk.length
    if (this.#length >= longestBody) this.#finish(true, false)
  }

  onResponseEnd(): void {
    this.#finish(false, true)
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    // Undici asserts what it takes for granted, and peers take nothing for granted (a 101 nobody asked for).
    const isAssertion = 'code' in error && error.code === 'ERR_ASSERTION'
    this.#fail(
      isAssertion
        ? new ProbeFailure('protocol', 'the answer is not allowed by HTTP', { cause: error })
        : error,
    )
  }

  #finish(truncated: boolean, isComplete: boolean): void {
    if (this.#settled) return
    this.#close(isComplete)
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, body, truncated })
  }

  #fail(error: unknown): void {
    if (this.#settled) return
    this.#close(false)
    this.#reject(error)
  }

  #close(isComplete: boolean): void {
    this.#settled = true
    this.#context.signal.removeEventListener('abort', this.#abort)
    if (!this.#context.signal.aborted) this.#context.trace.end()
    if (isComplete) this.#reusableClient.release()
    else this.#reusableClient.discard()
    // Undici would close it too, but with an error whose stack trace costs more than all of ours.
    this.#socket.destroy()
  }
}
