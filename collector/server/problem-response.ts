import { securityHeaders, denyAllPolicy } from './security-headers.ts'

/** A problem document (RFC 9457). Extra members tell a client what it can do about the problem. */
export type ProblemDetails = {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly [extra: string]: unknown
}

/** A response of type `application/problem+json`. */
export function problemResponse(body: ProblemDetails, headers: Record<string, string> = {}): Response {
  return Response.json(
    { type: 'about:blank', ...body },
    {
      status: body.status,
      headers: {
        ...securityHeaders,
        'Content-Type': 'application/problem+json',
        'Content-Security-Policy': denyAllPolicy,
        'Cache-Control': 'no-store',
        ...headers,
      },
    },
  )
}

/** A short text response that must not be cached. */
export function uncachedResponse(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': denyAllPolicy,
      'Cache-Control': 'no-store',
      ...headers,
    },
  })
}
