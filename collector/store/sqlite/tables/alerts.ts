import type { Database } from 'better-sqlite3'
import type { Alert, AlertSilence } from '../../../core/alert/alert.ts'
import { isSilenceActive } from '../../../core/alert/alert.ts'
import { Conflict } from '../../store.ts'

/** How long what ended is kept, ms: somebody may ask how often a rule fired in a year. */
const keptFor = 400 * 86_400_000

const parseAlert = (body: string): Alert => JSON.parse(body) as Alert

/** What alert rules watch for, and the silences in which nobody is notified. */
export function alertTables(db: Database) {
  const get = db.prepare<[string], string>('SELECT body FROM alerts WHERE id = ?').pluck()
  const put = db.prepare<[string, string, string, number, number | null, number, string]>(
    `INSERT INTO alerts (id, rule, component, since, ended_at, version, body) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, version = excluded.version, body = excluded.body`,
  )
  const drop = db.prepare<[string, number]>('DELETE FROM alerts WHERE id = ? AND version = ?')
  const prune = db.prepare<[number]>('DELETE FROM alerts WHERE ended_at < ?')
  const openOf = db
    .prepare<[string, string], string>(
      'SELECT id FROM alerts WHERE rule = ? AND component = ? AND ended_at IS NULL',
    )
    .pluck()
  const open = db
    .prepare<[], string>('SELECT body FROM alerts WHERE ended_at IS NULL ORDER BY since, id')
    .pluck()
  const fired = db
    .prepare<[number], string>(
      `SELECT body FROM alerts WHERE json_extract(body, '$.firedAt') IS NOT NULL
       ORDER BY since DESC, id LIMIT ?`,
    )
    .pluck()
  const putSilence = db.prepare<[string, number, string]>(
    'INSERT OR REPLACE INTO alert_silences (id, until, body) VALUES (?, ?, ?)',
  )
  const pruneSilences = db.prepare<[number]>('DELETE FROM alert_silences WHERE until < ?')
  const silences = db.prepare<[], string>('SELECT body FROM alert_silences ORDER BY until, id').pluck()

  const alert = (id: string): Alert | null => {
    const body = get.get(id)
    return body === undefined ? null : parseAlert(body)
  }
  return {
    alert,
    /** Write an alert. Throws Conflict unless its version follows the stored one and no other lasts. In a transaction. */
    put(next: Alert): void {
      const stored = alert(next.id)?.version ?? 0
      const component = next.component ?? ''
      const other = openOf.get(next.rule, component)
      if (next.version !== stored + 1 || (other !== undefined && other !== next.id))
        throw new Conflict(`alert ${next.id} was changed by another process`, null)
      put.run(next.id, next.rule, component, next.since, next.endedAt, next.version, JSON.stringify(next))
      if (next.endedAt !== null) prune.run(next.endedAt - keptFor)
    },
    /** Forget one that never fired. Throws Conflict where it has another version. In a transaction. */
    drop(id: string, version: number): void {
      if (drop.run(id, version).changes === 0)
        throw new Conflict(`alert ${id} was changed by another process`, null)
    },
    open: (): readonly Alert[] => open.all().map(parseAlert),
    fired: (limit: number): readonly Alert[] => fired.all(limit).map(parseAlert),
    putSilence(silence: AlertSilence): void {
      putSilence.run(silence.id, silence.until, JSON.stringify(silence))
      pruneSilences.run(silence.from - keptFor)
    },
    silences: (now?: number): readonly AlertSilence[] =>
      silences
        .all()
        .map((body) => JSON.parse(body) as AlertSilence)
        .filter((one) => now === undefined || one.from > now || isSilenceActive(one, now)),
  }
}
