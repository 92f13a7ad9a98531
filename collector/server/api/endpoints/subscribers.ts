import { z } from 'zod'
import { strict } from '../../../notices/fields/field-schemas.ts'
import { parseInput } from '../../../notices/rules/validate.ts'
import { AddSubscriber, SubscriberView, subscriberView } from '../../../subscriptions/subscriber-schema.ts'
import { type Endpoint, readEndpoint, writeEndpoint } from '../endpoint.ts'
import { Limit, listResponse, paginate, parseListQuery } from '../pagination.ts'
import { CursorText, IdText } from '../parameters.ts'
import { jsonResponse } from '../responses.ts'

/** Query of `GET /api/v1/subscribers`. */
const ListSubscribers = strict({
  type: z.enum(['email', 'webhook', 'push']).optional().describe('Default: all.'),
  state: z.enum(['unconfirmed', 'active', 'paused']).optional().describe('Default: all.'),
  search: z.string().max(320).optional().describe('Part of the address.'),
  limit: Limit,
  after: CursorText.optional().describe('The cursor of the page before, from its Link header.'),
})

const idParameter = IdText.meta({
  description: 'Id of the subscriber.',
  examples: ['k3v9x0c2m7qa'],
  param: { id: 'subscriber' },
})

/** Every endpoint about subscribers. Their addresses are personal data: all of it needs the scope `admin`. */
export const subscriberEndpoints: readonly Endpoint[] = [
  readEndpoint({
    path: '/subscribers',
    scopes: ['admin'],
    tag: 'subscribers',
    operationId: 'listSubscribers',
    summary: 'List subscribers, in the order of their ids',
    query: ListSubscribers,
    response: {
      status: 200,
      description: 'A page of the list',
      schema: z.array(SubscriberView),
      headers: ['Link'],
    },
    async handle({ deps, query }) {
      const { type, limit, after, state, search } = parseInput(ListSubscribers, parseListQuery(query))
      const all = await deps.subscribers.list({
        limit: limit + 1,
        ...(type && { kind: type }),
        ...(state && { state }),
        ...(search && { search }),
        ...(after && { after }),
      })
      const { items, next } = paginate(all, limit, query, 'after', ({ id }) => id)
      return listResponse('/subscribers', items.map(subscriberView), next)
    },
  }),
  writeEndpoint({
    method: 'post',
    path: '/subscribers',
    scopes: ['admin'],
    tag: 'subscribers',
    operationId: 'addSubscriber',
    summary:
      'Add an e-mail address, or change what one chose; unless `confirmed`, a mail asks them to confirm',
    body: AddSubscriber,
    conflicts: true,
    response: { status: 201, description: 'The subscriber as stored now', schema: SubscriberView },
    async write({ deps, input, receipt }) {
      const answer = JSON.stringify(subscriberView(await deps.subscribers.add(input)))
      // Adding again changes nothing: the receipt may follow.
      if (receipt) await deps.keepReceipt(receipt(answer))
      return answer
    },
  }),
  readEndpoint({
    path: '/subscribers/:id',
    scopes: ['admin'],
    tag: 'subscribers',
    operationId: 'getSubscriber',
    summary: 'Get one subscriber',
    idParameter,
    response: { status: 200, description: 'The subscriber', schema: SubscriberView },
    handle: async ({ deps, id }) =>
      jsonResponse(200, JSON.stringify(subscriberView(await deps.subscribers.get(id)))),
  }),
  writeEndpoint({
    method: 'delete',
    path: '/subscribers/:id',
    scopes: ['admin'],
    tag: 'subscribers',
    operationId: 'eraseSubscriber',
    summary: 'End a subscription and erase everything that names the subscriber',
    idParameter,
    response: { status: 204, description: 'Nothing of it is kept' },
    async write({ deps, id }) {
      const { id: known } = await deps.subscribers.get(id)
      await deps.subscribers.erase([known])
      return ''
    },
  }),
]
