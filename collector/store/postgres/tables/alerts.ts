import { type Alert, type AlertSilence, isSilenceActive } from '../../../core/alert/alert.ts'
import { Conflict } from '../../store.ts'
import { sqlState } from '../errors.ts'
import { columnsOf, type Sql } from '../sql.ts'
import {
  selectBodies,
  selectBody,
  dropVersioned,
  lastOfEach,
  putVersioned,
  type VersionedTable,
} from './versioned.ts'

/** How long what ended is kept, ms: somebody may ask how often a rule fired in a year. */
const keptFor = 400 * 86_400_000

const changed = (id: string): string => `alert ${id} was changed by another process`
const table: VersionedTable<Alert> = {
  name: 'alerts',
  key: 'id',
  idOf: ({ id }) => id,
  columns: [
    ['rule', 'text'],
    ['component', 'text'],
    ['since', 'bigint'],
    ['ended_at', 'bigint'],
  ],
  valuesOf: (one) => [one.rule, one.component ?? '', one.since, one.endedAt],
  conflict: ({ id }) => changed(id),
}

/** What alert rules watch for, and the silences in which nobody is notified. Writes are in a transaction. */
export const alertTable = {
  get: (sql: Sql, id: string): Promise<Alert | null> =>
    selectBody(sql, 'SELECT body FROM alerts WHERE id = $1', id),
  open: (sql: Sql): Promise<readonly Alert[]> =>
    selectBodies(sql, 'SELECT body FROM alerts WHERE ended_at IS NULL ORDER BY since, id'),
  fired: (sql: Sql, limit: number): Promise<readonly Alert[]> =>
    selectBodies(
      sql,
      `SELECT body FROM alerts WHERE body::json ->> 'firedAt' IS NOT NULL
       ORDER BY since DESC, id LIMIT $1`,
      limit,
    ),
  /** @throws Conflict unless every version follows the stored one and of each rule and component one lasts */
  async put(sql: Sql, list: readonly Alert[]): Promise<void> {
    if (list.length === 0) return
    // The one that ends makes room for the one that begins.
    const [ended, lasting] = [list.filter(isOver), list.filter((one) => !isOver(one))]
    await putVersioned(sql, table, ended)
    try {
      await putVersioned(sql, table, lasting)
    } catch (error) {
      if (sqlState(error) !== '23505') throw error
      throw new Conflict(changed(lasting[0]!.id), null)
    }
    const newest = Math.max(...ended.map(({ endedAt }) => endedAt ?? 0))
    if (ended.length > 0) await sql.run('DELETE FROM alerts WHERE ended_at < $1', newest - keptFor)
  },
  /** Forget some that never fired. @throws Conflict where one has another version, or is gone */
  drop: (sql: Sql, list: readonly { readonly id: string; readonly version: number }[]): Promise<void> =>
    dropVersioned(sql, table, list, false, changed),
  async putSilences(sql: Sql, list: readonly AlertSilence[]): Promise<void> {
    if (list.length === 0) return
    const rows = lastOfEach(list, ({ id }) => id).map(
      (one) => [one.id, one.until, JSON.stringify(one)] as const,
    )
    await sql.run(
      `INSERT INTO alert_silences (id, until, body) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
       ON CONFLICT (id) DO UPDATE SET until = excluded.until, body = excluded.body`,
      ...columnsOf(3, rows),
    )
    const newest = Math.max(...list.map(({ from }) => from))
    await sql.run('DELETE FROM alert_silences WHERE until < $1', newest - keptFor)
  },
  async silences(sql: Sql, now?: number): Promise<readonly AlertSilence[]> {
    const all = await selectBodies<AlertSilence>(sql, 'SELECT body FROM alert_silences ORDER BY until, id')
    return all.filter((one) => now === undefined || one.from > now || isSilenceActive(one, now))
  },
}

const isOver = ({ endedAt }: Alert): boolean => endedAt !== null
