import { createHash } from 'node:crypto'
import type { Receipt } from '../../store/access-store.ts'
import type { Store } from '../../store/store.ts'
import { HttpError, jsonResponse, noContentResponse } from './responses.ts'

/** The longest `Idempotency-Key`, characters. */
export const longestKey = 255

/** A request that may come again, and must then be done once. */
export type IdempotentRequest = {
  /** Of the asker and their key. */
  readonly key: string
  /** Of what was asked. */
  readonly request: string
}

const hashOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256')
  // Lengths first: no two lists of parts run into the same bytes.
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}

/**
 * The request as one that may come again; null without an `Idempotency-Key`.
 *
 * @param asker id of the token: keys of one asker mean nothing to another
 * @throws HttpError 400 for a key that is none
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

/** What was answered before, once more. @throws HttpError 422 when the key came with another request */
function replayResponse(receipt: Receipt, idempotentRequest: IdempotentRequest): Response {
  if (receipt.request !== idempotentRequest.request)
    throw new HttpError({
      status: 422,
      title: 'Key used before',
      reason: 'key_reused',
      detail: 'This Idempotency-Key came with another request before. Write a new key for a new request.',
    })
  return writeResponse(receipt.status, receipt.answer, { 'Idempotency-Replayed': 'true' })
}

/** What this request was answered when it came before; null for one that is new, or has no key. @throws HttpError 422 as above */
export async function earlierResponse(
  receipt: Store['receipt'],
  idempotentRequest: IdempotentRequest | null,
): Promise<Response | null> {
  const receiptFound = idempotentRequest && (await receipt(idempotentRequest.key))
  return receiptFound ? replayResponse(receiptFound, idempotentRequest) : null
}

/** The answer to a write that was done: all its headers follow from what it says, so a receipt need not keep them. */
export function writeResponse(status: number, json: string, headers: Record<string, string> = {}): Response {
  if (status === 204) return noContentResponse(headers)
  // The version of a deployment is a name, that of a notice counts its changes.
  const { id, kind, version } = JSON.parse(json) as { id: string; kind: string; version?: unknown }
  return jsonResponse(status, json, {
    ...(typeof version === 'number' && { ETag: `"${version}"` }),
    ...(status === 201 && { Location: `/api/v1/${kind}s/${encodeURIComponent(id)}` }),
    ...headers,
  })
}
