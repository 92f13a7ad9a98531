import { createHash } from 'node:crypto'
import type { Receipt } from '../../store/access-store.ts'
import type { Store } from '../../store/store.ts'
import { HttpError, jsonResponse, noContentResponse } from './responses.ts'

/** The longest `Idempotency-Key`, characters. */
export const longestKey = 255

/** A request with an `Idempotency-Key`: it may be repeated, and is executed once. */
export type IdempotentRequest = {
  /** Hash of the token's id and the key. */
  readonly key: string
  /** Hash of the method, path, condition and body. */
  readonly request: string
}

const hashOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256')
  // Each part is preceded by its length, so that different lists of parts never give the same bytes.
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}

/**
 * Identify a request by its `Idempotency-Key`; null without one.
 *
 * @param tokenId keys belong to a token: the same key with another token is another request
 * @throws HttpError 400 for an empty or too long key
 */
export function idempotentRequestOf(
  request: Request,
  tokenId: string,
  body: Buffer,
): IdempotentRequest | null {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  if (key === '' || key.length > longestKey)
    throw new HttpError({
      status: 400,
      title: 'Malformed',
      reason: 'malformed',
      detail: `The Idempotency-Key is ${key === '' ? 'empty' : 'too long'}. Write one of 1 to ${longestKey} characters, such as a UUID.`,
    })
  const { pathname, search } = new URL(request.url)
  const condition = request.headers.get('if-match') ?? ''
  return { key: hashOf(tokenId, key), request: hashOf(request.method, pathname + search, condition, body) }
}

/** The stored response to an earlier request. @throws HttpError 422 when the key came with a different request */
function replayResponse(receipt: Receipt, idempotentRequest: IdempotentRequest): Response {
  if (receipt.request !== idempotentRequest.request)
    throw new HttpError({
      status: 422,
      title: 'Key used before',
      reason: 'key_reused',
      detail: 'This Idempotency-Key was used for a different request. Send a new key with a new request.',
    })
  return writeResponse(receipt.status, receipt.answer, { 'Idempotency-Replayed': 'true' })
}

/** The stored response, if this request came before; null for a new one, or without a key. @throws HttpError 422 when the key came with a different request */
export async function earlierResponse(
  receipt: Store['receipt'],
  idempotentRequest: IdempotentRequest | null,
): Promise<Response | null> {
  const receiptFound = idempotentRequest && (await receipt(idempotentRequest.key))
  return receiptFound ? replayResponse(receiptFound, idempotentRequest) : null
}

/** The response to a completed write. All its headers follow from its body, so a receipt need not store them. */
export function writeResponse(status: number, json: string, headers: Record<string, string> = {}): Response {
  if (status === 204) return noContentResponse(headers)
  // The version of a notice is a counter; that of a deployment is a name, and no ETag.
  const { id, kind, version } = JSON.parse(json) as { id: string; kind: string; version?: unknown }
  return jsonResponse(status, json, {
    ...(typeof version === 'number' && { ETag: `"${version}"` }),
    ...(status === 201 && { Location: `/api/v1/${kind}s/${encodeURIComponent(id)}` }),
    ...headers,
  })
}
