import type { Interval } from '../../../core/time/interval.ts'
import { hourFloor } from '../../../core/time/calendar.ts'
import { hour } from '../../../core/time/units.ts'
import { unpackChecks } from '../../check-packs.ts'
import type { Grain, Rollup } from '../../check-store.ts'
import { addRow, isEmpty, rollupOf, rowOf, tallyOf, type RollupTally } from '../../rollup-tally.ts'
import { columnsOf, instant, type Sql, type SqlValue } from '../sql.ts'
import { type Days, storedDays } from './days.ts'
import { type TallyColumns, tallyRowOf } from './tally-columns.ts'

/** What checks change of an hour of a series (its beginning, ms): they are added to it, or are all there is of it. */
export type HourChange = {
  readonly series: number
  readonly from: number
  readonly how: 'add' | 'replace'
  readonly tally: RollupTally
}

type Tallies = Map<string, { readonly series: number; readonly key: number; tally: RollupTally }>
const at = (series: number, key: number): string => `${series}/${key}`

const tables = { hour: { name: 'hours', key: 'hour' }, day: { name: 'days', key: 'at' } } as const
/** Hours are kept by their number, days by their instant. */
const scale = { hour, day: 1 }

/** Hours and days of closed packs; when read, with the open pack of each series added, so that they are right at any instant. */
export const rollupTables = {
  /** Change hours, and the days they belong to, in a handful of statements. In a transaction. */
  async change(sql: Sql, all: readonly HourChange[], days: Days): Promise<void> {
    const changes = all.filter(({ how, tally }) => how === 'replace' || !isEmpty(tally))
    if (changes.length === 0) return
    const dayOf = (from: number): number => days.startOf(from)
    // A day with a replaced hour is the sum of its hours; one that only gains gains as much as they do.
    const summed = new Map(
      changes
        .filter(({ how }) => how === 'replace')
        .map(({ series, from }) => [at(series, dayOf(from)), { series, start: dayOf(from) }]),
    )
    const added = changes.filter(({ how }) => how === 'add')
    const hours = await loadHours(sql, [
      ...added.map(({ series, from }) => ({ series, from: from / hour, to: from / hour + 1 })),
      ...[...summed.values()].map(({ series, start }) => ({
        series,
        from: Math.ceil(start / hour),
        to: Math.ceil(days.endOf(start) / hour),
      })),
    ])
    const changedHours: Tallies = new Map()
    for (const { series, from, how, tally } of changes) {
      const key = from / hour
      const stored = hours.get(at(series, key))
      const next = how === 'add' && stored ? addTallies(tally, stored.tally) : tally
      const entry = { series, key, tally: next }
      hours.set(at(series, key), entry)
      changedHours.set(at(series, key), entry)
    }
    await write(sql, 'hour', changedHours)

    const gaining = added.filter(({ series, from }) => !summed.has(at(series, dayOf(from))))
    const changedDays = await loadDays(
      sql,
      gaining.map(({ series, from }) => ({ series, key: dayOf(from) })),
    )
    for (const { series, from, tally } of gaining) {
      const key = dayOf(from)
      const stored = changedDays.get(at(series, key))
      changedDays.set(at(series, key), {
        series,
        key,
        tally: stored ? addTallies(tally, stored.tally) : tally,
      })
    }
    for (const { series, start } of summed.values())
      changedDays.set(at(series, start), { series, key: start, tally: tallyOf([]) })
    for (const { series, key, tally } of hours.values()) {
      const day = changedDays.get(at(series, dayOf(key * hour)))
      if (day && summed.has(at(series, day.key))) day.tally = addTallies(day.tally, tally)
    }
    await write(sql, 'day', changedDays)
  },

  /** See CheckReader.rollups. On one connection, which sees one instant where its transaction does. */
  async read(
    sql: Sql,
    grain: Grain,
    { from, to }: Interval,
    monitors?: readonly string[],
  ): Promise<readonly Rollup[]> {
    const { name, key } = tables[grain]
    const days = await storedDays(sql)
    const rows = await sql.rows<ReadRow>(
      // In one statement, so that a pack is never counted twice or not at all while it is being closed.
      `SELECT series.id, monitor, region, open_from AS "openFrom", open_checks AS "openChecks",
         kept.${key} AS key, up, degraded, down, took, sketch
       FROM series LEFT JOIN ${name} AS kept
         ON kept.series = series.id AND kept.${key} >= $1 AND kept.${key} < $2
       WHERE $3::text[] IS NULL OR monitor = ANY ($3::text[])
       ORDER BY monitor, region, key`,
      keyBound(grain, from),
      keyBound(grain, to),
      monitors ?? null,
    )
    const startOf = (instantOf: number): number =>
      grain === 'hour' ? hourFloor(instantOf) : days.startOf(hourFloor(instantOf))
    return rollupsOf(rows, grain, (openFrom) => {
      const start = startOf(openFrom)
      return start >= from && start < to ? start : null
    })
  },
}

