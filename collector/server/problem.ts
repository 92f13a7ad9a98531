import { everywhere, nothingAllowed } from './policy.ts'

/** Errors of the API as RFC 9457 has them. Extra members tell a program what it can do about it. */
export type Problem = {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly [extra: string]: unknown
}

/** An answer `application/problem+json`. */
export function problem(body: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(
    { type: 'about:blank', ...body },
    {
      status: body.status,
      headers: {
        ...everywhere,
        'Content-Type': 'application/problem+json',
        'Content-Security-Policy': nothingAllowed,
        'Cache-Control': 'no-store',
        ...headers,
      },
    },
  )
}

/** A short answer that must not be kept. */
export function fresh(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: {
      ...everywhere,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': nothingAllowed,
      'Cache-Control': 'no-store',
      ...headers,
    },
  })
}
