import { Conflict } from '../../store.ts'
import { columnsOf, type Sql, type SqlValue } from '../sql.ts'

type BodyRow = { readonly body: string }

/** A table of what is written whole, each time with the version after the one before. */
export type VersionedTable<T extends { readonly version: number }> = {
  readonly name: string
  /** The column of the id. */
  readonly key: string
  readonly idOf: (one: T) => string
  /** Copies to search by: their columns with their types, and their values. */
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly valuesOf: (one: T) => readonly SqlValue[]
  /** What a Conflict says. */
  readonly conflict: (next: T, stored: number) => string
}

/** The message of most: where the one stored is, and what may follow. */
export const versionConflict =
  (noun: string) =>
  (next: { readonly id: string; readonly version: number }, stored: number): string =>
    `${noun} ${next.id} is at version ${stored}, so what follows is ${stored + 1}, not ${next.version}`

/**
 * Write some, in two statements however many there are. In a transaction.
 *
 * @param stepped told of each in turn with the one it replaces, stored or earlier in the list
 * @throws Conflict unless every version follows the one before it
 */
export async function putVersioned<T extends { readonly version: number }>(
  sql: Sql,
  table: VersionedTable<T>,
  list: readonly T[],
  stepped: (before: T | null, next: T) => void = () => {},
): Promise<void> {
  if (list.length === 0) return
  const { name, key, idOf, conflict } = table
  const current = await lockBodies<T>(sql, table, [...new Set(list.map(idOf))])
  for (const next of list) {
    const before = current.get(idOf(next)) ?? null
    if (next.version !== (before?.version ?? 0) + 1)
      throw new Conflict(conflict(next, before?.version ?? 0), before as Conflict['current'])
    stepped(before, next)
    current.set(idOf(next), next)
  }
  const written = lastOfEach(list, idOf)
  const columns = [[key, 'text'], ['version', 'int'], ['body', 'text'], ...table.columns] as const
  const rows = written.map((one) => [idOf(one), one.version, JSON.stringify(one), ...table.valuesOf(one)])
  const names = columns.map(([column]) => column).join(', ')
  const changed = await sql.run(
    `INSERT INTO ${name} AS stored (${names})
     SELECT * FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
     ON CONFLICT (${key}) DO UPDATE
     SET ${columns.map(([column]) => `${column} = excluded.${column}`).join(', ')}
     WHERE stored.version < excluded.version`,
    ...columnsOf(columns.length, rows),
  )
  // Two that write the first version of one at once: it was not there yet to be locked.
  if (changed !== written.length) throw new Conflict(conflict(written[0]!, written[0]!.version), null)
}

/**
 * Delete some that are at a version. In a transaction.
 * @throws Conflict where one is at another version, or, unless `mayBeGone`, where it is gone
 */
export async function dropVersioned<T extends { readonly version: number }>(
  sql: Sql,
  table: VersionedTable<T>,
  list: readonly { readonly id: string; readonly version: number }[],
  mayBeGone: boolean,
  message: (id: string, version: number, stored: number) => string,
): Promise<void> {
  if (list.length === 0) return
  const ids = list.map(({ id }) => id)
  const current = await lockBodies<T>(sql, table, ids)
  for (const { id, version } of list) {
    const stored = current.get(id)
    if (stored ? stored.version !== version : !mayBeGone)
      throw new Conflict(message(id, version, stored?.version ?? 0), (stored ?? null) as Conflict['current'])
  }
  await sql.run(`DELETE FROM ${table.name} WHERE ${table.key} = ANY ($1::text[])`, ids)
}

/** The stored ones of some ids, which nobody else changes until the transaction is over. */
async function lockBodies<T extends { readonly version: number }>(
  sql: Sql,
  { name, key, idOf }: VersionedTable<T>,
  ids: readonly string[],
): Promise<Map<string, T>> {
  const rows = await sql.rows<BodyRow>(
    `SELECT body FROM ${name} WHERE ${key} = ANY ($1::text[]) ORDER BY ${key} FOR UPDATE`,
    ids,
  )
  const stored = rows.map(({ body }) => JSON.parse(body) as T)
  return new Map(stored.map((one) => [idOf(one), one]))
}

/** The last of each id, in the order of ids: rows are always locked in one order. */
export const lastOfEach = <T>(list: readonly T[], idOf: (one: T) => string): readonly T[] =>
  [...new Map(list.map((one) => [idOf(one), one])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)

/** The bodies that a statement selects. */
export async function selectBodies<T>(
  sql: Sql,
  text: string,
  ...values: readonly SqlValue[]
): Promise<readonly T[]> {
  const rows = await sql.rows<BodyRow>(text, ...values)
  return rows.map(({ body }) => JSON.parse(body) as T)
}
/** The first of them, or null. */
export async function selectBody<T>(
  sql: Sql,
  text: string,
  ...values: readonly SqlValue[]
): Promise<T | null> {
  return (await selectBodies<T>(sql, text, ...values))[0] ?? null
}
