import { hourFloor } from '../../../core/time/calendar.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { hour } from '../../../core/time/units.ts'
import type { Pack } from '../../check-packs.ts'
import { columnsOf, instant, type Sql } from '../sql.ts'

/** A closed pack: its series, when its first check was, ms, and its bytes. */
export type ClosedPack = { readonly series: number; readonly at: number; readonly checks: Buffer }
/** An hour of a series, by its beginning, ms. */
export type SeriesHour = { readonly series: number; readonly from: number }

const week = 7 * 24 * hour
// Weeks begin on Mondays; the epoch was a Thursday.
const monday = 4 * 24 * hour
/** The beginning of the week, UTC, in which an instant lies, ms. */
const weekOf = (at: number): number => Math.floor((at - monday) / week) * week + monday
/** `packs_20261123`: the day a week begins. */
const partitionOf = (from: number): string =>
  `packs_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`

/** Closed packs of checks, partitioned by weeks. Writes are in a transaction. */
export const packTable = {
  async add(sql: Sql, list: readonly { readonly series: number; readonly pack: Pack }[]): Promise<void> {
    if (list.length === 0) return
    await ensurePartitions(
      sql,
      list.map(({ pack }) => pack.from),
    )
    await sql.run(
      `INSERT INTO packs (series, at, count, checks)
       SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[])`,
      ...columnsOf(
        4,
        list.map(({ series, pack: { from, count, bytes } }) => [series, from, count, bytes]),
      ),
    )
  },
  /** All of some hours, in no order. */
  inHours: (sql: Sql, hours: readonly SeriesHour[]): Promise<readonly ClosedPack[]> =>
    sql.rows(
      `SELECT packs.series, packs.at, packs.checks
       FROM unnest($1::int[], $2::bigint[]) AS wanted (series, start)
       JOIN packs ON packs.series = wanted.series AND packs.at >= wanted.start AND packs.at < wanted.start + $3::bigint
       WHERE packs.at >= $4::bigint AND packs.at < $5::bigint`,
      ...hourColumns(hours),
    ),
  async dropHours(sql: Sql, hours: readonly SeriesHour[]): Promise<void> {
    await sql.run(
      `DELETE FROM packs USING unnest($1::int[], $2::bigint[]) AS gone (series, start)
       WHERE packs.series = gone.series AND packs.at >= gone.start AND packs.at < gone.start + $3::bigint
         AND packs.at >= $4::bigint AND packs.at < $5::bigint`,
      ...hourColumns(hours),
    )
  },
  /** Of one series, by where they begin. */
  within: (sql: Sql, series: number, { from, to }: Interval): Promise<readonly ClosedPack[]> =>
    sql.rows(
      'SELECT series, at, checks FROM packs WHERE series = $1 AND at >= $2 AND at < $3 ORDER BY at',
      series,
      instant(from),
      instant(to),
    ),
  /** Drop the oldest before an instant that have about `limit` checks together, at least one; resolves to how many checks went. */
  async prune(sql: Sql, series: number, before: number, limit: number): Promise<number> {
    const row = await sql.row<{ checks: number }>(
      `WITH old AS (
         SELECT at, count, sum(count) OVER (ORDER BY at) AS total, row_number() OVER (ORDER BY at) AS place
         FROM (SELECT at, count FROM packs WHERE series = $1 AND at < $2 ORDER BY at LIMIT $3) AS first),
       gone AS (
         DELETE FROM packs WHERE series = $1 AND at < $2
           AND at IN (SELECT at FROM old WHERE place = 1 OR total <= $3) RETURNING count)
       SELECT coalesce(sum(count), 0)::bigint AS checks FROM gone`,
      series,
      before,
      limit,
    )
    return row!.checks
  },
  /** Drop weeks of which no series has a check left: whole tables, whose room is free at once. */
  async dropEmptyWeeks(sql: Sql): Promise<void> {
    const oldest = await sql.row<{ kept: number | null }>(
      'SELECT min(coalesce(pruned_before, first_at)) AS kept FROM series WHERE first_at IS NOT NULL',
    )
    const before = oldest?.kept ?? 0
    for (const { name, from } of await partitions(sql))
      if (from + week <= before) await sql.script(`DROP TABLE ${name}`)
  },
}

function hourColumns(hours: readonly SeriesHour[]) {
  const starts = hours.map(({ from }) => hourFloor(from))
  const bounds = [Math.min(...starts), Math.max(...starts) + hour]
  return [hours.map(({ series }) => series), starts, hour, ...bounds] as const
}

async function partitions(sql: Sql): Promise<readonly { readonly name: string; readonly from: number }[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
     WHERE inhparent = 'packs'::regclass`,
  )
  return rows.flatMap(({ name }) => {
    const date = /^packs_(\d{4})(\d\d)(\d\d)$/.exec(name)
    return date ? [{ name, from: Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])) }] : []
  })
}

/**
 * Make the weeks that some instants lie in, and the one after the newest: the next week's first pack finds its table there.
 * A table is made beside the others and attached, which, unlike making it in its place, no reader has to wait for.
 */
export async function ensurePartitions(sql: Sql, instants: readonly number[]): Promise<void> {
  const weeks = new Set(instants.map(weekOf))
  weeks.add(Math.max(...weeks) + week)
  const known = new Set((await partitions(sql)).map(({ name }) => name))
  const missing = [...weeks].toSorted((a, b) => a - b).filter((from) => !known.has(partitionOf(from)))
  if (missing.length === 0) return
  // Of several that make the same one at once, the later ones find it there.
  await sql.script('LOCK TABLE packs IN SHARE UPDATE EXCLUSIVE MODE')
  const made = new Set((await partitions(sql)).map(({ name }) => name))
  for (const from of missing) {
    const name = partitionOf(from)
    if (made.has(name)) continue
    await sql.script(`CREATE TABLE ${name} (LIKE packs INCLUDING ALL)`)
    await sql.script(
      `ALTER TABLE packs ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${from + week})`,
    )
  }
}
