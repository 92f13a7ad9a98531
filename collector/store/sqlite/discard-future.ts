import SQLite, { type Database } from 'better-sqlite3'
import type { HealthState } from '../../core/monitoring/health-state.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { resolvedAt } from '../../core/incident/incident.ts'
import { healthOf } from '../check-packs.ts'

/** How many rows of each kind were taken out. */
export type DiscardedFuture = {
  readonly packs: number
  readonly transitions: number
  readonly incidents: number
  readonly reports: number
  readonly maintenances: number
}

const hour = 3_600_000
/** What waits for longer than this, ms, waits by a clock that was wrong. */
const longestWait = 24 * hour
/** Occurrences further ahead than this, ms, were expanded by a clock that was wrong. */
const horizon = 400 * 24 * hour

/**
 * Take out of a database whatever is dated after an instant (ms): what a collector recorded while its machine's clock was
 * wrong. One transaction. Nobody may have the database open as a store.
 */
export function discardFuture(file: string, now: number): DiscardedFuture {
  const db = new SQLite(file)
  try {
    return db.transaction(() => discard(db, now)).immediate()
  } finally {
    db.close()
  }
}

function discard(db: Database, now: number): DiscardedFuture {
  const remove = (table: string, condition: string, at = now): number =>
    db.prepare(`DELETE FROM ${table} WHERE ${condition}`).run({ at }).changes
  const packs = remove('packs', 'at > @at')
  remove('hours', 'hour > @at', Math.floor(now / hour))
  remove('days', 'at > @at')
  const transitions = remove('transitions', 'at > @at OR seen_at > @at')
  remove('region_assignments', 'from_at > @at')
  resetSeries(db, now)
  const incidents = discardUpdates(db, now)
  const maintenances = remove(
    'maintenances',
    "starts_at > @at AND json_extract(body, '$.programme.changed') = 0",
    now + horizon,
  )
  remove('programme', "json_extract(body, '$.loadedAt') > @at")
  const reports = remove('reports', 'frozen_at > @at')
  remove('metric_points', 'at > @at')
  remove('metric_hours', 'hour > @at', Math.floor(now / hour))
  remove('deployments', 'started_at > @at')
  remove(
    'deployment_watches',
    "deployment NOT IN (SELECT id FROM deployments) OR json_extract(body, '$.decidedAt') > @at",
  )
  remove('checklist_ticks', 'at > @at')
  remove('alerts', 'since > @at OR ended_at > @at')
  remove('alert_silences', "json_extract(body, '$.from') > @at")
  remove('certificates', 'at > @at')
  remove('receipts', 'at > @at')
  remove('acknowledge_links', 'created_at > @at')
  db.prepare('UPDATE components SET first_at = @now WHERE first_at > @now').run({ now })
  db.prepare('UPDATE components SET gone_at = @now WHERE gone_at > @now').run({ now })
  remove('announcements', "coalesce(json_extract(body, '$.writtenAt'), published_at) > @at")
  discardOwed(db, now)
  remove('confirmations', 'created_at > @at')
  remove('collectors', 'alive_at > @at')
  remove('started_jobs', 'at > @at')
  remove('sessions', 'last_seen_at > @at')
  remove('account_links', 'created_at > @at')
  redatePeople(db, now)
  db.prepare('UPDATE leases SET holder = NULL').run()
  db.prepare('UPDATE changes SET revision = revision + 1').run()
  return { packs, transitions, incidents, reports, maintenances }
}

/** What was owed then was sent or is about what is taken out; what waited for another attempt then is due now. */
function discardOwed(db: Database, now: number): void {
  // Taken out, so that the same news is owed again when its time comes.
  db.prepare("DELETE FROM notifications WHERE json_extract(body, '$.owedAt') > ?").run(now)
  db.prepare('UPDATE notifications SET expanded_at = @now WHERE expanded_at > @now').run({ now })
  db.prepare('DELETE FROM deliveries WHERE created_at > ?').run(now)
  db.prepare(
    `UPDATE deliveries SET due_at = min(due_at, @now), failures = 0, first_tried_at = NULL
     WHERE state = 'pending' AND (first_tried_at > @now OR due_at > @now + @longestWait)`,
  ).run({ now, longestWait })
  db.prepare('UPDATE deliveries SET claimed_until = @now WHERE claimed_until > @now').run({ now })
  db.prepare('UPDATE deliveries SET finished_at = @now WHERE finished_at > @now').run({ now })
}

