/**
 * The bytes of a body, or why there are none: it is too long, and the rest is not read, or the client went away before its end,
 * which is no fault of ours.
 *
 * @param longest the largest body that is read, bytes
 */
export async function readBody(request: Request, longest: number): Promise<Buffer | 'too_long' | 'aborted'> {
  if (Number(request.headers.get('content-length') ?? 0) > longest) return 'too_long'
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength
      if (length > longest) return 'too_long'
      chunks.push(chunk)
    }
  } catch {
    return 'aborted'
  }
  return Buffer.concat(chunks)
}
