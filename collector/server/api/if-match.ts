import { HttpError } from './responses.ts'

/**
 * The version that a client has read, from `If-Match: "3"` (also `W/"3"` and a bare `3`); null when any version is
 * accepted: without the header, or with `*`.
 *
 * @throws HttpError 400 for any other value
 */
export function parseIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null
  const [, quoted, bare] = /^(?:(?:W\/)?"([1-9]\d{0,14})"|([1-9]\d{0,14}))$/.exec(header.trim()) ?? []
  const version = quoted ?? bare
  if (version === undefined)
    throw new HttpError({
      status: 400,
      title: 'Malformed',
      reason: 'malformed',
      detail: 'The If-Match header is not a version. Send the ETag that you read, such as If-Match: "3".',
    })
  return Number(version)
}
