import type { Database } from 'better-sqlite3'
import type { ComponentConfig } from '../../../core/config/config.ts'
import { resolvedAt, type Incident } from '../../../core/incident/incident.ts'
import type { Interval } from '../../../core/time/interval.ts'
import type { ComponentRecord } from '../../component-store.ts'
import { Conflict } from '../../store.ts'

const parse = (body: string): Incident => JSON.parse(body) as Incident

/** Incidents, and since when components exist. */
export function noticeTables(db: Database) {
  const get = db.prepare<[string], string>('SELECT body FROM incidents WHERE id = ?').pluck()
  const put = db.prepare<[string, number, number, number | null, string]>(
    'INSERT OR REPLACE INTO incidents (id, version, started_at, resolved_at, body) VALUES (?, ?, ?, ?, ?)',
  )
  const all = db.prepare<[], string>('SELECT body FROM incidents ORDER BY started_at DESC, id').pluck()
  const versions = db.prepare<[], [string, number]>('SELECT id, version FROM incidents').raw()
  const touching = db
    .prepare<[number, number, number], string>(
      `SELECT body FROM incidents
       WHERE started_at < ? AND (resolved_at IS NULL OR resolved_at > ? OR started_at >= ?)
       ORDER BY started_at DESC, id`,
    )
    .pluck()
  const upsertComponent = db.prepare<[string, number]>(
    `INSERT INTO components (id, first_at) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET first_at = min(first_at, excluded.first_at)`,
  )
  const components = db.prepare<[], [string, number]>('SELECT id, first_at FROM components').raw()
  const componentRows = db
    .prepare<[], [string, number, number | null, string | null]>(
      'SELECT id, first_at, gone_at, body FROM components ORDER BY id',
    )
    .raw()
  const setComponentBody = db.prepare<[string, string]>(
    'UPDATE components SET body = ?, gone_at = NULL WHERE id = ?',
  )
  const setComponentGone = db.prepare<[number, string]>(
    'UPDATE components SET gone_at = ? WHERE id = ? AND gone_at IS NULL',
  )

  const incident = (id: string): Incident | null => {
    const body = get.get(id)
    return body === undefined ? null : parse(body)
  }
  return {
    incident,
    /** Write an incident and return what it replaced. Throws Conflict unless its version follows the stored one. In a transaction. */
    putIncident(next: Incident): Incident | null {
      const current = incident(next.id)
      const stored = current?.version ?? 0
      if (next.version !== stored + 1)
        throw new Conflict(
          `incident ${next.id} is at version ${stored}, so what follows is ${stored + 1}, not ${next.version}`,
          current,
        )
      put.run(next.id, next.version, next.startedAt, resolvedAt(next), JSON.stringify(next))
      return current
    },
    /** See Store.incidents. */
    incidents: (within?: Interval): readonly Incident[] =>
      (within ? touching.all(within.to, within.from, within.from) : all.all()).map(parse),
    /** See NoticeReader.incidentVersions. */
    incidentVersions: (): ReadonlyMap<string, number> => new Map(versions.all()),
    /** A component appeared; an earlier appearance stays. */
    addComponent(component: string, firstAt: number): void {
      upsertComponent.run(component, firstAt)
    },
    components: (): ReadonlyMap<string, number> => new Map(components.all()),
    /** These are configured now (ms), and no others. */
    setConfigured(at: number, now: readonly ComponentConfig[]): void {
      for (const { id, name, group, tier } of now) {
        upsertComponent.run(id, at)
        setComponentBody.run(JSON.stringify({ id, name, group, tier }), id)
      }
      const configuredIds = new Set(now.map(({ id }) => id))
      for (const [id] of components.all()) if (!configuredIds.has(id)) setComponentGone.run(at, id)
    },
    componentRecords: (): readonly ComponentRecord[] =>
      componentRows.all().map(([component, firstAt, goneAt, body]) => ({
        component,
        firstAt,
        goneAt,
        body: body === null ? null : (JSON.parse(body) as ComponentRecord['body']),
      })),
  }
}
