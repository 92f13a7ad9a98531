import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { repairHead } from './repair-head.ts'

/** Bytes of an answer's head that are read; curl and browsers take more than the 16 KiB Node takes by itself. */
export const longestHead = 65_536

const endOfHead = /\r?\n\r?\n/

/** Another answer follows an interim one; 101 is not of them, since another protocol follows it. */
const isInterim = (head: string): boolean => /^HTTP\/\S+ 1(?!01)\d\d/.test(head)

/** What is no beginning of an answer, or longer than a head may be, is the parser's to refuse, at once. */
const isHeadSoFar = (text: string): boolean =>
  text.length <= longestHead && ['HTTP/', 'ICY '].some((word) => word.startsWith(text.slice(0, word.length)))

/**
 * A socket whose answers reach the parser with their head repaired, interim answers (1xx) too. Everything after the head
 * passes as it comes.
 */
export class TolerantConnection extends Duplex {
  readonly #socket: Socket
  /** What has come of the head, Latin-1; null once it has passed. */
  #head: string | null = ''

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      if (!this.#receive(chunk)) socket.pause()
    })
    socket.once('end', () => {
      this.#flushHead()
      this.push(null)
    })
    socket.once('error', (error) => this.destroy(error))
    // After an orderly end what was read is still to be consumed; anything else has taken its way above.
    socket.once('close', () => {
      if (!socket.readableEnded) this.destroy()
    })
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  #receive(chunk: Buffer): boolean {
    if (this.#head === null) return this.push(chunk)
    const searchFrom = Math.max(0, this.#head.length - 3)
    this.#head += chunk.toString('latin1')
    const end = endOfHead.exec(this.#head.slice(searchFrom))
    if (end === null) return isHeadSoFar(this.#head) ? true : this.#flushHead()
    const length = searchFrom + end.index + end[0].length
    const head = repairHead(this.#head.slice(0, length))
    const rest = this.#head.slice(length)
    if (!isInterim(head)) {
      this.#head = null
      return this.push(Buffer.from(head + rest, 'latin1'))
    }
    this.#head = ''
    const hasRoom = this.push(Buffer.from(head, 'latin1'))
    return rest === '' ? hasRoom : this.#receive(Buffer.from(rest, 'latin1'))
  }

  #flushHead(): boolean {
    const head = this.#head
    this.#head = null
    return head === null || head === '' ? true : this.push(Buffer.from(head, 'latin1'))
  }
}
