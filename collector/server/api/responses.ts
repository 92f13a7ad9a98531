import { everywhere, nothingAllowed } from '../policy.ts'
import { type Problem, problem } from '../problem.ts'

const always = {
  ...everywhere,
  'Content-Security-Policy': nothingAllowed,
  'Cache-Control': 'no-store',
} as const

/** An answer of the API. What it says may be news at any moment, so nobody keeps it. */
export const answer = (status: number, json: string, headers: Record<string, string> = {}): Response =>
  new Response(json, { status, headers: { ...always, 'Content-Type': 'application/json', ...headers } })

/** An answer of the API that says nothing but that it was done. */
export const nothing = (headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 204, headers: { ...always, ...headers } })

/** Thrown where a request cannot be answered; what to answer instead. */
export class Refused extends Error {
  readonly problem: Problem
  readonly headers: Record<string, string>
  constructor(body: Problem, headers: Record<string, string> = {}) {
    super(body.detail ?? body.title)
    this.name = 'Refused'
    this.problem = body
    this.headers = headers
  }
  /** As it goes out. */
  answer(): Response {
    return problem(this.problem, this.headers)
  }
}
