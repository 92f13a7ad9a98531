import { createHash } from 'node:crypto'
import { StoreError } from '../store.ts'
import type { CopiedRow, CopySide } from './side.ts'
import { copiedTables } from './tables.ts'
import type { CopiedTable } from './copied-table.ts'

/** How many rows of each table were copied. */
export type CopyCounts = Readonly<Record<string, number>>

/**
 * Copy everything of one store into another in one transaction, then read both again and compare every row. Nobody may write to
 * either meanwhile.
 *
 * @param names what messages call them
 * @throws StoreError where the target has history, or is not equal afterwards
 */
export async function copyStore(
  from: CopySide,
  to: CopySide,
  names: { readonly from: string; readonly to: string },
): Promise<CopyCounts> {
  for (const table of copiedTables)
    for await (const rows of to.read(table))
      if (rows.length > 0)
        throw new StoreError(
          `${names.to} has history already (${table.name}). Name a store that is empty: nothing was copied.`,
          { transient: false },
        )
  const counts: Record<string, number> = {}
  const digests = new Map<CopiedTable, string>()
  await to.fill(await from.zone(), async (add) => {
    for (const table of copiedTables) {
      const hash = createHash('sha256')
      let count = 0
      for await (const rows of from.read(table)) {
        await add(table, rows)
        for (const row of rows) hash.update(lineOf(row))
        count += rows.length
      }
      counts[table.name] = count
      digests.set(table, `${count} ${hash.digest('hex')}`)
    }
  })
  for (const table of copiedTables)
    for (const [side, name] of [
      [to, names.to],
      [from, names.from],
    ] as const)
      if ((await digestOf(side, table)) !== digests.get(table))
        throw new StoreError(
          side === to
            ? `${name} does not hold what was copied (${table.name}). Empty it and copy again.`
            : `${name} was written to while it was copied (${table.name}). Stop what writes to it, empty the copy and copy again.`,
          { transient: false },
        )
  return counts
}

const lineOf = (row: CopiedRow): string =>
  `${JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? { hex: value.toString('hex') } : value)))}\n`

async function digestOf(side: CopySide, table: CopiedTable): Promise<string> {
  const hash = createHash('sha256')
  let count = 0
  for await (const rows of side.read(table)) {
    for (const row of rows) hash.update(lineOf(row))
    count += rows.length
  }
  return `${count} ${hash.digest('hex')}`
}
