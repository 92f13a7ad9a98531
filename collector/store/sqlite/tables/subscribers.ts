import type { Database } from 'better-sqlite3'
import {
  type Subscriber,
  type SubscriberKind,
  type SubscriberState,
  maxBounces,
} from '../../../core/subscription/subscriber.ts'
import type { Confirmation, SubscriberFilter, UnconfirmedChange } from '../../subscriber-store.ts'
import { Conflict } from '../../store.ts'
import { isSqlite } from '../errors.ts'

const parse = (body: string): Subscriber => JSON.parse(body) as Subscriber

/** Readers who are notified of news, and the tokens they were sent. All writes are in a transaction. */
export function subscriberTables(db: Database) {
  return { ...subscriberRows(db), ...subscriberErasure(db), ...confirmationRows(db), ...installationKeys(db) }
}

function subscriberRows(db: Database) {
  const listPage = db
    .prepare<[Record<string, string | number | null>], string>(
      `SELECT body FROM subscribers
       WHERE id > @after AND (@kind IS NULL OR kind = @kind) AND (@state IS NULL OR state = @state)
         AND (@search IS NULL OR instr(lower(address), lower(@search)) > 0)
       ORDER BY id LIMIT @limit`,
    )
    .pluck()
  const one = db.prepare<[string], string>('SELECT body FROM subscribers WHERE id = ?').pluck()
  const byAddress = db
    .prepare<[string, string], string>('SELECT body FROM subscribers WHERE kind = ? AND address = ?')
    .pluck()
  const counts = db.prepare<[], { kind: SubscriberKind; state: SubscriberState; count: number }>(
    'SELECT kind, state, count(*) AS count FROM subscribers GROUP BY kind, state ORDER BY 1, 2',
  )
  const put = db.prepare<[string, string, string, string, number, string]>(
    `INSERT INTO subscribers (id, kind, address, state, created_at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, address = excluded.address, state = excluded.state,
       created_at = excluded.created_at, body = excluded.body`,
  )
  const putNew = db.prepare<[string, string, string, string, number, string]>(
    `INSERT INTO subscribers (id, kind, address, state, created_at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  )

  const get = (id: string): Subscriber | null => {
    const body = one.get(id)
    return body === undefined ? null : parse(body)
  }
  const write = (subscriber: Subscriber): void => run(put, subscriber)
  /** Throws Conflict where another one has the address. */
  function run(statement: typeof put, subscriber: Subscriber): void {
    const { id, kind, address, state, createdAt } = subscriber
    try {
      statement.run(id, kind, address, state, createdAt, JSON.stringify(subscriber))
    } catch (error) {
      if (isSqlite(error, 'SQLITE_CONSTRAINT_UNIQUE'))
        throw new Conflict('another subscriber has this address', null)
      throw error
    }
  }
  return {
    list: ({ after = '', kind, state, search, limit }: SubscriberFilter): readonly Subscriber[] =>
      listPage
        .all({ after, kind: kind ?? null, state: state ?? null, search: search ?? null, limit })
        .map(parse),
    get,
    byAddress(kind: SubscriberKind, address: string): Subscriber | null {
      const body = byAddress.get(kind, address)
      return body === undefined ? null : parse(body)
    },
    counts: () => counts.all(),
    write,
    /** Written unless one with its id is there. Throws Conflict where another one has the address. */
    writeNew: (subscriber: Subscriber): void => run(putNew, subscriber),
    recordBounce(id: string, bounced: boolean): SubscriberState | null {
      const subscriber = get(id)
      if (!subscriber) return null
      const bounces = bounced ? subscriber.bounces + 1 : 0
      const state = bounces >= maxBounces ? 'paused' : subscriber.state
      if (bounces !== subscriber.bounces) write({ ...subscriber, bounces, state })
      return state
    },
  }
}

function subscriberErasure(db: Database) {
  const staleConfirmations = db.prepare<[number]>('DELETE FROM confirmations WHERE expires_at < ?')
  const ids = 'IN (SELECT value FROM json_each(?))'
  const eraseDeliveries = db.prepare<[string]>(`DELETE FROM deliveries WHERE recipient ${ids}`)
  const eraseConfirmations = db.prepare<[string]>(`DELETE FROM confirmations WHERE subscriber ${ids}`)
  const erase = db.prepare<[string]>(`DELETE FROM subscribers WHERE id ${ids}`)
  const stale = db
    .prepare<[{ before: number }], string>(
      `SELECT id FROM subscribers WHERE state = 'unconfirmed' AND created_at < @before AND NOT EXISTS
         (SELECT 1 FROM confirmations WHERE subscriber = subscribers.id AND created_at >= @before)`,
    )
    .pluck()
  function remove(list: readonly string[]): number {
    const json = JSON.stringify(list)
    eraseDeliveries.run(json)
    eraseConfirmations.run(json)
    return erase.run(json).changes
  }
  return {
    remove,
    pruneUnconfirmed(before: number): number {
      staleConfirmations.run(before)
      return remove(stale.all({ before }))
    },
  }
}

function confirmationRows(db: Database) {
  const put = db.prepare<[string, string, number, number, string]>(
    'INSERT INTO confirmations (hash, subscriber, created_at, expires_at, choices) VALUES (?, ?, ?, ?, ?)',
  )
  const find = db
    .prepare<[string, number], [string, string]>(
      `SELECT subscribers.body, choices FROM confirmations JOIN subscribers ON subscribers.id = subscriber
       WHERE hash = ? AND expires_at > ?`,
    )
    .raw()
  const use = db.prepare<[string]>('DELETE FROM confirmations WHERE hash = ?')
  const since = db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM confirmations WHERE subscriber = ? AND created_at >= ?',
    )
    .pluck()
  return {
    putConfirmation({ hash, subscriber, createdAt, expiresAt, choices }: Confirmation): void {
      put.run(hash, subscriber, createdAt, expiresAt, JSON.stringify(choices))
    },
    /** The subscriber as a confirmation makes it, and as it is; null for one that is unknown, used or over. */
    confirmation(hash: string, now: number): UnconfirmedChange | null {
      const row = find.get(hash, now)
      if (!row) return null
      const before = parse(row[0])
      const choices = JSON.parse(row[1]) as Confirmation['choices']
      const confirmedAt = before.confirmedAt ?? now
      return { before, after: { ...before, ...choices, state: 'active', confirmedAt, bounces: 0 } }
    },
    useConfirmation: (hash: string): void => void use.run(hash),
    confirmationsSince: (subscriber: string, at: number): number => since.get(subscriber, at) ?? 0,
  }
}

function installationKeys(db: Database) {
  const find = db.prepare<[string], Buffer>('SELECT key FROM installation_keys WHERE name = ?').pluck()
  const add = db.prepare<[string, Buffer]>(
    'INSERT OR IGNORE INTO installation_keys (name, key) VALUES (?, ?)',
  )
  return {
    key: (name: string): Buffer | undefined => find.get(name),
    addKey: (name: string, key: Buffer): void => void add.run(name, key),
  }
}
