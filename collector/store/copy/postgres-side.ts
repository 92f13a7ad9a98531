import { storeName } from '../../core/config/store-location.ts'
import { createConnections } from '../postgres/connections.ts'
import { openPostgresStore } from '../postgres/open-store.ts'
import { columnsOf, type Sql, type SqlValue } from '../postgres/sql.ts'
import { storedDays } from '../postgres/tables/days.ts'
import { ensurePartitions } from '../postgres/tables/packs.ts'
import { type AddRows, chunkSize, type CopiedRow, type CopiedValue, type CopySide } from './side.ts'
import type { ColumnKind, CopiedTable } from './copied-table.ts'

const types: Readonly<Record<ColumnKind, string>> = {
  integer: 'bigint',
  real: 'double precision',
  text: 'text',
  bytes: 'bytea',
  flag: 'boolean',
  // Arrays of arrays would have to be rectangular.
  list: 'text',
  line: 'text',
}
const quote = (column: string): string => `"${column}"`

/** A PostgreSQL database, brought to the newest schema if need be. @throws StoreError */
export async function openPostgresSide(url: string): Promise<CopySide> {
  await (await openPostgresStore(url)).close()
  const connections = createConnections(url, storeName(url))
  return {
    zone: async () => (await connections.read((sql) => storedDays(sql))).zone,
    async *read(table) {
      // The target is read by nobody else, and of a source it was said that nobody writes to it.
      for (let after: CopiedRow | null = null; ;) {
        const rows: readonly CopiedRow[] = await connections.read((sql) => page(sql, table, after))
        if (rows.length > 0) yield rows
        if (rows.length < chunkSize) return
        after = rows.at(-1)!
      }
    },
    fill: (zone, write) =>
      connections.write(async (sql) => {
        await sql.run('UPDATE settings SET zone = $1', zone)
        const filled = new Set<CopiedTable>()
        const add: AddRows = async (table, rows) => {
          filled.add(table)
          await insert(sql, table, rows)
        }
        await write(add)
        for (const { name, identity } of filled)
          if (identity !== undefined)
            await sql.run(
              `SELECT setval(pg_get_serial_sequence('${name}', '${identity}'), (SELECT max(${identity}) FROM ${name}))`,
            )
      }),
    close: connections.close,
  }
}

/** Some rows after a row, by the key. */
async function page(sql: Sql, table: CopiedTable, after: CopiedRow | null): Promise<readonly CopiedRow[]> {
  const columns = Object.entries(table.columns)
  const key = table.key.map(quote).join(', ')
  const bound = after === null ? '' : `WHERE (${key}) > (${table.key.map((_, i) => `$${i + 1}`).join(', ')})`
  const values =
    after === null ? [] : table.key.map((name) => after[columns.findIndex(([column]) => column === name)]!)
  const rows = await sql.rows<Record<string, CopiedValue | boolean | string[]>>(
    `SELECT ${columns.map(([name]) => quote(name)).join(', ')} FROM ${table.name} ${bound} ORDER BY ${key} LIMIT ${chunkSize}`,
    ...values,
  )
  return rows.map((row) => columns.map(([name, kind]) => copied(row[name] ?? null, kind)))
}

function copied(value: CopiedValue | boolean | string[], kind: ColumnKind): CopiedValue {
  if (value === null) return null
  if (kind === 'list') return JSON.stringify(value)
  if (kind === 'line') return JSON.parse(value as string) as string
  return kind === 'flag' ? Number(value) : (value as CopiedValue)
}

async function insert(sql: Sql, table: CopiedTable, rows: readonly CopiedRow[]): Promise<void> {
  const columns = Object.entries(table.columns)
  if (table.name === 'packs') {
    const at = columns.findIndex(([name]) => name === 'at')
    await ensurePartitions(
      sql,
      rows.map((row) => row[at] as number),
    )
  }
  const values = columns.map(([name, kind]) =>
    kind === 'list'
      ? `ARRAY(SELECT json_array_elements_text(new.${quote(name)}::json))`
      : `new.${quote(name)}`,
  )
  const names = columns.map(([name]) => quote(name)).join(', ')
  await sql.run(
    `INSERT INTO ${table.name} (${names}) SELECT ${values.join(', ')}
     FROM unnest(${columns.map(([, kind], index) => `$${index + 1}::${types[kind]}[]`).join(', ')}) AS new (${names})`,
    ...columnsOf(
      columns.length,
      rows.map((row): readonly SqlValue[] =>
        row.map((value, index) => {
          const kind = columns[index]![1]
          if (value === null) return null
          if (kind === 'line') return JSON.stringify(value)
          return kind === 'flag' ? value === 1 : value
        }),
      ),
    ),
  )
}