/** Who subscribed or was given a token then is there now. A token lasts as long as was meant. */
function redatePeople(db: Database, now: number): void {
  db.prepare(
    `UPDATE subscribers SET created_at = @now, body = json_set(body, '$.createdAt', @now)
     WHERE created_at > @now`,
  ).run({ now })
  db.prepare(
    `UPDATE subscribers SET body = json_set(body, '$.confirmedAt', @now)
     WHERE json_extract(body, '$.confirmedAt') > @now`,
  ).run({ now })
  db.prepare(
    `UPDATE tokens SET created_at = @now, expires_at = expires_at - (created_at - @now) WHERE created_at > @now`,
  ).run({ now })
  db.prepare('UPDATE tokens SET revoked_at = @now WHERE revoked_at > @now').run({ now })
  redateAccounts(db, now)
}

/**
 * Accounts are there now, too. The audit log stays as it is: what was done was done, and an entry that is taken out or dated
 * otherwise breaks the chain.
 */
function redateAccounts(db: Database, now: number): void {
  db.prepare(
    `UPDATE accounts SET created_at = @now, body = json_set(body, '$.createdAt', @now) WHERE created_at > @now`,
  ).run({ now })
  // A step of one-time passwords that lies ahead would refuse those of today.
  db.prepare(
    `UPDATE accounts SET body = json_set(body, '$.totpStep', NULL) WHERE json_extract(body, '$.totpStep') > @step`,
  ).run({ step: Math.floor(now / 30_000) + 1 })
  db.prepare(
    `UPDATE accounts SET body = json_set(body, '$.disabledAt', @now) WHERE json_extract(body, '$.disabledAt') > @now`,
  ).run({ now })
  db.prepare(
    `UPDATE passkeys SET created_at = @now, body = json_set(body, '$.createdAt', @now) WHERE created_at > @now`,
  ).run({ now })
}

/** Series go on from their last transition and their last pack of checks before the instant. */
function resetSeries(db: Database, now: number): void {
  const late = db.prepare<[number], number>('SELECT id FROM series WHERE latest_at > ?').pluck().all(now)
  const lastTransition = db.prepare<[number], { at: number; health: number }>(
    'SELECT at, health FROM transitions WHERE series = ? ORDER BY at DESC LIMIT 1',
  )
  const lastPack = db.prepare<[number], number | null>('SELECT max(at) FROM packs WHERE series = ?').pluck()
  const reset = db.prepare(
    `UPDATE series SET latest_at = NULL, latest_took = NULL, latest_health = NULL, latest_fault = NULL,
       open_from = NULL, open_step = 0, open_count = 0, open_fault = NULL, open_checks = x'',
       first_at = CASE WHEN first_at > @now THEN NULL ELSE first_at END,
       state = @state, state_revision = state_revision + 1
     WHERE id = @id`,
  )
  for (const id of late) {
    const last = lastTransition.get(id)
    const state: HealthState | null = last
      ? {
          health: healthOf(last.health),
          since: last.at,
          before: last.health === 3 ? null : (healthOf(last.health) as HealthState['before']),
          lastAt: Math.max(last.at, lastPack.get(id) ?? 0),
          recent: [],
        }
      : null
    reset.run({ id, now, state: state && JSON.stringify(state) })
  }
}

/** Messages of the future, and incidents that have no others. */
function discardUpdates(db: Database, now: number): number {
  const rows = db.prepare<[], { id: string; body: string }>('SELECT id, body FROM incidents').all()
  const put = db.prepare('UPDATE incidents SET version = ?, resolved_at = ?, body = ? WHERE id = ?')
  let changed = 0
  for (const { id, body } of rows) {
    const incident = JSON.parse(body) as Incident
    const updates = incident.updates.filter(({ at }) => at <= now)
    if (incident.startedAt > now || updates.length === 0)
      db.prepare('DELETE FROM incidents WHERE id = ?').run(id)
    else if (updates.length < incident.updates.length) {
      const kept: Incident = { ...incident, updates, version: incident.version + 1 }
      put.run(kept.version, resolvedAt(kept), JSON.stringify(kept), id)
    } else continue
    changed++
  }
  return changed
}
