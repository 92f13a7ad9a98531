import type { SeenCertificate } from '../../certificate-store.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { lastOfEach } from './versioned.ts'

/** How long what a monitor no longer sees is kept, ms. */
const keptFor = 400 * 86_400_000
const hour = 3_600_000
const columns = 'monitor, at, expires_at AS "expiresAt"'

/** The certificates that monitors have seen. Writes are in a transaction. */
export const certificateTable = {
  async put(sql: Sql, list: readonly SeenCertificate[]): Promise<void> {
    if (list.length === 0) return
    const rows = lastOfEach(list, ({ monitor, at }) => `${monitor}\n${Math.floor(at / hour)}`).map(
      ({ monitor, at, expiresAt }) => [monitor, Math.floor(at / hour), at, expiresAt] as const,
    )
    await sql.run(
      `INSERT INTO certificates (monitor, hour, at, expires_at)
       SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
       ON CONFLICT (monitor, hour) DO UPDATE SET at = excluded.at, expires_at = excluded.expires_at`,
      ...columnsOf(4, rows),
    )
    await sql.run(
      `DELETE FROM certificates USING unnest($1::text[], $2::bigint[]) AS seen (monitor, at)
       WHERE certificates.monitor = seen.monitor AND certificates.at < seen.at - $3::bigint`,
      ...columnsOf(
        2,
        list.map(({ monitor, at }) => [monitor, at]),
      ),
      keptFor,
    )
  },
  all: (sql: Sql): Promise<readonly SeenCertificate[]> =>
    sql.rows(`SELECT ${columns} FROM certificates ORDER BY at, monitor`),
  latest: (sql: Sql): Promise<readonly SeenCertificate[]> =>
    sql.rows(`SELECT DISTINCT ON (monitor) ${columns} FROM certificates ORDER BY monitor, hour DESC`),
}
