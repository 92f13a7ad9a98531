import type { Client, Pool, PoolClient } from 'pg'
import { isConnectionLoss } from './errors.ts'
import { type Sql, sqlOf } from './sql.ts'

/** A connection that broke while it lay idle is replaced; more than so many at once are not kept. */
const maxIdleLosses = 8

/** Work between two statements on connections of a pool. */
export type Transactions = {
  /**
   * Run work after `begin` and before COMMIT; without it, on its own. A connection that broke is thrown away, and one that was
   * lost while it lay idle is replaced before work begins.
   */
  run<T>(begin: string | null, work: (sql: Sql) => Promise<T>): Promise<T>
  /** End, without waiting for what is under way: that is refused from here on. */
  end(): Promise<void>
}

/** @param requireOpen throws once the store is closed */
export function createTransactions(pool: Pool, requireOpen: () => void): Transactions {
  const active = new Set<PoolClient>()
  // What breaks while nobody uses it is replaced at the next use.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    // What breaks in use is told by the statement that fails.
    client.on('error', () => {})
  })

  async function begun(begin: string | null): Promise<PoolClient> {
    for (let attempt = 1; ; attempt++) {
      const wasIdle = pool.idleCount > 0
      const client = await pool.connect()
      if (begin === null) return client
      try {
        await client.query(begin)
        return client
      } catch (error) {
        client.release(true)
        if (!wasIdle || attempt > maxIdleLosses || !isConnectionLoss(error)) throw error
      }
    }
  }

  /** Roll back; says whether the connection is of no more use. */
  async function rollBack(client: PoolClient, begin: string | null, error: unknown): Promise<boolean> {
    if (isConnectionLoss(error)) return true
    if (begin === null) return false
    try {
      await client.query('ROLLBACK')
      return false
    } catch {
      return true
    }
  }

  async function once<T>(begin: string | null, work: (sql: Sql) => Promise<T>): Promise<T> {
    requireOpen()
    const client = await begun(begin)
    active.add(client)
    let isBroken = false
    try {
      const result = await work(sqlOf(client))
      requireOpen()
      if (begin !== null) await client.query('COMMIT')
      return result
    } catch (error) {
      isBroken = await rollBack(client, begin, error)
      throw error
    } finally {
      active.delete(client)
      client.release(isBroken)
    }
  }

  return {
    async run(begin, work) {
      for (let attempt = 1; ; attempt++) {
        const wasIdle = pool.idleCount > 0
        try {
          return await once(begin, work)
        } catch (error) {
          // A single read may be made again; of a transaction it is not known how far it came.
          if (begin !== null || !wasIdle || attempt > maxIdleLosses || !isConnectionLoss(error)) throw error
        }
      }
    },
    async end() {
      const ended = pool.end()
      if (active.size === 0) await ended
      for (const client of active) void (client as unknown as Client).end().catch(() => {})
    },
  }
}
