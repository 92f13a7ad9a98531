import { securityHeaders, denyAllPolicy } from '../security-headers.ts'
import { type ProblemDetails, problemResponse } from '../problem-response.ts'

const commonHeaders = {
  ...securityHeaders,
  'Content-Security-Policy': denyAllPolicy,
  'Cache-Control': 'no-store',
} as const

/** An answer of the API. What it says may be news at any moment, so nobody keeps it. */
export const jsonResponse = (status: number, json: string, headers: Record<string, string> = {}): Response =>
  new Response(json, {
    status,
    headers: { ...commonHeaders, 'Content-Type': 'application/json', ...headers },
  })

/** An answer of the API that says nothing but that it was done. */
export const noContentResponse = (headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 204, headers: { ...commonHeaders, ...headers } })

/** Thrown where a request cannot be answered; what to answer instead. */
export class HttpError extends Error {
  readonly problem: ProblemDetails
  readonly headers: Record<string, string>
  constructor(body: ProblemDetails, headers: Record<string, string> = {}) {
    super(body.detail ?? body.title)
    this.name = 'HttpError'
    this.problem = body
    this.headers = headers
  }
  /** As it goes out. */
  toResponse(): Response {
    return problemResponse(this.problem, this.headers)
  }
}
