import type { ComponentConfig } from '../../../core/config/config.ts'
import type { ComponentRecord } from '../../component-store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

type ComponentRow = Omit<ComponentRecord, 'body'> & { readonly body: string | null }

/** Which components there are and were. Writes are in a transaction. */
export const componentTable = {
  /** They appeared; an earlier appearance stays. */
  async add(
    sql: Sql,
    list: readonly { readonly component: string; readonly firstAt: number }[],
  ): Promise<void> {
    if (list.length === 0) return
    const earliest = new Map<string, number>()
    for (const { component, firstAt } of list)
      earliest.set(component, Math.min(firstAt, earliest.get(component) ?? Infinity))
    await sql.run(
      `INSERT INTO components AS stored (id, first_at) SELECT * FROM unnest($1::text[], $2::bigint[])
       ON CONFLICT (id) DO UPDATE SET first_at = least(stored.first_at, excluded.first_at)`,
      ...columnsOf(
        2,
        lastOfEach([...earliest], ([id]) => id),
      ),
    )
  },
  /** These are configured now (ms), and no others. */
  async setConfigured(sql: Sql, at: number, now: readonly ComponentConfig[]): Promise<void> {
    await componentTable.add(
      sql,
      now.map(({ id }) => ({ component: id, firstAt: at })),
    )
    const rows = lastOfEach(now, ({ id }) => id).map(
      ({ id, name, group, tier }) => [id, JSON.stringify({ id, name, group, tier })] as const,
    )
    const [ids, bodies] = columnsOf(2, rows)
    await sql.run(
      `UPDATE components SET body = new.body, gone_at = NULL
       FROM unnest($1::text[], $2::text[]) AS new (id, body) WHERE components.id = new.id`,
      ids!,
      bodies!,
    )
    await sql.run(
      'UPDATE components SET gone_at = $1 WHERE gone_at IS NULL AND id <> ALL ($2::text[])',
      at,
      ids!,
    )
  },
  async firstAt(sql: Sql): Promise<ReadonlyMap<string, number>> {
    const rows = await sql.rows<{ id: string; first_at: number }>('SELECT id, first_at FROM components')
    return new Map(rows.map(({ id, first_at: at }) => [id, at]))
  },
  async records(sql: Sql): Promise<readonly ComponentRecord[]> {
    const rows = await sql.rows<ComponentRow>(
      'SELECT id AS component, first_at AS "firstAt", gone_at AS "goneAt", body FROM components ORDER BY id',
    )
    return rows.map((row) => ({
      ...row,
      body: row.body === null ? null : (JSON.parse(row.body) as ComponentRecord['body']),
    }))
  },
}
