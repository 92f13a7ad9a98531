import type { Database } from 'better-sqlite3'
import type {
  Claim,
  Delivery,
  DeliveryCount,
  DeliveryFilter,
  DeliveryState,
  Expansion,
  Settlement,
} from '../../delivery-store.ts'

type DeliveryRow = {
  readonly id: number
  readonly channel: string
  readonly recipient: string
  readonly topic: string
  readonly notifications: string
  readonly state: DeliveryState
  readonly created_at: number
  readonly due_at: number
  readonly failures: number
  readonly first_tried_at: number | null
  readonly finished_at: number | null
  readonly error: string | null
}

const columns =
  'id, channel, recipient, topic, notifications, state, created_at, due_at, failures, first_tried_at, finished_at, error'

const deliveryOf = (row: DeliveryRow): Delivery => ({
  id: row.id,
  channel: row.channel,
  recipient: row.recipient,
  topic: row.topic,
  notifications: JSON.parse(row.notifications) as string[],
  state: row.state,
  createdAt: row.created_at,
  dueAt: row.due_at,
  failures: row.failures,
  firstTriedAt: row.first_tried_at,
  finishedAt: row.finished_at,
  error: row.error,
})

/** Messages owed to recipients, what became of them, and who is sending them. All writes are in a transaction. */
export function deliveryTable(db: Database) {
  return { ...deliveryReads(db), ...expansionWrites(db), ...claimWrites(db), ...operatorWrites(db) }
}

function deliveryReads(db: Database) {
  const list = db.prepare<[Record<string, string | number | null>], DeliveryRow>(
    `SELECT ${columns} FROM deliveries
     WHERE state IN (SELECT value FROM json_each(@states)) AND (@channel IS NULL OR channel = @channel)
       AND (@topic IS NULL OR topic = @topic) AND id < @before
     ORDER BY id DESC LIMIT @limit`,
  )
  const one = db.prepare<[number], DeliveryRow>(`SELECT ${columns} FROM deliveries WHERE id = ?`)
  const counts = db
    .prepare<[], [string, DeliveryState, number, number]>(
      'SELECT channel, state, count(*), min(created_at) FROM deliveries GROUP BY channel, state ORDER BY 1, 2',
    )
    .raw()
  const dueChannels = db
    .prepare<[number, number], string>(
      `SELECT DISTINCT channel FROM deliveries
       WHERE state = 'pending' AND due_at <= ? AND (claim IS NULL OR claimed_until <= ?)`,
    )
    .pluck()
  const lastSent = db
    .prepare<[string, string, string], [string, number]>(
      `SELECT topic, max(finished_at) FROM deliveries
       WHERE state = 'sent' AND channel = ? AND recipient = ? AND topic IN (SELECT value FROM json_each(?))
       GROUP BY topic`,
    )
    .raw()
  const allStates: readonly DeliveryState[] = ['pending', 'sent', 'dead', 'dropped']
  return {
    list: ({ states = allStates, channel, topic, limit, before }: DeliveryFilter): readonly Delivery[] =>
      list
        .all({
          states: JSON.stringify(states),
          channel: channel ?? null,
          topic: topic ?? null,
          before: before ?? Number.MAX_SAFE_INTEGER,
          limit,
        })
        .map(deliveryOf),
    get(id: number): Delivery | null {
      const row = one.get(id)
      return row ? deliveryOf(row) : null
    },
    dueChannels: (now: number): readonly string[] => dueChannels.all(now, now),
    counts: (): readonly DeliveryCount[] =>
      counts.all().map(([channel, state, count, oldestAt]) => ({ channel, state, count, oldestAt })),
    lastSent: (channel: string, topics: readonly string[], recipient: string): ReadonlyMap<string, number> =>
      new Map(lastSent.all(channel, recipient, JSON.stringify(topics))),
  }
}

function expansionWrites(db: Database) {
  const join = db.prepare<[string, string, string, string, number, number]>(
    `INSERT INTO deliveries (channel, recipient, topic, notifications, created_at, due_at)
     VALUES (?, ?, ?, json_array(?), ?, ?)
     ON CONFLICT (channel, recipient, topic) WHERE state = 'pending' AND claim IS NULL DO UPDATE
     SET notifications = CASE
           WHEN EXISTS (SELECT 1 FROM json_each(deliveries.notifications) WHERE value = excluded.notifications ->> 0)
           THEN deliveries.notifications
           ELSE json_insert(deliveries.notifications, '$[#]', excluded.notifications ->> 0) END,
         due_at = min(deliveries.due_at, excluded.due_at)`,
  )
  return {
    /** Owe them, or join what waits for the same recipient on the same topic. */
    owe({ notification, deliveries, at }: Expansion): void {
      for (const { channel, recipient, topic, dueAt } of deliveries)
        join.run(channel, recipient, topic, notification, at, dueAt)
    },
  }
}

