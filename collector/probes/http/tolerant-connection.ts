import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { ChunkRepair } from './repair-chunks.ts'
import { isStrictHead, repairHead } from './repair-head.ts'

/** Bytes of an answer's head that are read; curl and browsers take more than the 16 KiB Node takes by itself. */
export const longestHead = 65_536

/** Interim answers (1xx) that are looked at; what comes after so many is the parser's alone. */
const mostInterimAnswers = 100

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Where the blank line that ends a head is over, from an offset on; -1 while it has not come. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    let next = at + 1
    while (bytes[next] === carriageReturn) next++
    if (bytes[next] === lineFeed) return next + 1
  }
  return -1
}

/** Empty lines before an answer mean nothing (RFC 9112, section 2.2). */
function skipEmptyLines(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed))
    at += bytes[at] === lineFeed ? 1 : 2
  return at
}

/** Another answer follows an interim one; 101 is not of them, since another protocol follows it. */
const isInterim = (head: string): boolean => /^HTTP\/\S+ +1(?!01)\d\d/i.test(head)

/** What is no beginning of an answer is the parser's to refuse, at once. */
const canBeHead = (text: string): boolean =>
  ['HTTP/', 'ICY '].some((word) => word.startsWith(text.slice(0, word.length).toUpperCase()))

const isChunked = (head: string): boolean => /\r\ntransfer-encoding:[\t ]*chunked[\t ]*\r\n/i.test(head)

/** What came of an answer before somebody else takes over its connection. */
export type ReceivedBytes = {
  readonly bytes: Buffer
  /** The peer has ended the connection in order. */
  readonly hasEnded: boolean
}

/**
 * A socket whose answers reach the parser with their head repaired, interim answers (1xx) too, and their chunks. A head that
 * needs no repair, and a body that is not in chunks, passes as the bytes it came as.
 */
export class TolerantConnection extends Duplex {
  readonly #socket: Socket
  /** What has come of a head that is not whole; null once the head has passed. */
  #pending: Buffer | null = Buffer.alloc(0)
  #interimAnswers = 0
  /** Of the body that follows, where it comes in chunks. */
  #chunks: ChunkRepair | null = null
  readonly #hasSent: boolean

  /** @param received what has come already, where the request was sent before: what is written then is not sent again */
  constructor(socket: Socket, received: ReceivedBytes | null) {
    super()
    this.#socket = socket
    this.#hasSent = received !== null
    socket.on('data', (chunk: Buffer) => {
      if (!this.#receive(chunk)) socket.pause()
    })
    socket.once('end', () => {
      this.#passOn()
      this.push(null)
    })
    socket.once('error', (error) => this.destroy(error))
    // After an orderly end what was read is still to be consumed; anything else has taken its way above.
    socket.once('close', () => {
      if (!socket.readableEnded) this.destroy()
    })
    if (received === null) return
    if (received.bytes.length > 0) this.#receive(received.bytes)
    if (!received.hasEnded) return
    this.#passOn()
    this.push(null)
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send(chunk, done)
  }

  /** As one piece, so that nothing of it is left behind when the socket ends after it. */
  override _writev(
    pieces: readonly { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#send(Buffer.concat(pieces.map(({ chunk }) => chunk)), done)
  }

  #send(bytes: Buffer, done: (error?: Error | null) => void): void {
    if (this.#hasSent) done()
    else this.#socket.write(bytes, done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  /** False where the reader has enough for now. */
  #receive(chunk: Buffer): boolean {
    if (this.#pending === null) return this.#pushBody(chunk)
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    // The last line end of what was there before may belong to the blank line.
    let searchFrom = Math.max(0, this.#pending.lastIndexOf(lineFeed))
    let start = skipEmptyLines(bytes, 0)
    let hasRoom = true
    for (;;) {
      const end = endOfHead(bytes, Math.max(start, searchFrom))
      if (end < 0) {
        this.#pending = bytes.subarray(start)
        const isWaited =
          this.#pending.length <= longestHead && canBeHead(this.#pending.toString('latin1', 0, 5))
        return isWaited ? hasRoom : this.#passOn()
      }
      const head = bytes.toString('latin1', start, end)
      const repaired = isStrictHead(head) ? head : repairHead(head)
      hasRoom = this.push(repaired === head ? bytes.subarray(start, end) : Buffer.from(repaired, 'latin1'))
      if (!isInterim(head) || ++this.#interimAnswers >= mostInterimAnswers) {
        this.#pending = null
        if (isChunked(repaired)) this.#chunks = new ChunkRepair()
        return end < bytes.length ? this.#pushBody(bytes.subarray(end)) : hasRoom
      }
      start = skipEmptyLines(bytes, end)
      searchFrom = start
    }
  }

  #pushBody(bytes: Buffer): boolean {
    const repaired = this.#chunks?.repair(bytes) ?? bytes
    // An empty piece is not passed on, so no reader asks for more after it.
    return repaired.length === 0 || this.push(repaired)
  }

  #passOn(): boolean {
    const pending = this.#pending ?? this.#chunks?.flush() ?? Buffer.alloc(0)
    this.#pending = null
    return pending.length === 0 || this.push(pending)
  }
}
