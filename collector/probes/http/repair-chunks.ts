const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Bytes of a line with a chunk's size, or of all trailers, from which on they are the parser's alone to refuse. */
const longestLine = 4_096
const longestTrailers = 16_384

/** A size, what follows it as an extension (RFC 9112, section 7.1.1, white space allowed), the end of the line. */
const sizeLine = /^([\da-f]{1,16})[\t ]*(?:;.*)?\r*\n$/is

/**
 * The chunks of an answer as a strict parser takes them, piece by piece: without extensions and trailers, which nobody here
 * looks at and which many write loosely, and with CRLF where the peer ends its lines in LF. What is no chunk passes as it
 * came, for the parser to refuse, and so does everything after it.
 */
export class ChunkRepair {
  #state: 'size' | 'data' | 'end of data' | 'trailers' | 'over' = 'size'
  /** Of a line that is not whole. */
  #line: Buffer = Buffer.alloc(0)
  #dataLeft = 0
  #trailerBytes = 0

  /** The next bytes of the body, repaired; what cannot be judged before more has come is held back. */
  repair(bytes: Buffer): Buffer {
    const repaired: Buffer[] = []
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'over') {
        repaired.push(bytes.subarray(at))
        break
      }
      if (this.#state === 'data') {
        const data = bytes.subarray(at, at + this.#dataLeft)
        repaired.push(data)
        at += data.length
        this.#dataLeft -= data.length
        if (this.#dataLeft === 0) this.#state = 'end of data'
        continue
      }
      const end = bytes.indexOf(lineFeed, at)
      const part = bytes.subarray(at, end < 0 ? bytes.length : end + 1)
      at += part.length
      this.#line = this.#line.length === 0 ? part : Buffer.concat([this.#line, part])
      if (end >= 0 || this.#line.length > longestLine || !this.#canBecomeLine())
        repaired.push(this.#repairLine())
    }
    return repaired.length === 1 ? repaired[0]! : Buffer.concat(repaired)
  }

  /** What was held back, once nothing more comes. */
  flush(): Buffer {
    const line = this.#line
    this.#line = Buffer.alloc(0)
    return line
  }

  /** After data there is a line end and nothing else: what is not need not be waited for. */
  #canBecomeLine(): boolean {
    return this.#state !== 'end of data' || this.#line.every((byte) => byte === carriageReturn)
  }

  #repairLine(): Buffer {
    const line = this.flush()
    const text = line.toString('latin1')
    switch (this.#state) {
      case 'size':
        return this.#repairSize(line, sizeLine.exec(text)?.[1])
      case 'end of data':
        this.#state = /^\r*\n$/.test(text) ? 'size' : 'over'
        return this.#state === 'size' ? Buffer.from('\r\n') : line
      default:
        return this.#dropTrailer(line, text)
    }
  }

  #repairSize(line: Buffer, digits: string | undefined): Buffer {
    if (digits === undefined) {
      this.#state = 'over'
      return line
    }
    this.#dataLeft = Number.parseInt(digits, 16)
    this.#state = this.#dataLeft > 0 ? 'data' : 'trailers'
    return Buffer.from(this.#dataLeft > 0 ? `${digits}\r\n` : '')
  }

  /** The last chunk is passed on with the blank line behind the trailers: an answer that is cut before it stays cut. */
  #dropTrailer(line: Buffer, text: string): Buffer {
    if (/^\r*\n$/.test(text)) {
      this.#state = 'over'
      return Buffer.from('0\r\n\r\n')
    }
    this.#trailerBytes += line.length
    if (this.#trailerBytes <= longestTrailers) return Buffer.alloc(0)
    this.#state = 'over'
    return Buffer.concat([Buffer.from('0\r\n'), line])
  }
}
