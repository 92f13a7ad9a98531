import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { HttpError } from './responses.ts'

const decompress = promisify(gunzip)

/** The largest body after decompression, bytes: a small one must not unfold to something that takes all memory. */
const longestUnfolded = 8 * 1_048_576

/**
 * A body without its `Content-Encoding: gzip`, and the headers that are left.
 *
 * @throws HttpError 413 when it unfolds to more than 8 MiB, 400 when it is not gzip
 */
export async function unfoldBody(
  body: Buffer,
  headers: Headers,
): Promise<{ body: Buffer; headers: Headers }> {
  if (headers.get('content-encoding')?.trim().toLowerCase() !== 'gzip') return { body, headers }
  const left = new Headers(headers)
  left.delete('content-encoding')
  try {
    return { body: await decompress(body, { maxOutputLength: longestUnfolded }), headers: left }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new HttpError({
        status: 413,
        title: 'Too long',
        reason: 'too_long',
        detail: `The body is larger than ${longestUnfolded} bytes once it is decompressed. Send fewer checks at once.`,
        limit: longestUnfolded,
      })
    throw new HttpError({
      status: 400,
      title: 'Malformed',
      reason: 'malformed',
      detail: 'The body is not gzip, as its Content-Encoding says.',
    })
  }
}
