/**
 * How a column is kept on either side: whole numbers, figures, texts and bytes as they are; `flag` as 0 or 1 in SQLite; `list`
 * as JSON in SQLite and as an array in PostgreSQL; `line`, any text, as JSON in PostgreSQL.
 */
export type ColumnKind = 'integer' | 'real' | 'text' | 'bytes' | 'flag' | 'list' | 'line'

/** A table as it is copied. Its columns are named as in PostgreSQL. */
export type CopiedTable = {
  readonly name: string
  readonly columns: Readonly<Record<string, ColumnKind>>
  /** Columns of the primary key, by which rows are read in one order. */
  readonly key: readonly string[]
  /** Its number is given out by the database: the next one must follow those that were copied. */
  readonly identity?: string
  /** What is named otherwise in SQLite: the table as `''`, or a column. */
  readonly sqlite?: Readonly<Record<string, string>>
}

/** A table of documents: each is a text under its key, with columns to look it up by. */
export const document = (
  name: string,
  more: Readonly<Record<string, ColumnKind>>,
  key = 'id',
): CopiedTable => ({
  name,
  columns: { [key]: 'text', ...more, body: 'text' },
  key: [key],
})
