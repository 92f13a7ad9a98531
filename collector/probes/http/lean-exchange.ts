import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { ProbeContext } from '../shared/probe.ts'
import { type BodyMode, type HttpRequest, type HttpResponse, sendRequest } from './exchange.ts'
import { type AnswerHead, readBody, readHead } from './read-answer.ts'

/** Bytes of an answer, and pieces it comes in, up to which it is read here. */
const longestAnswer = 65_536
const mostPieces = 16

const leanMethods = new Set(['GET', 'HEAD'])
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/
const fieldValue = /^[\t\u0020-\u007e]*$/

/** What decides, once the head is there, what to do with the body. */
type BodyModeOf = (status: number, headers: IncomingHttpHeaders) => BodyMode

/**
 * As `sendRequest`, with a fraction of the work for the usual case: GET and HEAD whose answer is short and by the grammar
 * to the letter. Whatever else comes is handed over to the full client with all that was received, which reads it from
 * its first byte on: nobody asks twice, and both judge alike.
 */
export function sendLeanRequest(
  socket: Socket,
  request: HttpRequest,
  bodyModeOf: BodyModeOf,
  context: ProbeContext,
): Promise<HttpResponse> {
  const head = context.fullClient ? null : headOf(request)
  if (head === null) return sendRequest(socket, request, bodyModeOf, context)
  return new Promise((resolve, reject) => {
    context.signal.throwIfAborted()
    context.trace.begin('wait')
    new LeanExchange(socket, request, bodyModeOf, context, resolve, reject).send(head)
  })
}

/** The request as it is sent; null where it is not for the lean way. */
function headOf({ method, url, headers, body }: HttpRequest): string | null {
  if (!leanMethods.has(method) || body !== undefined) return null
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n`
  for (const name of Object.keys(headers)) {
    const value = headers[name]!
    if (!fieldName.test(name) || !fieldValue.test(value)) return null
    // The full client has rules for these.
    if (name === 'connection' || name === 'transfer-encoding' || name === 'content-length') return null
    if (name === 'expect' || name === 'upgrade') return null
    head += `${name}: ${value}\r\n`
  }
  return `${head}connection: close\r\n\r\n`
}

/** One request and its answer, as long as nothing about it is unusual. */
class LeanExchange {
  readonly #socket: Socket
  readonly #request: HttpRequest
  readonly #bodyModeOf: BodyModeOf
  readonly #context: ProbeContext
  readonly #resolve: (answer: HttpResponse | Promise<HttpResponse>) => void
  readonly #reject: (error: unknown) => void
  #received: Buffer | null = null
  #pieces = 0
  #head: AnswerHead | null = null

  readonly #onData = (chunk: Buffer): void => {
    this.#received = this.#received === null ? chunk : Buffer.concat([this.#received, chunk])
    this.#pieces++
    this.#read(false)
  }
  readonly #onEnd = (): void => this.#read(true)
  readonly #onError = (error: Error): void => this.#settle(() => this.#reject(error))
  // Destroyed by the end of the probe: errors and an orderly end come before.
  readonly #onClose = (): void => this.#settle(() => this.#reject(this.#context.signal.reason))

  constructor(
    socket: Socket,
    request: HttpRequest,
    bodyModeOf: BodyModeOf,
    context: ProbeContext,
    resolve: (answer: HttpResponse | Promise<HttpResponse>) => void,
    reject: (error: unknown) => void,
  ) {
    this.#socket = socket
    this.#request = request
    this.#bodyModeOf = bodyModeOf
    this.#context = context
    this.#resolve = resolve
    this.#reject = reject
  }

  send(head: string): void {
    this.#socket
      .on('data', this.#onData)
      .on('end', this.#onEnd)
      .on('error', this.#onError)
      .on('close', this.#onClose)
    this.#socket.write(head, 'latin1')
  }

  /** Look at what has come so far. */
  #read(hasEnded: boolean): void {
    const bytes = this.#received
    if (bytes === null) return this.#handOver(hasEnded)
    if (this.#head === null) {
      const head = readHead(bytes)
      if (head === 'unusual') return this.#handOver(hasEnded)
      if (head === 'incomplete') return this.#wait(hasEnded)
      this.#head = head
      this.#context.trace.begin('transfer')
      if (this.#bodyModeOf(head.status, head.headers) === 'stop')
        return this.#finish(head, bytes.subarray(0, 0))
    }
    const body = readBody(bytes, this.#head, this.#request.method === 'HEAD', hasEnded)
    if (body === 'unusual') return this.#handOver(hasEnded)
    if (body === 'incomplete') return this.#wait(hasEnded)
    this.#finish(this.#head, body)
  }

  #wait(hasEnded: boolean): void {
    const isLong = this.#pieces >= mostPieces || (this.#received?.length ?? 0) >= longestAnswer
    if (hasEnded || isLong) this.#handOver(hasEnded)
  }

  #finish({ status, headers }: AnswerHead, body: Buffer): void {
    this.#settle(() => {
      this.#context.trace.end()
      this.#socket.destroy()
      this.#resolve({ status, headers, body, truncated: false })
    })
  }

  /** The full client goes on with the same connection, from the first byte received. */
  #handOver(hasEnded: boolean): void {
    this.#settle(() => {
      const received = { bytes: this.#received ?? Buffer.alloc(0), hasEnded }
      this.#resolve(sendRequest(this.#socket, this.#request, this.#bodyModeOf, this.#context, received))
    })
  }

  #settle(act: () => void): void {
    this.#socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('error', this.#onError)
      .off('close', this.#onClose)
    act()
  }
}
