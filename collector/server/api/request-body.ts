import { readBody } from '../read-body.ts'
import { HttpError } from './responses.ts'
import { deepestJson, isTooDeep } from './json-depth.ts'
import { findJsonError } from './json-error.ts'

/** The largest body that is read, bytes. */
const longestBody = 1_048_576

const bodyTooLong = (): HttpError =>
  new HttpError(
    {
      status: 413,
      title: 'Too long',
      reason: 'too_long',
      detail: `The body is larger than ${longestBody} bytes. Send a shorter text, or a link to the long one.`,
      limit: longestBody,
    },
    // The rest of the body is not read.
    { Connection: 'close' },
  )

/** The raw body of a request. @throws HttpError 413 as soon as it is too large, 400 when the client left before its end */
export async function readRawBody(request: Request): Promise<Buffer> {
  const body = await readBody(request, longestBody)
  if (body === 'too_long') throw bodyTooLong()
  if (body === 'aborted')
    throw malformedBody('The body is incomplete: the connection was closed before its end.')
  return body
}

/**
 * Parse a body of JSON; an empty one is `{}`, for operations without required fields.
 *
 * @throws HttpError 415 for another media type, 400 with the position of a JSON syntax error, or nested too deep
 */
export function parseBody(body: Buffer, headers: Headers): unknown {
  if (body.length === 0) return {}
  const coding = headers.get('content-encoding')
  if (coding && coding.trim().toLowerCase() !== 'identity')
    throw unsupportedMediaType('The body is compressed. Send it without Content-Encoding.')
  if (!isJson(headers.get('content-type')))
    throw unsupportedMediaType(
      'The body must be JSON in UTF-8. Send it with "Content-Type: application/json".',
    )
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw malformedBody('The body is not valid UTF-8. Encode it as UTF-8.')
  }
  if (isTooDeep(text))
    throw malformedBody(`The body is nested deeper than ${deepestJson} levels. Send the fields alone.`)
  try {
    return JSON.parse(text)
  } catch {
    const fault = findJsonError(text)
    if (!fault) throw malformedBody('The body is not JSON.')
    const { line, column, expected } = fault
    throw malformedBody(`The body is not JSON: at line ${line}, column ${column}, ${expected} is expected.`, {
      line,
      column,
    })
  }
}

function isJson(type: string | null): boolean {
  const [kind = '', ...parameters] = (type ?? '').toLowerCase().split(';')
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='))
  return (
    /^application\/(?:[\w.!#$&^-]+\+)?json$/.test(kind.trim()) &&
    (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
  )
}

const unsupportedMediaType = (detail: string): HttpError =>
  new HttpError(
    { status: 415, title: 'Not JSON', reason: 'unsupported', detail },
    { 'Accept-Post': 'application/json', 'Accept-Encoding': 'identity' },
  )

const malformedBody = (detail: string, where: { line?: number; column?: number } = {}): HttpError =>
  new HttpError({ status: 400, title: 'Malformed', reason: 'malformed', detail, ...where })
