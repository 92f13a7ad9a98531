import type { Database } from 'better-sqlite3'
import type { SeenCertificate } from '../../certificate-store.ts'

/** How long what a monitor no longer sees is kept, ms. */
const keptFor = 400 * 86_400_000
const hour = 3_600_000

/** The certificates that monitors have seen. */
export function certificateTable(db: Database) {
  const put = db.prepare<[string, number, number, number]>(
    'INSERT OR REPLACE INTO certificates (monitor, hour, at, expires_at) VALUES (?, ?, ?, ?)',
  )
  const prune = db.prepare<[string, number]>('DELETE FROM certificates WHERE monitor = ? AND at < ?')
  const columns = 'monitor, at, expires_at AS expiresAt'
  const all = db.prepare<[], SeenCertificate>(`SELECT ${columns} FROM certificates ORDER BY at, monitor`)
  const latest = db.prepare<[], SeenCertificate>(
    `SELECT ${columns} FROM certificates AS one
     WHERE hour = (SELECT max(hour) FROM certificates WHERE monitor = one.monitor) ORDER BY monitor`,
  )
  return {
    /** In a transaction. */
    put({ monitor, at, expiresAt }: SeenCertificate): void {
      put.run(monitor, Math.floor(at / hour), at, expiresAt)
      prune.run(monitor, at - keptFor)
    },
    all: (): readonly SeenCertificate[] => all.all(),
    latest: (): readonly SeenCertificate[] => latest.all(),
  }
}
