import type { z } from 'zod'
import type { AuditActor } from '../../core/account/audit-chain.ts'
import type { Receipt, Scope, StoredToken } from '../../store/access-store.ts'
import type { ApiDeps } from './api-deps.ts'
import { parseIfMatch } from './if-match.ts'
import { earlierResponse, idempotentRequestOf, writeResponse } from './receipts.ts'
import { parseBody, readRawBody } from './request-body.ts'
import type { NoticeSerializer } from './serializer.ts'

/** Path below which every endpoint of the API is. */
export const apiBase = '/api/v1'

/** The subjects of the API, in the order of its description, with what each is about. */
export const endpointTags = {
  incidents: 'Incidents published to readers of the page.',
  maintenances: 'Planned work: single windows, and occurrences of recurring maintenances.',
  announcements: 'Messages to readers that are about no component.',
  metrics: 'Values measured elsewhere: resources, usage, business.',
  deployments: 'New versions deployed to components.',
  alerts: 'Alerts of the team, and silences in which nobody is told of them.',
  reports: 'Reports of months and days for the team, private metrics included.',
  subscribers: 'Readers who are told of news.',
  deliveries: 'Messages owed to the team and to subscribers, and what became of them.',
  agents: 'Agents that watch from other places, and what they saw.',
  description: 'The description of this API.',
} as const

/** What an endpoint answers from. */
export type EndpointRequest = {
  readonly deps: ApiDeps
  readonly serialize: NoticeSerializer
  /** `:id` of the path; empty where the path has none. */
  readonly id: string
  readonly query: Readonly<Record<string, string>>
  readonly raw: Request
}

/** What the API's description says of an endpoint, and what its route is made from. */
type EndpointDescription = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below `apiBase`. Its only parameter is `:id`. */
  readonly path: string
  /** Unique; generated clients name their methods by it. */
  readonly operationId: string
  readonly summary: string
  readonly tag: keyof typeof endpointTags
  /** Describes `:id`; required where the path has one. */
  readonly idParameter?: z.ZodType
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** `If-Match` is honoured: the change is refused when the notice has another version by now. */
  readonly versioned?: boolean
  /** It may be refused with 409 because of what is stored now. */
  readonly conflicts?: boolean
  readonly response: {
    readonly status: 200 | 201 | 204
    readonly description: string
    /** Absent: the answer has no body. */
    readonly schema?: z.ZodType
    /** Besides `Location` of a 201 and `Idempotency-Replayed` of every write. */
    readonly headers?: readonly ('ETag' | 'Link')[]
  }
}

/** An endpoint for tokens with at least one of its scopes; a 403 names the first. */
type GuardedEndpoint = EndpointDescription & {
  readonly scopes: readonly [Scope, ...Scope[]]
  /** @throws HttpError, ValidationError or StoreError, which become problem documents */
  handle(request: EndpointRequest, token: StoredToken): Promise<Response>
}

/** An endpoint for everybody. */
type OpenEndpoint = EndpointDescription & {
  readonly scopes: null
  handle(request: EndpointRequest): Promise<Response>
}

/** One row of the table of endpoints: routes, allowed methods, authorization and the API's description follow from it. */
export type Endpoint = GuardedEndpoint | OpenEndpoint

/** A request that changes something, its body parsed. */
export type WriteRequest = EndpointRequest & {
  /** The JSON of the body; `{}` for an empty one. */
  readonly input: unknown
  /** The version named by `If-Match`; null when any will do. */
  readonly version: number | null
  /** Name of the token. */
  readonly by: string
  /** The token, for the audit log. */
  readonly actor: AuditActor
  /** The receipt for an answer (JSON), to be committed with the change; null without an `Idempotency-Key`. */
  readonly receipt: ((answer: string) => Receipt) | null
}

/** A row for an endpoint that reads. */
export const readEndpoint = (row: Omit<GuardedEndpoint, 'method'>): Endpoint => ({ ...row, method: 'get' })

/** A row for an endpoint that changes something; `write` commits the change with the receipt and returns the answer as JSON. */
export function writeEndpoint(
  row: Omit<GuardedEndpoint, 'handle'> & { write(request: WriteRequest): Promise<string> },
): Endpoint {
  const { write, ...description } = row
  const { status } = row.response
  return {
    ...description,
    async handle(request, { id: tokenId, name: by }) {
      const { deps, raw } = request
      const body = await readRawBody(raw)
      const input = row.body ? parseBody(body, raw.headers) : {}
      const actor: AuditActor = { kind: 'token', name: by }
      const version = row.versioned ? parseIfMatch(raw.headers.get('if-match') ?? undefined) : null
      const idempotentRequest = idempotentRequestOf(raw, tokenId, body)
      const earlier = await earlierResponse(deps.receipt, idempotentRequest)
      if (earlier) return earlier
      const receipt =
        idempotentRequest && ((answer: string) => ({ ...idempotentRequest, status, answer, at: deps.now() }))
      try {
        return writeResponse(status, await write({ ...request, input, version, by, actor, receipt }))
      } catch (error) {
        // The same request may have come twice at once, here or to another process: the other one was done.
        const concurrent = await earlierResponse(deps.receipt, idempotentRequest)
        if (concurrent) return concurrent
        throw error
      }
    },
  }
}
