import { z } from 'zod'
import { DeliveryView, deliveryStates, deliveryView } from '../../../deliveries/delivery-schema.ts'
import { strict } from '../../../notices/fields/field-schemas.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import { type Endpoint, type WriteRequest, readEndpoint, writeEndpoint } from '../endpoint.ts'
import { Limit, listResponse, paginate, parseListQuery } from '../pagination.ts'
import { CursorText, IdText, rejectCursor } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'

/** Query of `GET /api/v1/deliveries`. */
const ListDeliveries = strict({
  state: z.enum(deliveryStates).optional().describe('Default: all.'),
  channel: z.string().max(64).optional().describe('Name of a channel. Default: all.'),
  topic: z.string().max(100).optional().describe('What it is about, such as `incident/ID`. Default: all.'),
  limit: Limit,
  before: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

const idParameter = IdText.meta({
  description: 'Id of the delivery.',
  examples: ['1042'],
  param: { id: 'delivery' },
})

const parseBefore = (text: string): number =>
  /^[1-9]\d{0,14}$/.test(text) ? Number(text) : rejectCursor('before')

/** A row for what a person decides of a delivery. */
const decide = (what: 'retry' | 'drop', summary: string): Endpoint =>
  writeEndpoint({
    method: 'post',
    path: `/deliveries/:id/${what}`,
    scopes: ['admin'],
    tag: 'deliveries',
    operationId: `${what}Delivery`,
    summary,
    idParameter,
    conflicts: true,
    response: { status: 200, description: 'The delivery as stored now', schema: DeliveryView },
    async write({ deps, id, receipt }: WriteRequest) {
      const answer = JSON.stringify(deliveryView(await deps.deliveries[what](id)))
      // Doing it again changes nothing: the receipt may follow.
      if (receipt) await deps.keepReceipt(receipt(answer))
      return answer
    },
  })

/** Every endpoint about deliveries. */
export const deliveryEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/deliveries',
    scopes: ['read', 'admin'],
    tag: 'deliveries',
    operationId: 'listDeliveries',
    summary: 'List messages owed to people and what became of them, newest first',
    query: ListDeliveries,
    response: {
      status: 200,
      description: 'A page of the list',
      schema: z.array(DeliveryView),
      headers: ['Link'],
    },
    async handle({ deps, query }) {
      const { state, channel, topic, limit, before } = parseInput(ListDeliveries, parseListQuery(query))
      const all = await deps.deliveries.list({
        limit: limit + 1,
        ...(state && { states: [state] }),
        ...(channel !== undefined && { channel }),
        ...(topic !== undefined && { topic }),
        ...(before !== undefined && { before: parseBefore(before) }),
      })
      const { items, next } = paginate(all, limit, query, 'before', ({ id }) => String(id))
      return listResponse('/deliveries', items.map(deliveryView), next)
    },
  }),
  readEndpoint({
    path: '/deliveries/:id',
    scopes: ['read', 'admin'],
    tag: 'deliveries',
    operationId: 'getDelivery',
    summary: 'Get one delivery',
    idParameter,
    response: { status: 200, description: 'The delivery', schema: DeliveryView },
    handle: async ({ deps, id }) =>
      jsonResponse(200, JSON.stringify(deliveryView(await deps.deliveries.get(id)))),
  }),
  decide('retry', 'Try a delivery again at once that waits or was given up'),
  decide('drop', 'Never send a delivery that waits or was given up'),
]
