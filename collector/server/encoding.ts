import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'

/** How a body may travel. */
export type Encoding = 'br' | 'zstd' | 'gzip' | 'identity'

const brotli = promisify(brotliCompress)
const gzipBody = promisify(gzip)
const zstd = promisify(zstdCompress)

/** Each page is compressed once, so it may take some milliseconds; long ones are done with less care. */
const thoroughUpTo = 512 * 1024

/** Compress off the main thread. */
export const encoders: Readonly<
  Record<Exclude<Encoding, 'identity'>, (body: Uint8Array) => Promise<Uint8Array>>
> = {
  br: (body) =>
    brotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: body.byteLength < thoroughUpTo ? 9 : 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      },
    }),
  zstd: (body) =>
    zstd(body, { params: { [constants.ZSTD_c_compressionLevel]: body.byteLength < thoroughUpTo ? 12 : 6 } }),
  gzip: (body) => gzipBody(body, { level: body.byteLength < thoroughUpTo ? 9 : 6 }),
}

/** In the order we like them when the client does not care: smallest first. */
const preferenceOrder: readonly Encoding[] = ['br', 'zstd', 'gzip', 'identity']

/** What was negotiated before: browsers send a handful of values, and each costs more to read than a file to find. */
const negotiated = new Map<string, Encoding>()
const mostNegotiated = 100

/** The encoding to use for a client that sent this `Accept-Encoding`. */
export function negotiateEncoding(accept: string | undefined): Encoding {
  if (!accept) return 'identity'
  let encoding = negotiated.get(accept)
  if (encoding === undefined) {
    encoding = bestEncoding(accept)
    // A client that keeps sending new ones gains nothing by it and takes no memory.
    if (negotiated.size >= mostNegotiated || accept.length > 200) return encoding
    negotiated.set(accept, encoding)
  }
  return encoding
}

function bestEncoding(accept: string): Encoding {
  const weights = new Map<string, number>()
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim())
    const q = parameters.find((each) => each.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    weights.set(name === 'x-gzip' ? 'gzip' : name, Number.isNaN(weight) ? 0 : weight)
  }
  const others = weights.get('*') ?? 0
  let best: Encoding = 'identity'
  let bestWeight = 0
  for (const encoding of preferenceOrder) {
    // What is not encoded is always acceptable, but liked least unless it is asked for.
    const weight = weights.get(encoding) ?? (encoding === 'identity' ? 0 : others)
    if (weight > bestWeight) [best, bestWeight] = [encoding, weight]
  }
  return best
}
