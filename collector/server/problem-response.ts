import { securityHeaders, denyAllPolicy } from './security-headers.ts'

/** Errors of the API as RFC 9457 has them. Extra members tell a program what it can do about it. */
export type ProblemDetails = {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly [extra: string]: unknown
}

/** An answer `application/problem+json`. */
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

/** A short answer that must not be kept. */
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