type ReadRow = TallyColumns & {
  readonly id: number
  readonly monitor: string
  readonly region: string
  readonly openFrom: number | null
  readonly openChecks: Buffer
  readonly key: number | null
}

// Of hours, numbers fit into 32 bits.
const keyBound = (grain: Grain, bound: number): number =>
  grain === 'hour'
    ? Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.ceil(bound / hour)))
    : instant(Math.ceil(bound))

/** @param startOf where the rollup of an open pack begins that begins at an instant, ms; null outside the interval */
function rollupsOf(
  rows: readonly ReadRow[],
  grain: Grain,
  startOf: (openFrom: number) => number | null,
): readonly Rollup[] {
  const result: Rollup[] = []
  for (const list of Map.groupBy(rows, ({ id }) => id).values()) {
    const { monitor, region, openFrom, openChecks } = list[0]!
    const name = { monitor, region }
    const openAt = openFrom === null ? null : startOf(openFrom)
    let open = openAt === null ? null : tallyOf(unpackChecks(openFrom!, openChecks))
    if (open && isEmpty(open)) open = null
    for (const row of list) {
      if (row.key === null) continue
      const start = row.key * scale[grain]
      // The open pack holds the newest checks, so it belongs to the last row or comes after all of them.
      const isOpen = open !== null && start === openAt
      result.push(rollupOf(name, start, isOpen ? rowOf(addRow(open!, tallyRowOf(row))) : tallyRowOf(row)))
      if (isOpen) open = null
    }
    if (open) result.push(rollupOf(name, openAt!, rowOf(open)))
  }
  return result
}

const addTallies = (tally: RollupTally, more: RollupTally): RollupTally => addRow({ ...tally }, rowOf(more))

type StoredTally = TallyColumns & { readonly series: number; readonly key: number }
const talliesOf = (rows: readonly StoredTally[]): Tallies =>
  new Map(
    rows.map((row) => [
      at(row.series, row.key),
      { series: row.series, key: row.key, tally: addRow(tallyOf([]), tallyRowOf(row)) },
    ]),
  )

async function loadHours(
  sql: Sql,
  ranges: readonly { readonly series: number; readonly from: number; readonly to: number }[],
): Promise<Tallies> {
  const rows = await sql.rows<StoredTally>(
    `SELECT DISTINCT ON (hours.series, hour) hours.series, hour AS key, up, degraded, down, took, sketch
     FROM unnest($1::int[], $2::int[], $3::int[]) AS wanted (series, start, finish)
     JOIN hours ON hours.series = wanted.series AND hour >= start AND hour < finish`,
    ...columnsOf(
      3,
      ranges.map(({ series, from, to }) => [series, from, to]),
    ),
  )
  return talliesOf(rows)
}

async function loadDays(
  sql: Sql,
  wanted: readonly { readonly series: number; readonly key: number }[],
): Promise<Tallies> {
  if (wanted.length === 0) return new Map()
  const rows = await sql.rows<StoredTally>(
    `SELECT series, at AS key, up, degraded, down, took, sketch FROM days
     WHERE (series, at) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))`,
    ...columnsOf(
      2,
      wanted.map(({ series, key }) => [series, key]),
    ),
  )
  return talliesOf(rows)
}

async function write(sql: Sql, grain: Grain, tallies: Tallies): Promise<void> {
  const { name, key } = tables[grain]
  const type = grain === 'hour' ? 'int' : 'bigint'
  const all = [...tallies.values()].toSorted((a, b) => a.series - b.series || a.key - b.key)
  const empty = all.filter(({ tally }) => isEmpty(tally))
  const rows = all
    .filter(({ tally }) => !isEmpty(tally))
    .map((one): readonly SqlValue[] => [one.series, one.key, ...rowOf(one.tally)])
  if (empty.length > 0)
    await sql.run(
      `DELETE FROM ${name} WHERE (series, ${key}) IN (SELECT * FROM unnest($1::int[], $2::${type}[]))`,
      ...columnsOf(
        2,
        empty.map((one) => [one.series, one.key]),
      ),
    )
  if (rows.length > 0)
    await sql.run(
      `INSERT INTO ${name} (series, ${key}, up, degraded, down, took, sketch)
       SELECT * FROM unnest($1::int[], $2::${type}[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bytea[])
       ON CONFLICT (series, ${key}) DO UPDATE SET up = excluded.up, degraded = excluded.degraded,
         down = excluded.down, took = excluded.took, sketch = excluded.sketch`,
      ...columnsOf(7, rows),
    )
}
