import type { Claim, Delivery, Settlement } from '../../delivery-store.ts'
import type { Sql } from '../sql.ts'
import { deliveryColumns } from './deliveries.ts'

type Waiting = { readonly id: number; readonly notifications: readonly string[] }

const together = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())]

/** Who is sending which delivery, and what people do about them. Writes are in a transaction. */
export const claimTable = {
  /** See DeliveryStore.claimDeliveries. What somebody else is claiming at the same time is left to them. */
  async claim(sql: Sql, { wholeRecipients, ...wanted }: Claim): Promise<readonly Delivery[]> {
    const { token, channel, now, until, limit, ahead } = wanted
    const isFree = `state = 'pending' AND channel = $2 AND (claim IS NULL OR claimed_until <= $3)`
    const rows = await sql.rows<Delivery>(
      `UPDATE deliveries SET claim = $1, claimed_until = $4, first_tried_at = coalesce(first_tried_at, $3)
       WHERE EXISTS (SELECT FROM deliveries WHERE ${isFree} AND due_at <= $3)
         AND id IN (
           SELECT id FROM deliveries
           WHERE ${isFree} AND (due_at <= $3 OR failures = 0 AND due_at <= $3::bigint + $5::bigint)
           ORDER BY due_at, id LIMIT $6 FOR UPDATE SKIP LOCKED)
       RETURNING ${deliveryColumns}`,
      token,
      channel,
      now,
      until,
      ahead,
      limit,
    )
    const beside =
      wholeRecipients && rows.length > 0
        ? await sql.rows<Delivery>(
            `UPDATE deliveries SET claim = $1, claimed_until = $4, first_tried_at = coalesce(first_tried_at, $3)
             WHERE id IN (
               SELECT id FROM deliveries
               WHERE state = 'pending' AND claim IS NULL AND channel = $2 AND due_at <= $3
                 AND recipient = ANY ($5::text[]) FOR UPDATE SKIP LOCKED)
             RETURNING ${deliveryColumns}`,
            token,
            channel,
            now,
            until,
            rows.map(({ recipient }) => recipient),
          )
        : []
    return [...rows, ...beside].toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id)
  },

  /** See DeliveryStore.settleDeliveries. */
  async settle(sql: Sql, settlement: Settlement): Promise<void> {
    const { id, claim, at, outcome } = settlement
    if (outcome === 'retry' || outcome === 'dead')
      await sql.run(
        'UPDATE deliveries SET failures = $1, error = $2 WHERE id = $3 AND claim = $4',
        settlement.failures,
        settlement.error,
        id,
        claim,
      )
    if (outcome === 'retry' || outcome === 'released') return waitAgain(sql, id, claim, settlement.dueAt)
    await sql.run(
      `UPDATE deliveries SET state = $1, finished_at = $2, error = $3, claim = NULL, claimed_until = NULL
       WHERE id = $4 AND claim = $5`,
      outcome,
      at,
      outcome === 'sent' ? null : settlement.error,
      id,
      claim,
    )
  },

  /** See DeliveryStore.retryDeliveries. */
  async retry(sql: Sql, ids: readonly number[], now: number): Promise<number> {
    let retried = 0
    for (const id of ids.toSorted((a, b) => b - a)) if (await retryOne(sql, id, now)) retried++
    return retried
  },

  /** See DeliveryStore.dropDeliveries. */
  drop: (sql: Sql, ids: readonly number[], now: number): Promise<number> =>
    sql.run(
      `UPDATE deliveries SET state = 'dropped', finished_at = $1, claim = NULL, claimed_until = NULL
       WHERE state IN ('dead', 'pending') AND id = ANY ($2::bigint[])`,
      now,
      ids,
    ),
}

/** The one that waits for the same recipient on the same topic, besides this one. */
const waitingBeside = (sql: Sql, id: number): Promise<Waiting | undefined> =>
  sql.row(
    `SELECT other.id, other.notifications FROM deliveries AS own JOIN deliveries AS other
       ON other.channel = own.channel AND other.recipient = own.recipient AND other.topic = own.topic
     WHERE own.id = $1 AND other.id <> own.id AND other.state = 'pending' AND other.claim IS NULL
     FOR UPDATE OF other`,
    id,
  )

/** It waits again, together with what has come for the same recipient on the same topic since. */
async function waitAgain(sql: Sql, id: number, claim: string, dueAt: number): Promise<void> {
  const own = await sql.row<Waiting>(
    'SELECT id, notifications FROM deliveries WHERE id = $1 AND claim = $2 FOR UPDATE',
    id,
    claim,
  )
  if (!own) return
  const later = await waitingBeside(sql, id)
  if (later) await sql.run('DELETE FROM deliveries WHERE id = $1', later.id)
  await sql.run(
    `UPDATE deliveries SET notifications = $1::text[], due_at = $2, claim = NULL, claimed_until = NULL,
       first_tried_at = CASE failures WHEN 0 THEN NULL ELSE first_tried_at END
     WHERE id = $3`,
    together(own.notifications, later?.notifications ?? []),
    dueAt,
    id,
  )
}

/** One that waits for the same recipient on the same topic tells it all. Says whether anything was changed. */
async function retryOne(sql: Sql, id: number, now: number): Promise<boolean> {
  const own = await sql.row<Waiting>(
    `SELECT id, notifications FROM deliveries
     WHERE id = $1 AND (state = 'dead' OR state = 'pending' AND (claim IS NULL OR claimed_until <= $2)) FOR UPDATE`,
    id,
    now,
  )
  if (!own) return false
  const other = await waitingBeside(sql, id)
  if (!other)
    return (
      (await sql.run(
        `UPDATE deliveries SET state = 'pending', due_at = $1, finished_at = NULL, first_tried_at = NULL,
           failures = 0, claim = NULL, claimed_until = NULL WHERE id = $2`,
        now,
        id,
      )) > 0
    )
  await sql.run(
    `UPDATE deliveries SET state = 'dropped', finished_at = $1, error = $2, claim = NULL, claimed_until = NULL
     WHERE id = $3`,
    now,
    `it is told by delivery ${other.id}`,
    id,
  )
  return (
    (await sql.run(
      `UPDATE deliveries SET notifications = $1::text[], due_at = $2, first_tried_at = NULL, failures = 0 WHERE id = $3`,
      together(own.notifications, other.notifications),
      now,
      other.id,
    )) > 0
  )
}
