import {
  type Subscriber,
  type SubscriberKind,
  type SubscriberState,
  maxBounces,
} from '../../../core/subscription/subscriber.ts'
import type { Confirmation, SubscriberFilter, UnconfirmedChange } from '../../subscriber-store.ts'
import { Conflict } from '../../store.ts'
import { sqlState } from '../errors.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { selectBodies, selectBody, lastOfEach } from './versioned.ts'

type SubscriberCount = {
  readonly kind: SubscriberKind
  readonly state: SubscriberState
  readonly count: number
}

const insert = `INSERT INTO subscribers (id, kind, address, state, created_at, body)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
  ON CONFLICT (id) DO`
const replace = `${insert} UPDATE SET kind = excluded.kind, address = excluded.address, state = excluded.state,
  created_at = excluded.created_at, body = excluded.body`

/** @throws Conflict where another one has the address */
async function write(sql: Sql, statement: string, list: readonly Subscriber[]): Promise<void> {
  const rows = lastOfEach(list, ({ id }) => id).map(
    (one) => [one.id, one.kind, one.address, one.state, one.createdAt, JSON.stringify(one)] as const,
  )
  try {
    await sql.run(statement, ...columnsOf(6, rows))
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('another subscriber has this address', null)
    throw error
  }
}

/** Readers who are notified of news, and the tokens they were sent. Writes are in a transaction. */
export const subscriberTable = {
  list: (
    sql: Sql,
    { after = '', kind, state, search, limit }: SubscriberFilter,
  ): Promise<readonly Subscriber[]> =>
    selectBodies(
      sql,
      `SELECT body FROM subscribers
       WHERE id > $1 AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::text IS NULL OR strpos(lower(address), lower($4)) > 0) ORDER BY id LIMIT $5`,
      after,
      kind ?? null,
      state ?? null,
      search ?? null,
      limit,
    ),
  get: (sql: Sql, id: string): Promise<Subscriber | null> =>
    selectBody(sql, 'SELECT body FROM subscribers WHERE id = $1', id),
  byAddress: (sql: Sql, kind: SubscriberKind, address: string): Promise<Subscriber | null> =>
    selectBody(sql, 'SELECT body FROM subscribers WHERE kind = $1 AND address = $2', kind, address),
  counts: (sql: Sql): Promise<readonly SubscriberCount[]> =>
    sql.rows(
      'SELECT kind, state, count(*) AS count FROM subscribers GROUP BY kind, state ORDER BY kind, state',
    ),
  /** Inserted or replaced by id. @throws Conflict where another one has the address */
  put: (sql: Sql, list: readonly Subscriber[]): Promise<void> => write(sql, replace, list),
  /** Written unless one with its id is there. @throws Conflict where another one has the address */
  putNew: (sql: Sql, one: Subscriber): Promise<void> => write(sql, `${insert} NOTHING`, [one]),
  /** See SubscriberStore.recordBounce. */
  async recordBounce(sql: Sql, id: string, bounced: boolean): Promise<SubscriberState | null> {
    const subscriber = await selectBody<Subscriber>(
      sql,
      'SELECT body FROM subscribers WHERE id = $1 FOR UPDATE',
      id,
    )
    if (!subscriber) return null
    const bounces = bounced ? subscriber.bounces + 1 : 0
    const state = bounces >= maxBounces ? 'paused' : subscriber.state
    if (bounces !== subscriber.bounces) await subscriberTable.put(sql, [{ ...subscriber, bounces, state }])
    return state
  },
  /** See SubscriberStore.eraseSubscribers. */
  async remove(sql: Sql, ids: readonly string[]): Promise<number> {
    await sql.run('DELETE FROM deliveries WHERE recipient = ANY ($1::text[])', ids)
    await sql.run('DELETE FROM confirmations WHERE subscriber = ANY ($1::text[])', ids)
    return sql.run('DELETE FROM subscribers WHERE id = ANY ($1::text[])', ids)
  },
  /** See SubscriberStore.pruneUnconfirmed. */
  async pruneUnconfirmed(sql: Sql, before: number): Promise<number> {
    await sql.run('DELETE FROM confirmations WHERE expires_at < $1', before)
    const rows = await sql.rows<{ id: string }>(
      `SELECT id FROM subscribers WHERE state = 'unconfirmed' AND created_at < $1 AND NOT EXISTS
         (SELECT FROM confirmations WHERE subscriber = subscribers.id AND created_at >= $1) FOR UPDATE`,
      before,
    )
    return subscriberTable.remove(
      sql,
      rows.map(({ id }) => id),
    )
  },
  async putConfirmation(sql: Sql, one: Confirmation): Promise<void> {
    await sql.run(
      'INSERT INTO confirmations (hash, subscriber, created_at, expires_at, choices) VALUES ($1, $2, $3, $4, $5)',
      one.hash,
      one.subscriber,
      one.createdAt,
      one.expiresAt,
      JSON.stringify(one.choices),
    )
  },
  /** The subscriber as a confirmation makes it, and as it is; null for one that is unknown, used or over. */
  async confirmation(
    sql: Sql,
    hash: string,
    now: number,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<UnconfirmedChange | null> {
    const row = await sql.row<{ body: string; choices: string }>(
      `SELECT body, choices FROM confirmations JOIN subscribers ON subscribers.id = subscriber
       WHERE hash = $1 AND expires_at > $2 ${lock}`,
      hash,
      now,
    )
    if (!row) return null
    const before = JSON.parse(row.body) as Subscriber
    const choices = JSON.parse(row.choices) as Confirmation['choices']
    const confirmedAt = before.confirmedAt ?? now
    return { before, after: { ...before, ...choices, state: 'active', confirmedAt, bounces: 0 } }
  },
  async useConfirmation(sql: Sql, hash: string): Promise<void> {
    await sql.run('DELETE FROM confirmations WHERE hash = $1', hash)
  },
  async confirmationsSince(sql: Sql, subscriber: string, since: number): Promise<number> {
    const row = await sql.row<{ count: number }>(
      'SELECT count(*) AS count FROM confirmations WHERE subscriber = $1 AND created_at >= $2',
      subscriber,
      since,
    )
    return row!.count
  },
  async key(sql: Sql, name: string): Promise<Buffer | null> {
    const row = await sql.row<{ key: Buffer }>('SELECT key FROM installation_keys WHERE name = $1', name)
    return row?.key ?? null
  },
  /** One that is there stays. */
  async addKey(sql: Sql, name: string, key: Buffer): Promise<void> {
    await sql.run(
      'INSERT INTO installation_keys (name, key) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      name,
      key,
    )
  },
}
