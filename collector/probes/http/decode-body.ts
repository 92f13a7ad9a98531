import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  constants,
} from 'node:zlib'
import type { Transform } from 'node:stream'
import { ProbeFailure } from '../shared/probe.ts'
import { quote } from '../../core/text/quote.ts'
import { type HttpResponse, longestBody } from './exchange.ts'

// A body cut at 1 MiB ends in the middle of its stream: what came out until then is judged.
const lenientOptions = { finishFlush: constants.Z_SYNC_FLUSH }
const decoders: Record<string, (body: Buffer) => Transform> = {
  gzip: () => createGunzip(lenientOptions),
  'x-gzip': () => createGunzip(lenientOptions),
  // Many servers send the bare stream where the name means one in a zlib envelope (RFC 9110, section 8.4.1.2).
  deflate: (body) => (hasZlibHeader(body) ? createInflate(lenientOptions) : createInflateRaw(lenientOptions)),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
}

/** Layers of compression that are taken off: proxies add a second one by mistake, nobody a fourth. */
const mostEncodings = 3

const hasZlibHeader = (body: Buffer): boolean =>
  body.length < 2 || ((body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0)

/**
 * The body as text, decompressed and decoded by its charset, at most 1 MiB of it however small it came.
 * Rejects with ProbeFailure `protocol` when it is not what its headers say.
 */
export async function decodeBody({ headers, body }: HttpResponse, signal: AbortSignal): Promise<string> {
  const encodings = String(headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !isNoCompression(name))
  if (encodings.length > mostEncodings)
    throw new ProbeFailure('protocol', `the body is compressed more than ${mostEncodings} times`)
  let decompressed = body
  for (const encoding of encodings.toReversed())
    decompressed = await decompress(decompressed, encoding, signal)
  return decoderOf(String(headers['content-type'] ?? ''), decompressed).decode(decompressed)
}

/** `identity` and what servers write by mistake for "none": the word itself, or the name of a charset. */
const isNoCompression = (name: string): boolean =>
  ['', 'identity', 'none', 'null', 'binary'].includes(name) || textDecoder(name) !== undefined

async function decompress(body: Buffer, encoding: string, signal: AbortSignal): Promise<Buffer> {
  const decoder = decoders[encoding]?.(body)
  if (!decoder)
    throw new ProbeFailure('protocol', `the body is compressed as ${quote(encoding)}, which is unknown here`)
  const stop = (): void => void decoder.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const chunks: Buffer[] = []
  let length = 0
  try {
    decoder.end(body)
    for await (const chunk of decoder) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= longestBody) break
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new ProbeFailure('protocol', `the body is not ${encoding} although it says so`, { cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
    decoder.destroy()
  }
  return Buffer.concat(chunks).subarray(0, longestBody)
}

/** Bytes of a document in which browsers look for its charset (HTML, section 13.2.3.2). */
const charsetWindow = 1024

/** As browsers decide: a byte order mark, the header, what the document says of itself, UTF-8. */
function decoderOf(contentType: string, body: Buffer): TextDecoder {
  return (
    textDecoder(charsetOfMark(body)) ??
    textDecoder(/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType)?.[1]) ??
    textDecoder(charsetOfDocument(body.subarray(0, charsetWindow).toString('latin1'))) ??
    new TextDecoder()
  )
}

function charsetOfMark(body: Buffer): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined
}

function charsetOfDocument(text: string): string | undefined {
  const charset =
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/i.exec(text)?.[1] ??
    /<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(text)?.[1]
  // A document that could be read thus far is not in UTF-16, whatever it says.
  return charset && /^utf-?16/i.test(charset) ? 'utf-8' : charset
}

function textDecoder(charset: string | undefined): TextDecoder | undefined {
  if (charset === undefined) return undefined
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined
  }
}
