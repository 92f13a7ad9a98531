import type {
  Delivery,
  DeliveryCount,
  DeliveryFilter,
  DeliveryState,
  Expansion,
} from '../../delivery-store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

/** What the port tells of a delivery. */
export const deliveryColumns = `id, channel, recipient, topic, notifications, state, created_at AS "createdAt",
  due_at AS "dueAt", failures, first_tried_at AS "firstTriedAt", finished_at AS "finishedAt", error`

const allStates: readonly DeliveryState[] = ['pending', 'sent', 'dead', 'dropped']

/** Messages owed to recipients, and what became of them. Writes are in a transaction. */
export const deliveryTable = {
  list: (
    sql: Sql,
    { states = allStates, channel, topic, limit, before }: DeliveryFilter,
  ): Promise<readonly Delivery[]> =>
    sql.rows(
      `SELECT ${deliveryColumns} FROM deliveries
       WHERE state = ANY ($1::text[]) AND ($2::text IS NULL OR channel = $2) AND ($3::text IS NULL OR topic = $3)
         AND id < $4 ORDER BY id DESC LIMIT $5`,
      states,
      channel ?? null,
      topic ?? null,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    ),
  async get(sql: Sql, id: number): Promise<Delivery | null> {
    const row = await sql.row<Delivery>(`SELECT ${deliveryColumns} FROM deliveries WHERE id = $1`, id)
    return row ?? null
  },
  async dueChannels(sql: Sql, now: number): Promise<readonly string[]> {
    const rows = await sql.rows<{ channel: string }>(
      `SELECT DISTINCT channel FROM deliveries
       WHERE state = 'pending' AND due_at <= $1 AND (claim IS NULL OR claimed_until <= $1)`,
      now,
    )
    return rows.map(({ channel }) => channel)
  },
  counts: (sql: Sql): Promise<readonly DeliveryCount[]> =>
    sql.rows(
      `SELECT channel, state, count(*) AS count, min(created_at) AS "oldestAt" FROM deliveries
       GROUP BY channel, state ORDER BY channel, state COLLATE "C"`,
    ),
  async lastSent(
    sql: Sql,
    channel: string,
    topics: readonly string[],
    recipient: string,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await sql.rows<{ topic: string; at: number }>(
      `SELECT topic, max(finished_at) AS at FROM deliveries
       WHERE state = 'sent' AND channel = $1 AND recipient = $2 AND topic = ANY ($3::text[]) GROUP BY topic`,
      channel,
      recipient,
      topics,
    )
    return new Map(rows.map(({ topic, at }) => [topic, at]))
  },
  /** Owe them, or join what waits for the same recipient on the same topic. */
  async owe(sql: Sql, { notification, deliveries, at }: Expansion): Promise<void> {
    const earliest = deliveries.toSorted((a, b) => b.dueAt - a.dueAt)
    const rows = lastOfEach(earliest, (one) => JSON.stringify([one.channel, one.recipient, one.topic]))
    const order = new Map(
      deliveries.map((one, index) => [JSON.stringify([one.channel, one.recipient, one.topic]), index]),
    )
    await sql.run(
      `INSERT INTO deliveries AS waiting (channel, recipient, topic, notifications, created_at, due_at)
       SELECT channel, recipient, topic, ARRAY[$5::text], $6::bigint, due_at
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $7::int[])
         AS new (channel, recipient, topic, due_at, position) ORDER BY position
       ON CONFLICT (channel, recipient, topic) WHERE state = 'pending' AND claim IS NULL DO UPDATE
       SET notifications = CASE WHEN $5::text = ANY (waiting.notifications) THEN waiting.notifications
             ELSE waiting.notifications || $5::text END,
           due_at = least(waiting.due_at, excluded.due_at)`,
      ...columnsOf(
        4,
        rows.map((one) => [one.channel, one.recipient, one.topic, one.dueAt]),
      ),
      notification,
      at,
      rows.map((one) => order.get(JSON.stringify([one.channel, one.recipient, one.topic]))!),
    )
  },
  prune: (sql: Sql, before: number, limit: number): Promise<number> =>
    sql.run(
      `DELETE FROM deliveries WHERE id IN
         (SELECT id FROM deliveries WHERE finished_at IS NOT NULL AND finished_at < $1 AND state <> 'dead' LIMIT $2)`,
      before,
      limit,
    ),
}
