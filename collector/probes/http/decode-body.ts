import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  constants,
} from 'node:zlib'
import type { Transform } from 'node:stream'
import { ProbeFailure } from '../shared/probe.ts'
import { quote } from '../../core/text/quote.ts'
import { type HttpResponse, longestBody } from './exchange.ts'

// A body cut at 1 MiB ends in the middle of its stream: what came out until then is judged.
const lenientOptions = { finishFlush: constants.Z_SYNC_FLUSH }
const decoders: Record<string, () => Transform> = {
  gzip: () => createGunzip(lenientOptions),
  'x-gzip': () => createGunzip(lenientOptions),
  deflate: () => createInflate(lenientOptions),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
}

/**
 * The body as text, decompressed and decoded by its charset, at most 1 MiB of it however small it came.
 * Rejects with ProbeFailure `protocol` when it is not what its headers say.
 */
export async function decodeBody({ headers, body }: HttpResponse, signal: AbortSignal): Promise<string> {
  const encodings = String(headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (encodings.length > 1) throw new ProbeFailure('protocol', 'the body is compressed more than once')
  const decompressed = encodings[0] ? await decompress(body, encodings[0], signal) : body
  return decoderOf(String(headers['content-type'] ?? '')).decode(decompressed)
}

async function decompress(body: Buffer, encoding: string, signal: AbortSignal): Promise<Buffer> {
  const decoder = decoders[encoding]?.()
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

function decoderOf(contentType: string): TextDecoder {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
