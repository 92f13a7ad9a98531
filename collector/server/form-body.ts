/** The largest form that is read, bytes: every service of a large page can be selected in it. */
const longestForm = 65_536

/** The fields of a form; `malformed` where the body is of another type, too long or no UTF-8. */
export async function readForm(request: Request): Promise<URLSearchParams | 'malformed'> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return 'malformed'
  if (Number(request.headers.get('content-length') ?? 0) > longestForm) return 'malformed'
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > longestForm) return 'malformed'
    chunks.push(chunk)
  }
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    return 'malformed'
  }
}
