import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type ProbeContext, ProbeFailure } from '../shared/probe.ts'
import { longestHead, type ReceivedBytes, TolerantConnection } from './tolerant-connection.ts'

/** Bytes of a body that are read and evaluated; a part of the public contract. */
export const longestBody = 1_048_576

/** A request, ready to be sent. */
export type HttpRequest = {
  readonly url: URL
  readonly method: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The answer: the body's first MiB where it was asked for, still encoded as `content-encoding` says. */
export type HttpResponse = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The body was longer than the part that is evaluated. */
  readonly truncated: boolean
}

/** What to do with the body once the headers are there: `keep` it, read it to its end but `drop` it, or `stop` here. */
export type BodyMode = 'keep' | 'drop' | 'stop'

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Send one request over a fresh socket and read the answer, at most 1 MiB of its body. Writes the phases `wait` and
 * `transfer` to the trace. The socket is closed when this settles. Rejects with the error of the socket or the parser,
 * with ProbeFailure `reset` or `protocol`, or with the signal's reason.
 *
 * @param received what has come already, where the request was sent before: it is read again, nothing is sent
 */
export function sendRequest(
  socket: Socket,
  request: HttpRequest,
  bodyModeOf: (status: number, headers: IncomingHttpHeaders) => BodyMode,
  context: ProbeContext,
  received: ReceivedBytes | null = null,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    context.signal.throwIfAborted()
    context.trace.begin('wait')
    new HttpExchange(socket, bodyModeOf, context, resolve, reject).send(request, received)
  })
}

const unwantedUpgrade = (): ProbeFailure =>
  new ProbeFailure('protocol', 'the answer switches to another protocol, which nobody asked for')

/** One request and its answer. */
class HttpExchange {
  readonly #socket: Socket
  readonly #bodyModeOf: (status: number, headers: IncomingHttpHeaders) => BodyMode
  readonly #context: ProbeContext
  readonly #resolve: (answer: HttpResponse) => void
  readonly #reject: (error: unknown) => void
  readonly #abort = (): void => this.#fail(this.#context.signal.reason)
  // The parser continues with what it has already read after the exchange has settled.
  #settled = false
  #outgoing: ClientRequest | null = null
  #incoming: IncomingMessage | null = null
  #length = 0
  #chunks: Buffer[] = []

  constructor(
    socket: Socket,
    bodyModeOf: (status: number, headers: IncomingHttpHeaders) => BodyMode,
    context: ProbeContext,
    resolve: (answer: HttpResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#socket = socket
    this.#bodyModeOf = bodyModeOf
    this.#context = context
    this.#resolve = resolve
    this.#reject = reject
    context.signal.addEventListener('abort', this.#abort, { once: true })
  }

  send({ url, method, headers, body }: HttpRequest, received: ReceivedBytes | null): void {
    const hasBody = body !== undefined || methodsWithBody.has(method)
    const outgoing = httpRequest({
      createConnection: () => new TolerantConnection(this.#socket, received),
      method,
      path: url.pathname + url.search,
      headers: {
        ...headers,
        connection: 'close',
        ...(hasBody ? { 'content-length': String(Buffer.byteLength(body ?? '')) } : {}),
      },
      setDefaultHeaders: false,
      // What clients in general accept is no fault of the service (see repair-head.ts for the rest).
      insecureHTTPParser: true,
      maxHeaderSize: longestHead,
    })
    this.#outgoing = outgoing
    outgoing.on('error', (error) => this.#failUnlessComplete(error))
    outgoing.once('upgrade', () => this.#fail(unwantedUpgrade()))
    outgoing.once('response', (incoming) => this.#receive(incoming))
    outgoing.end(body)
  }

  #receive(incoming: IncomingMessage): void {
    if (this.#settled) return
    if (incoming.statusCode === 101) return this.#fail(unwantedUpgrade())
    this.#incoming = incoming
    this.#context.trace.begin('transfer')
    incoming.on('error', (error) => this.#failUnlessComplete(error))
    const mode = this.#bodyModeOf(incoming.statusCode ?? 0, incoming.headers)
    if (mode === 'stop') return this.#finish(false)
    incoming.on('data', (chunk: Buffer) => {
      if (mode === 'keep') this.#chunks.push(chunk.subarray(0, longestBody - this.#length))
      this.#length += chunk.length
      if (this.#length >= longestBody) this.#finish(true)
    })
    incoming.once('end', () => this.#finish(false))
  }

  #finish(truncated: boolean): void {
    const incoming = this.#incoming
    if (this.#settled || incoming === null) return
    this.#close()
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body, truncated })
  }

  /** Bytes after a complete answer are not evaluated; its last bytes are about to be read. */
  #failUnlessComplete(error: unknown): void {
    if (!this.#incoming?.complete) this.#fail(this.#namedError(error))
  }

  /** Node calls an orderly end in the middle of an answer a reset. */
  #namedError(error: unknown): unknown {
    const isReset = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
    if (!isReset || this.#socket.errored) return error
    const length = this.#incoming?.headers['content-length']
    return new ProbeFailure(
      'reset',
      length === undefined
        ? 'the connection was closed before the answer was complete'
        : `the connection was closed after ${this.#length} of ${length.slice(0, 20)} bytes`,
    )
  }

  #fail(error: unknown): void {
    if (this.#settled) return
    this.#close()
    this.#reject(error)
  }

  #close(): void {
    this.#settled = true
    this.#context.signal.removeEventListener('abort', this.#abort)
    if (!this.#context.signal.aborted) this.#context.trace.end()
    this.#outgoing?.destroy()
    this.#socket.destroy()
  }
}
