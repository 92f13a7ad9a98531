import { z } from 'zod'
import type { Delivery } from '../store/delivery-store.ts'

/** The states that a delivery can be in. */
export const deliveryStates = ['pending', 'sent', 'dead', 'dropped'] as const

const Instant = z.iso.datetime()

/** A delivery as programs see it. */
export const DeliveryView = z.object({
  kind: z.literal('delivery'),
  id: z.int(),
  channel: z.string().describe('Name of the channel, or `subscribers/KIND`.'),
  subscriber: z
    .string()
    .nullable()
    .describe('Id of the subscriber; null where the channel names whom it tells.'),
  topic: z.string().describe('What it is about: `incident/ID`, `maintenance/ID` …'),
  state: z
    .enum(deliveryStates)
    .describe('`dead`: given up, see `error`; `dropped`: by a person, or there was nothing left to say.'),
  created_at: Instant,
  due_at: Instant.describe('Not tried before.'),
  failures: z.int().describe('Attempts that failed.'),
  first_tried_at: Instant.nullable(),
  finished_at: Instant.nullable(),
  error: z.string().nullable().describe('Why the last attempt failed.'),
})

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** A delivery for programs. What a mail server said of a subscriber may name the address: that is left out. */
export const deliveryView = (delivery: Delivery): z.infer<typeof DeliveryView> => ({
  kind: 'delivery',
  id: delivery.id,
  channel: delivery.channel,
  subscriber: isToSubscriber(delivery) ? delivery.recipient : null,
  topic: delivery.topic,
  state: delivery.state,
  created_at: iso(delivery.createdAt),
  due_at: iso(delivery.dueAt),
  failures: delivery.failures,
  first_tried_at: isoOrNull(delivery.firstTriedAt),
  finished_at: isoOrNull(delivery.finishedAt),
  error: isToSubscriber(delivery) ? (delivery.error?.replaceAll(address, 'ADDRESS') ?? null) : delivery.error,
})

const isToSubscriber = ({ channel }: Delivery): boolean => channel.startsWith('subscribers/')

const address = /[^\s<>@]+@[^\s<>@]+/g