function claimWrites(db: Database) {
  const isFree = `state = 'pending' AND channel = @channel AND (claim IS NULL OR claimed_until <= @now)`
  // What failed is not tried before its time: the service may have asked for that.
  const claim = db.prepare<[Claim], DeliveryRow>(
    `UPDATE deliveries SET claim = @token, claimed_until = @until, first_tried_at = coalesce(first_tried_at, @now)
     WHERE EXISTS (SELECT 1 FROM deliveries WHERE ${isFree} AND due_at <= @now)
       AND id IN (
         SELECT id FROM deliveries
         WHERE ${isFree} AND (due_at <= @now OR failures = 0 AND due_at <= @now + @ahead)
         ORDER BY due_at, id LIMIT @limit)
     RETURNING ${columns}`,
  )
  const finish = db.prepare<[string, number, string | null, number, string]>(
    `UPDATE deliveries SET state = ?, finished_at = ?, error = ?, claim = NULL, claimed_until = NULL
     WHERE id = ? AND claim = ?`,
  )
  const fail = db.prepare<[number, string, number, string]>(
    'UPDATE deliveries SET failures = ?, error = ? WHERE id = ? AND claim = ?',
  )
  const waiting = db.prepare<[number], { readonly id: number; readonly notifications: string }>(
    `SELECT other.id, other.notifications FROM deliveries AS own
     JOIN deliveries AS other USING (channel, recipient, topic)
     WHERE own.id = ? AND other.state = 'pending' AND other.claim IS NULL`,
  )
  const drop = db.prepare<[number]>('DELETE FROM deliveries WHERE id = ?')
  const release = db.prepare<[string, number, number, string]>(
    `UPDATE deliveries SET notifications = ?, due_at = ?, claim = NULL, claimed_until = NULL,
       first_tried_at = CASE failures WHEN 0 THEN NULL ELSE first_tried_at END
     WHERE id = ? AND claim = ?`,
  )
  const claimed = db
    .prepare<[number, string], string>('SELECT notifications FROM deliveries WHERE id = ? AND claim = ?')
    .pluck()

  /** It waits again, together with what has come for the same recipient on the same topic since. */
  function waitAgain(id: number, token: string, dueAt: number): void {
    const own = claimed.get(id, token)
    if (own === undefined) return
    const later = waiting.get(id)
    if (later) drop.run(later.id)
    const keys = [
      ...(JSON.parse(own) as string[]),
      ...(later ? (JSON.parse(later.notifications) as string[]) : []),
    ]
    release.run(JSON.stringify([...new Set(keys)]), dueAt, id, token)
  }
  return {
    /** See DeliveryStore.claimDeliveries. */
    claim: (wanted: Claim): readonly Delivery[] =>
      claim
        .all(wanted)
        .map(deliveryOf)
        .toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id),
    settle(settlement: Settlement): void {
      const { id, claim: token, at, outcome } = settlement
      if (outcome === 'retry' || outcome === 'dead')
        fail.run(settlement.failures, settlement.error, id, token)
      if (outcome === 'retry' || outcome === 'released') return waitAgain(id, token, settlement.dueAt)
      finish.run(outcome, at, outcome === 'sent' ? null : settlement.error, id, token)
    },
  }
}

function operatorWrites(db: Database) {
  const isFree = "(state = 'dead' OR state = 'pending' AND (claim IS NULL OR claimed_until <= @now))"
  const notificationsOf = db
    .prepare<[{ id: number; now: number }], string>(
      `SELECT notifications FROM deliveries WHERE id = @id AND ${isFree}`,
    )
    .pluck()
  const waiting = db.prepare<[number], { id: number; notifications: string }>(
    `SELECT other.id, other.notifications FROM deliveries AS own JOIN deliveries AS other
       ON other.channel = own.channel AND other.recipient = own.recipient AND other.topic = own.topic
     WHERE own.id = ? AND other.id <> own.id AND other.state = 'pending' AND other.claim IS NULL`,
  )
  const retry = db.prepare<[number, number]>(
    `UPDATE deliveries
     SET state = 'pending', due_at = ?, finished_at = NULL, first_tried_at = NULL, failures = 0, claim = NULL,
         claimed_until = NULL
     WHERE id = ?`,
  )
  const join = db.prepare<[string, number, number]>(
    'UPDATE deliveries SET notifications = ?, due_at = ?, first_tried_at = NULL, failures = 0 WHERE id = ?',
  )
  const leave = db.prepare<[number, string, number]>(
    `UPDATE deliveries SET state = 'dropped', finished_at = ?, error = ?, claim = NULL, claimed_until = NULL
     WHERE id = ?`,
  )
  const drop = db.prepare<[number, string]>(
    `UPDATE deliveries SET state = 'dropped', finished_at = ?, claim = NULL, claimed_until = NULL
     WHERE state IN ('dead', 'pending') AND id IN (SELECT value FROM json_each(?))`,
  )
  const prune = db.prepare<[number, number]>(
    `DELETE FROM deliveries WHERE id IN
       (SELECT id FROM deliveries WHERE finished_at IS NOT NULL AND finished_at < ? AND state <> 'dead' LIMIT ?)`,
  )

  /** One that waits for the same recipient on the same topic tells it all. Says whether anything was changed. */
  function retryOne(id: number, now: number): boolean {
    const own = notificationsOf.get({ id, now })
    if (own === undefined) return false
    const other = waiting.get(id)
    if (!other) return retry.run(now, id).changes > 0
    const keys = [...(JSON.parse(own) as string[]), ...(JSON.parse(other.notifications) as string[])]
    leave.run(now, `it is told by delivery ${other.id}`, id)
    return join.run(JSON.stringify([...new Set(keys)]), now, other.id).changes > 0
  }
  return {
    retry: (list: readonly number[], now: number): number =>
      list.toSorted((a, b) => b - a).filter((id) => retryOne(id, now)).length,
    drop: (list: readonly number[], now: number): number => drop.run(now, JSON.stringify(list)).changes,
    prune: (before: number, limit: number): number => prune.run(before, limit).changes,
  }
}
