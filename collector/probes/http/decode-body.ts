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

// A body cut at 1 MiB ends in the middle of its stream: what was decoded until then is evaluated.
const lenientOptions = { finishFlush: constants.Z_SYNC_FLUSH }
const gunzip = (): Transform => createGunzip(lenientOptions)
// Many servers send the bare stream where the name means one in a zlib envelope (RFC 9110, section 8.4.1.2), or gzip.
const inflate = (body: Buffer): Transform => {
  if (hasGzipHeader(body)) return gunzip()
  return hasZlibHeader(body) ? createInflate(lenientOptions) : createInflateRaw(lenientOptions)
}
const decoders: Readonly<Record<string, (body: Buffer) => Transform>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  'x-deflate': inflate,
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
}

/** Compressions that exist and are not decoded here. Every other name is none of a compression, as browsers take it. */
const undecodedCompressions = new Set(
  'compress x-compress bzip2 x-bzip2 lzma x-lzma xz x-xz lz4 snappy exi pack200-gzip dcb dcz sdch'.split(' '),
)

/** The largest number of compressions that are decoded: proxies add a second one by mistake. */
const mostEncodings = 3

const hasGzipHeader = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b

const hasZlibHeader = (body: Buffer): boolean =>
  body.length < 2 || ((body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0)

/**
 * The body as text, decompressed and decoded by its charset: at most 1 MiB after decompression.
 * Rejects with ProbeFailure `protocol` when it does not match its headers.
 */
export async function decodeBody({ headers, body }: HttpResponse, signal: AbortSignal): Promise<string> {
  const encodings = String(headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.replace(/;.*$/, '').trim())
    .filter((name) => Object.hasOwn(decoders, name) || undecodedCompressions.has(name))
  if (encodings.length > mostEncodings)
    throw new ProbeFailure('protocol', `the body is compressed more than ${mostEncodings} times`)
  let decompressed = body
  for (const encoding of encodings.toReversed())
    decompressed = await decompress(decompressed, encoding, signal)
  return decoderOf(String(headers['content-type'] ?? ''), decompressed).decode(decompressed)
}

async function decompress(body: Buffer, encoding: string, signal: AbortSignal): Promise<Buffer> {
  const decoder = decoders[encoding]?.(body)
  if (!decoder)
    throw new ProbeFailure('protocol', `the body is compressed as ${quote(encoding)}, which is unknown here`)
  try {
    return await readDecoded(decoder, body, signal)
  } catch (error) {
    signal.throwIfAborted()
    const first = isFollowedByOther(error, body) ? firstMemberOf(body) : null
    if (first !== null) return await readDecoded(createInflateRaw(lenientOptions), first, signal)
    throw new ProbeFailure('protocol', `the body is not ${encoding} although it says so`, { cause: error })
  }
}

async function readDecoded(decoder: Transform, body: Buffer, signal: AbortSignal): Promise<Buffer> {
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
  } finally {
    signal.removeEventListener('abort', stop)
    decoder.destroy()
  }
  return Buffer.concat(chunks).subarray(0, longestBody)
}

/** Programs print a line end, or more, behind what was compressed; zlib looks for another member there, browsers do not. */
const isFollowedByOther = (error: unknown, body: Buffer): boolean =>
  hasGzipHeader(body) && error instanceof Error && error.message === 'incorrect header check'

/** The bare stream of the first member of a gzip file and all behind it (RFC 1952, section 2.3); null where it has none. */
function firstMemberOf(body: Buffer): Buffer | null {
  const flags = body[3] ?? 0
  let at = 10
  if (flags & 4 && body.length >= at + 2) at += 2 + body.readUInt16LE(at)
  for (const isThere of [flags & 8, flags & 16]) if (isThere) at = body.indexOf(0, at) + 1 || body.length
  if (flags & 2) at += 2
  return at < body.length ? body.subarray(at) : null
}

/** Bytes of a document in which browsers look for its charset (HTML, section 13.2.3.2). */
const charsetWindow = 1024

/**
 * As browsers decide: a byte order mark, the header, what the document says of itself, UTF-8 where it is that, else
 * Windows-1252, which has what names of older character sets mostly mean.
 */
function decoderOf(contentType: string, body: Buffer): TextDecoder {
  return (
    textDecoder(charsetOfMark(body)) ??
    textDecoder(/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType)?.[1]) ??
    textDecoder(charsetOfDocument(body.subarray(0, charsetWindow).toString('latin1'))) ??
    new TextDecoder(isUtf8(body) ? 'utf-8' : 'windows-1252')
  )
}

/** Whether it is UTF-8, perhaps cut within its last character. */
function isUtf8(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true })
    return true
  } catch {
    return false
  }
}

function charsetOfMark(body: Buffer): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  // `<?` of an XML declaration (XML 1.0, appendix F).
  const beginning = body.toString('latin1', 0, 4)
  if (beginning === '<\0?\0') return 'utf-16le'
  if (beginning === '\0<\0?') return 'utf-16be'
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined
}

function charsetOfDocument(text: string): string | undefined {
  const charset =
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/i.exec(text)?.[1] ??
    /<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(text.replace(/<!--.*?-->/gs, ''))?.[1]
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
