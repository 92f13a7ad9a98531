import { securityHeaders, denyAllPolicy } from '../security-headers.ts'
import { type ProblemDetails, problemResponse } from '../problem-response.ts'

const commonHeaders = {
  ...securityHeaders,
  'Content-Security-Policy': denyAllPolicy,
  'Cache-Control': 'no-store',
} as const

/** A JSON response of the API. It may change at any moment, so it must not be cached. */
export const jsonResponse = (status: number, json: string, headers: Record<string, string> = {}): Response =>
  new Response(json, {
    status,
    headers: { ...commonHeaders, 'Content-Type': 'application/json', ...headers },
  })

/** A response of the API without a body. */
export const noContentResponse = (headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 204, headers: { ...commonHeaders, ...headers } })

/** Thrown to refuse a request; carries the problem document of the response. */
export class HttpError extends Error {
  readonly problem: ProblemDetails
  readonly headers: Record<string, string>
  constructor(body: ProblemDetails, headers: Record<string, string> = {}) {
    super(body.detail ?? body.title)
    this.name = 'HttpError'
    this.problem = body
    this.headers = headers
  }
  /** The response to send. */
  toResponse(): Response {
    return problemResponse(this.problem, this.headers)
  }
}
