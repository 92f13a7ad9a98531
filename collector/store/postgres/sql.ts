import { type Client, types } from 'pg'

/** Parameters of a statement. Lists go as arrays, for `unnest` or `= ANY`. */
export type SqlValue = string | number | boolean | Uint8Array | null | readonly SqlValue[]

/** One connection as tables use it: statements one after the other, in the order they were asked for. */
export type Sql = {
  /** The rows of a statement, columns by their names. */
  rows<R extends object>(text: string, ...values: readonly SqlValue[]): Promise<readonly R[]>
  /** The first row, or undefined. */
  row<R extends object>(text: string, ...values: readonly SqlValue[]): Promise<R | undefined>
  /** Run a statement; resolves to how many rows it changed. */
  run(text: string, ...values: readonly SqlValue[]): Promise<number>
  /** Run several statements without parameters, which are not prepared. */
  script(text: string): Promise<void>
}

const bigints = 20
/** Instants and counts are whole numbers below 2^53. */
const parsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === bigints ? Number : (types.getTypeParser(oid, format) as (value: string) => unknown),
}

const names = new Map<string, string>()
/** A statement is prepared once on each connection, under the number of its text. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `vigie_${names.size}`
  names.set(text, name)
  return name
}

// A text of PostgreSQL cannot hold this character. Within JSON it is written as an escape.
const withoutNul = (value: string): string =>
  value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
const parameter = (value: SqlValue): unknown =>
  typeof value === 'string'
    ? withoutNul(value)
    : Array.isArray(value)
      ? (value as readonly SqlValue[]).map(parameter)
      : value

/** @param client one that nobody else uses meanwhile */
export function sqlOf(client: Pick<Client, 'query'>): Sql {
  let tail: Promise<unknown> = Promise.resolve()
  const query = async (text: string, values: readonly SqlValue[]) => {
    const result = tail.then(() =>
      client.query<Record<string, unknown>>({
        name: nameOf(text),
        text,
        values: values.map(parameter),
        types: parsers,
      }),
    )
    tail = result.catch(() => {})
    return result
  }
  return {
    rows: async <R extends object>(text: string, ...values: readonly SqlValue[]) =>
      (await query(text, values)).rows as unknown as R[],
    row: async <R extends object>(text: string, ...values: readonly SqlValue[]) =>
      (await query(text, values)).rows[0] as unknown as R | undefined,
    run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
    script(text) {
      const result = tail.then(async () => {
        await client.query(text)
      })
      tail = result.catch(() => {})
      return result
    },
  }
}

/** Rows as one list for each column, as `unnest` takes them: a statement is the same however many rows there are. */
export function columnsOf<const Row extends readonly SqlValue[]>(
  width: number,
  rows: readonly Row[],
): readonly (readonly SqlValue[])[] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]!))
}

/** An instant as a bigint can hold it: intervals may be open. */
export const instant = (at: number): number =>
  Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, at))
