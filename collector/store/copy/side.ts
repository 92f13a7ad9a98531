import type { CopiedTable } from './copied-table.ts'

/** A value as it is copied, the same of either side: a list as JSON, a flag as 0 or 1. */
export type CopiedValue = string | number | Buffer | null
export type CopiedRow = readonly CopiedValue[]

/** So many rows are held at once. */
export const chunkSize = 1_000

/** A store as its tables are copied: opened, and all that is read of it is of one instant. */
export type CopySide = {
  /** IANA zone in which its days are cut. */
  zone(): Promise<string>
  /** The rows of a table by its key, in chunks; columns in the order of the table's. */
  read(table: CopiedTable): AsyncIterable<readonly CopiedRow[]>
  /** Add all rows of all tables in one transaction: `write` is called with what adds some. */
  fill(zone: string, write: (add: AddRows) => Promise<void>): Promise<void>
  close(): Promise<void>
}
export type AddRows = (table: CopiedTable, rows: readonly CopiedRow[]) => Promise<void>
