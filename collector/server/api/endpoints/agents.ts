import { z } from 'zod'
import type { StoredToken } from '../../../store/access-store.ts'
import { agentProtocol } from '../../../regions/agent-protocol.ts'
import { Delivery, Receipt, incompatible, parseDelivery } from '../agent-delivery.ts'
import { unfoldBody } from '../compressed-body.ts'
import type { Endpoint } from '../endpoint.ts'
import { readEndpoint } from '../endpoint.ts'
import { parseBody, readRawBody } from '../request-body.ts'
import { HttpError, jsonResponse } from '../responses.ts'

const AgentInfo = z
  .object({
    region: z.string(),
    monitors: z.int().describe('How many it is to watch.'),
    last_delivery_at: z.iso.datetime().nullable().describe('Null: none since this collector started.'),
    version: z.string().nullable(),
    clock_lead_ms: z
      .number()
      .nullable()
      .describe('How far the clock of its machine is ahead; its checks are dated by the collector’s.'),
    waiting: z.int().nullable().describe('Checks that waited there after its last delivery.'),
  })
  .meta({ id: 'Agent', description: 'The agent of a region.' })

/** The region of an agent's token. @throws HttpError 403 where it names none */
function regionOf({ region }: StoredToken): string {
  if (region !== undefined) return region
  throw new HttpError({
    status: 403,
    title: 'Forbidden',
    reason: 'forbidden',
    detail: 'This token names no region. Make one with: vigie token create --scope agent --region ID',
  })
}

const noSuchRegion = (region: string): HttpError =>
  new HttpError({
    status: 409,
    title: 'No such region',
    reason: 'unknown_region',
    detail: `The configuration lists no region ${region} that is not the collector's own. List it under regions in status.yaml, or revoke this token.`,
  })

/** Every endpoint about agents. */
export const agentEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/agents',
    scopes: ['read'],
    tag: 'agents',
    operationId: 'listAgents',
    summary: 'List the agents of all regions',
    response: { status: 200, description: 'In the order of the configuration', schema: z.array(AgentInfo) },
    handle({ deps }) {
      const agents = deps.agents.list().map(({ deliveredAt, clockLead, ...agent }) => ({
        ...agent,
        last_delivery_at: deliveredAt === null ? null : new Date(deliveredAt).toISOString(),
        clock_lead_ms: clockLead,
      }))
      return Promise.resolve(jsonResponse(200, JSON.stringify(agents)))
    },
  }),
  readEndpoint({
    path: '/agent',
    scopes: ['agent'],
    tag: 'agents',
    operationId: 'getAgentWork',
    summary: 'Get what the agent of a region is to watch, with the secrets that needs',
    query: z.object({ protocol: z.string().optional().describe(`Now ${agentProtocol}.`) }),
    response: {
      status: 200,
      description: 'The work, as agents of this version read it',
      schema: z.record(z.string(), z.unknown()),
    },
    handle({ deps, query }, token) {
      const protocol = Number(query['protocol'] ?? agentProtocol)
      if (protocol !== agentProtocol) throw incompatible(protocol)
      const region = regionOf(token)
      const work = deps.agents.work(region)
      if (!work) throw noSuchRegion(region)
      return Promise.resolve(jsonResponse(200, JSON.stringify(work)))
    },
  }),
  {
    method: 'post',
    path: '/checks',
    scopes: ['agent'],
    tag: 'agents',
    operationId: 'deliverChecks',
    summary:
      'Deliver what was seen from a region; the same delivery again changes nothing. It may be gzipped',
    body: Delivery,
    conflicts: true,
    response: { status: 200, description: 'The checks are on record', schema: Receipt },
    async handle({ deps, raw }, token) {
      const region = regionOf(token)
      const { body, headers } = await unfoldBody(await readRawBody(raw), raw.headers)
      const receipt = await deps.agents.receive(region, parseDelivery(parseBody(body, headers)))
      if (!receipt) throw noSuchRegion(region)
      return jsonResponse(200, JSON.stringify(receipt))
    },
  },
]
